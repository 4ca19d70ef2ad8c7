package dev.groundwave.launcher.doctor;

import dev.groundwave.server.settings.ServerSettings;
import dev.groundwave.wire.token.AccessToken;
import dev.groundwave.wire.token.TokenSigner;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A service that runs with the same settings, as its management port tells of it. */
public final class RunningService {
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(5);

    /**
     * What came of asking.
     *
     * @param handlers empty when there is no log to be had
     * @param hint why there is none, or nothing
     */
    public record Answer(List<HandlerLog> handlers, String hint) {
        /** Copies the list. */
        public Answer {
            handlers = List.copyOf(handlers);
        }
    }

    private RunningService() {}

    /**
     * Asks the service. Blocks for some seconds at most.
     *
     * @param address of its management port
     */
    public static Answer ask(ServerSettings settings, URI address, InstantSource clock) throws InterruptedException {
        URI page = address.resolve("/api/deliveries");
        HttpRequest.Builder request = HttpRequest.newBuilder(page).timeout(DEADLINE);
        if (settings.listener()
                .management()
                .filter(where -> !where.isLoopback())
                .isPresent()) {
            AccessToken token = AccessToken.of(page.toString(), clock.instant().plus(TOKEN_LIFE));
            request.header(
                    "Authorization",
                    "Bearer " + new TokenSigner(settings.accessKeys().primary(), clock).sign(token));
        }
        try (HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(DEADLINE)
                .build()) {
            HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                return none(address + " answers with status " + response.statusCode()
                        + ": is it the management port of this service, and are its keys these?");
            }
            Optional<List<HandlerLog>> handlers = HandlerLogReader.read(response.body());
            return handlers.map(all -> new Answer(all, ""))
                    .orElseGet(() -> none(address + " is not the management port of this service."));
        } catch (IOException e) {
            return none("No service answers on its management port, " + address
                    + ": start it to see here what becomes of events.");
        }
    }

    /** Nothing to tell, and why. */
    public static Answer none(String hint) {
        return new Answer(List.of(), hint);
    }
}
