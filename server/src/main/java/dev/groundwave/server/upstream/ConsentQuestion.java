package dev.groundwave.server.upstream;

import dev.groundwave.wire.event.CloudEventHeaders;
import dev.groundwave.wire.event.UpstreamResponse;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * The question whether a handler wants events: OPTIONS, and GET where that is not found.
 *
 * <p>Immutable. Source: events-and-operations.md, section 1.5.
 */
final class ConsentQuestion {
    /** For one request, its retries included. */
    static final Duration DEADLINE = Duration.ofSeconds(10);

    private static final int NOT_FOUND = 404;
    private static final String ALLOWED = "WebHook-Allowed-Origin";

    private final URI url;
    private final OriginRule origin;
    private final Sender sender;

    /** Makes a call. */
    @FunctionalInterface
    interface Sender {
        /** Calls when subscribed to; {@code attempted} is run before each attempt. */
        Mono<UpstreamResponse> send(UpstreamRequest request, Duration deadline, Runnable attempted);
    }

    /** @param url where consent is asked for */
    ConsentQuestion(URI url, OriginRule origin, Sender sender) {
        this.url = url;
        this.origin = origin;
        this.sender = sender;
    }

    /**
     * Asks when it is subscribed to; never fails.
     *
     * @param attempted run before each request
     */
    Mono<ConsentAnswer> ask(Runnable attempted) {
        return send("OPTIONS", attempted)
                .flatMap(response -> response.status() == NOT_FOUND ? send("GET", attempted) : Mono.just(response))
                .map(this::judge)
                .onErrorResume(fault -> Mono.just(
                        fault instanceof CallFailedException call
                                ? new ConsentAnswer.NoAnswer(call.failure(), call)
                                : new ConsentAnswer.NoAnswer(CallFailure.FAULT, fault)));
    }

    private Mono<UpstreamResponse> send(String method, Runnable attempted) {
        UpstreamRequest request = UpstreamRequest.withoutBody(
                method,
                url,
                List.of(
                        Map.entry(CloudEventHeaders.ORIGIN, origin.host()),
                        Map.entry(CloudEventHeaders.VERSION, CloudEventHeaders.VERSION_1_0)));
        return sender.send(request, DEADLINE, attempted);
    }

    private ConsentAnswer judge(UpstreamResponse response) {
        if (!response.isSuccess()) {
            Optional<String> location =
                    response.headers("Location").stream().findFirst().map(ConsentQuestion::withoutQuery);
            return new ConsentAnswer.WrongStatus(response.status(), location);
        }
        List<String> allowed = response.headers(ALLOWED);
        return allowed.stream().anyMatch(origin::isMeantBy)
                ? new ConsentAnswer.Given(response.status())
                : new ConsentAnswer.WrongOrigin(response.status(), origin.host(), allowed);
    }

    private static String withoutQuery(String location) {
        return location.replaceFirst("[?#].*", "");
    }

    /** Where it is asked, without the query. */
    @Override
    public String toString() {
        String authority = url.getRawAuthority() == null ? "" : url.getRawAuthority();
        return url.getScheme() + "://" + authority + url.getRawPath();
    }
}
