package dev.groundwave.server.upstream;

import dev.groundwave.server.settings.UpstreamAuth;
import dev.groundwave.wire.Bytes;
import dev.groundwave.wire.event.UpstreamResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The access token for a handler, fetched by client credentials and kept until shortly before it expires.
 *
 * <p>Safe for all threads; never blocks. Source: RFC 6749, sections 4.4 and 5.1.
 */
final class ClientCredentialsToken {
    private static final Logger LOG = LoggerFactory.getLogger(ClientCredentialsToken.class);
    private static final JsonFactory JSON = new JsonFactory();
    private static final long MARGIN_SECONDS = 60;
    /** For an answer that does not say how long its token is good. */
    private static final long DEFAULT_SECONDS = 300;

    /** An answer of the token server. */
    private record Grant(String token, long seconds) {}

    private final UpstreamAuth.ClientCredentials credentials;
    private final Function<UpstreamRequest, Mono<UpstreamResponse>> send;
    private final LongSupplier nanoClock;

    // Guarded by this.
    /** Null before the first token and after one was refused. */
    private @Nullable String token;

    private long untilNanos;
    /** The fetch under way; null between fetches. */
    private @Nullable CompletableFuture<String> underWay;

    ClientCredentialsToken(
            UpstreamAuth.ClientCredentials credentials,
            Function<UpstreamRequest, Mono<UpstreamResponse>> send,
            LongSupplier nanoClock) {
        this.credentials = credentials;
        this.send = send;
        this.nanoClock = nanoClock;
    }

    /** The value of an {@code Authorization} header, or a {@link CallFailedException}. */
    Mono<String> bearer() {
        CompletableFuture<String> fetch;
        boolean starts;
        synchronized (this) {
            String kept = token;
            if (kept != null && nanoClock.getAsLong() - untilNanos < 0) {
                return Mono.just("Bearer " + kept);
            }
            starts = underWay == null;
            fetch = underWay == null ? new CompletableFuture<>() : underWay;
            underWay = fetch;
        }
        if (starts) {
            send.apply(request())
                    .flatMap(ClientCredentialsToken::read)
                    .subscribe(grant -> settle(fetch, grant), fault -> fail(fetch, fault));
        }
        return Mono.fromFuture(fetch, true).map(value -> "Bearer " + value);
    }

    /** The handler does not take the token: the next event fetches another one. */
    synchronized void forget() {
        token = null;
    }

    private void settle(CompletableFuture<String> fetch, Grant grant) {
        synchronized (this) {
            token = grant.token();
            long seconds = Math.max(grant.seconds() - MARGIN_SECONDS, grant.seconds() / 2);
            untilNanos = nanoClock.getAsLong() + Duration.ofSeconds(seconds).toNanos();
            underWay = null;
        }
        fetch.complete(grant.token());
    }

    private void fail(CompletableFuture<String> fetch, Throwable fault) {
        LOG.warn("No access token for an event handler: {}. tokenHost={}", fault.getMessage(), host());
        synchronized (this) {
            underWay = null;
        }
        fetch.completeExceptionally(new CallFailedException(CallFailure.NO_CREDENTIALS, fault));
    }

    private String host() {
        return credentials.tokenUrl().getHost();
    }

    private UpstreamRequest request() {
        StringBuilder form = new StringBuilder("grant_type=client_credentials");
        add(form, "client_id", credentials.clientId());
        add(form, "client_secret", credentials.clientSecret());
        credentials.scope().ifPresent(scope -> add(form, "scope", scope));
        return UpstreamRequest.of(
                "POST",
                credentials.tokenUrl(),
                List.of(
                        Map.entry("Content-Type", "application/x-www-form-urlencoded"),
                        Map.entry("Accept", "application/json")),
                Bytes.utf8(form.toString()));
    }

    private static void add(StringBuilder form, String name, String value) {
        form.append('&').append(name).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    private static Mono<Grant> read(UpstreamResponse response) {
        if (!response.isSuccess()) {
            return Mono.error(new CallFailedException(CallFailure.NO_CREDENTIALS));
        }
        String token = "";
        long seconds = DEFAULT_SECONDS;
        try (JsonParser parser =
                JSON.createParser(ObjectReadContext.empty(), response.body().asUtf8())) {
            parser.nextToken();
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                parser.nextToken();
                switch (name) {
                    case "access_token" -> token = parser.getString();
                    // Some servers write the number as a string.
                    case "expires_in" -> seconds = Long.parseLong(parser.getString());
                    default -> parser.skipChildren();
                }
            }
        } catch (JacksonException | NumberFormatException e) {
            return Mono.error(new CallFailedException(CallFailure.NO_CREDENTIALS, e));
        }
        return token.isEmpty()
                ? Mono.error(new CallFailedException(CallFailure.NO_CREDENTIALS))
                : Mono.just(new Grant(token, seconds));
    }
}
