package dev.groundwave.launcher.doctor;

import dev.groundwave.server.settings.EventHandlerSettings;
import dev.groundwave.server.upstream.ConsentAnswer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a handler's answer to the question for its consent means for an operator. */
final class ConsentFindings {
    private ConsentFindings() {}

    static Finding of(EventHandlerSettings handler, ConsentAnswer answer) {
        boolean consentCounts = !handler.skipValidation();
        return switch (answer) {
            case ConsentAnswer.Given(int status) -> Finding.good("It agrees to get events (status " + status + ").");
            case ConsentAnswer.NoAnswer noAnswer -> UnansweredFindings.of(handler.url(), noAnswer);
            case ConsentAnswer.WrongStatus(int status, Optional<String> location) ->
                consentCounts ? wrongStatus(status, location) : notAsked(status);
            case ConsentAnswer.WrongOrigin(int status, String ours, List<String> allowed) ->
                consentCounts ? wrongOrigin(ours, allowed) : notAsked(status);
        };
    }

    private static Finding notAsked(int status) {
        return Finding.good("It can be reached (status " + status + "); skipValidation: it need not agree.");
    }

    private static Finding wrongStatus(int status, Optional<String> location) {
        String answered = "It answers the validation with status " + status;
        if (status >= 300 && status < 400) {
            String where = location.map(to -> " to " + to).orElse("");
            return Finding.problem(
                    answered + ", a redirect" + where + ". Redirects are not followed.",
                    "write the address that it leads to in urlTemplate.");
        }
        return switch (status) {
            case 400 ->
                Finding.problem(
                        answered + ": it does not want the events of this service.",
                        "the SDKs for ASP.NET Core and Azure Functions answer so when the connection string of the"
                                + " application names another host. Set publicEndpoints to the address in that"
                                + " connection string.");
            case 401, 403 ->
                Finding.problem(
                        answered + ". A validation carries no Authorization header.",
                        "let OPTIONS through without authentication, or complete the query of urlTemplate (code=…).");
            case 404 ->
                Finding.problem(
                        answered + ", to OPTIONS as well as to GET: nothing is at this path.",
                        "compare the path of urlTemplate with the route in the application.");
            case 405, 501 ->
                Finding.problem(
                        answered + ": what is there does not take OPTIONS.",
                        "let the application answer OPTIONS with WebHook-Allowed-Origin, or mount its Web PubSub"
                                + " middleware at this path.");
            default ->
                status >= 500
                        ? Finding.problem(answered + ": it failed.", "see the application's own log.")
                        : Finding.problem(answered + "; only 200 to 299 is consent.", "see the application's own log.");
        };
    }

    private static Finding wrongOrigin(String ours, List<String> allowed) {
        if (allowed.isEmpty()) {
            return Finding.problem(
                    "It answers without WebHook-Allowed-Origin; '" + ours + "' or '*' was expected. Whatever is at this"
                            + " path knows nothing of Web PubSub.",
                    "compare the path of urlTemplate with the route in the application, or let it answer OPTIONS with"
                            + " WebHook-Allowed-Origin: " + ours + ".");
        }
        String came = allowed.stream().map(each -> "'" + each + "'").collect(Collectors.joining(", "));
        String text = "It wants the events of others only: WebHook-Allowed-Origin is " + came + "; '" + ours
                + "' or '*' was expected.";
        if (allowed.stream().anyMatch(each -> each.contains(","))) {
            return Finding.problem(
                    text, "answer with one header line for each origin; a list with commas counts as one name.");
        }
        return Finding.problem(
                text,
                "set publicEndpoints to the address by which the application knows this service; its host is the name"
                        + " that is expected. Or let the application allow '" + ours + "'.");
    }
}
