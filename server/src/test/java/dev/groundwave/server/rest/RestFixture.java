package dev.groundwave.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.hub.Attachment;
import dev.groundwave.hub.Hub;
import dev.groundwave.hub.Hubs;
import dev.groundwave.hub.Permissions;
import dev.groundwave.hub.delivery.FrameEncoder;
import dev.groundwave.hub.delivery.Turn;
import dev.groundwave.hub.session.ReplayLimits;
import dev.groundwave.server.auth.TokenGate;
import dev.groundwave.server.settings.AccessKeys;
import dev.groundwave.server.settings.ServerSettings;
import dev.groundwave.wire.Bytes;
import dev.groundwave.wire.Dialect;
import dev.groundwave.wire.HubName;
import dev.groundwave.wire.token.AccessToken;
import dev.groundwave.wire.token.TokenSigner;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The API over hubs without sockets, on one lane stepped by hand; calls are signed as the SDKs do it. */
final class RestFixture {
    static final String HOST = "localhost:8080";
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    static final InstantSource CLOCK = InstantSource.fixed(NOW);
    static final String VERSIONS = "2021-10-01, 2022-11-01, 2023-07-01, 2024-01-01, 2024-12-01";

    private final TokenSigner signer = new TokenSigner(AccessKeys.PUBLIC_KEY, CLOCK);
    private final StepLane lane = new StepLane();
    private final Turn turn;
    private final Hubs hubs;
    private final RestApi api;
    private boolean draining;

    RestFixture() {
        this(new Inbox.Encoder());
    }

    RestFixture(FrameEncoder encoder, String... publicEndpoints) {
        ServerSettings defaults = ServerSettings.DEFAULTS;
        ServerSettings settings = new ServerSettings(
                defaults.listener(),
                defaults.accessKeys(),
                Arrays.stream(publicEndpoints).map(URI::create).toList(),
                false,
                defaults.drain(),
                defaults.reliable(),
                defaults.limits(),
                defaults.upstream(),
                defaults.disabledFeatures(),
                Map.of(),
                defaults.edge(),
                defaults.auth());
        turn = new Turn(lane, encoder);
        hubs = new Hubs(encoder, ReplayLimits.DEFAULTS, () -> 0, CLOCK);
        TokenGate gate = new TokenGate(settings.accessKeys(), settings.publicEndpoints(), false, CLOCK);
        api = new RestApi(hubs, gate, settings, CLOCK, () -> draining);
    }

    RestApi api() {
        return api;
    }

    StepLane lane() {
        return lane;
    }

    void drain() {
        draining = true;
    }

    Hub hub(String name) {
        return hubs.hub(new HubName(name));
    }

    /** Lets a client in and returns what it gets. */
    Inbox connect(String hub, String connectionId, @Nullable String userId, String... groups) {
        Inbox inbox = new Inbox();
        Attachment attachment = new Attachment(
                connectionId, Optional.ofNullable(userId), Permissions.NONE, List.of(groups), Dialect.JSON);
        lane.execute(() -> hub(hub).attach(attachment, turn, inbox, Optional.empty()));
        lane.runAll();
        return inbox;
    }

    /** A signed head; headers come as name, value, name, value. */
    RestHead head(String method, String target, String... headers) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        all.put("host", List.of(HOST));
        all.put("authorization", List.of("Bearer " + token("http://" + HOST + target)));
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], List.of(headers[i + 1]));
        }
        return new RestHead(method, target, RestHeaders.of(all), false);
    }

    /** The same head without a token. */
    static RestHead anonymous(RestHead head) {
        return with(head, "authorization", List.of());
    }

    /** The same head with these values of a header instead of its own. */
    static RestHead with(RestHead head, String name, List<String> values) {
        RestHeaders more = new RestHeaders() {
            @Override
            public List<String> values(String lowerCaseName) {
                return lowerCaseName.equals(name) ? values : head.values(lowerCaseName);
            }

            @Override
            public void forEach(BiConsumer<String, String> action) {
                head.headers().forEach((other, value) -> {
                    if (!other.equals(name)) {
                        action.accept(other, value);
                    }
                });
                values.forEach(value -> action.accept(name, value));
            }
        };
        return new RestHead(head.method(), head.target(), more, head.secure());
    }

    /** The same head with what it must tell of its body. */
    static RestHead with(RestHead head, String contentType, Bytes body) {
        return with(
                with(head, "content-type", List.of(contentType)),
                "content-length",
                List.of(Integer.toString(body.size())));
    }

    String token(String audience) {
        return signer.sign(AccessToken.of(audience, NOW.plus(Duration.ofHours(1))));
    }

    /** The answer to a signed call without a body. */
    RestResponse call(String method, String target, String... headers) {
        return call(head(method, target, headers));
    }

    RestResponse call(RestHead head) {
        return switch (api.open(head)) {
            case RestCall.Answered(RestResponse response) -> response;
            case RestCall.Ready(CompletionStage<RestResponse> response) -> await(response);
            case RestCall.Deferred _ -> throw new AssertionError("nothing to wait for in a key token");
            case RestCall.Awaiting _ -> throw new AssertionError("the call waits for a body");
        };
    }

    /** The answer to a send. */
    RestResponse send(String target, String contentType, String body, String... headers) {
        return send(target, contentType, Bytes.utf8(body), headers);
    }

    RestResponse send(String target, String contentType, Bytes body, String... headers) {
        RestHead head = with(head("POST", target, headers), contentType, body);
        return switch (api.open(head)) {
            case RestCall.Answered(RestResponse response) -> response;
            case RestCall.Deferred _ -> throw new AssertionError("nothing to wait for in a key token");
            case RestCall.Ready _ -> throw new AssertionError("the call does not want its body");
            case RestCall.Awaiting awaiting -> await(awaiting.body().apply(body));
        };
    }

    /** Runs a call on the lane, where commands are carried out at once. */
    RestResponse onLane(Supplier<RestResponse> call) {
        AtomicReference<@Nullable RestResponse> answer = new AtomicReference<>();
        lane.execute(() -> answer.set(call.get()));
        lane.runAll();
        return Objects.requireNonNull(answer.get());
    }

    RestResponse await(CompletionStage<RestResponse> response) {
        lane.runAll();
        assertThat(response.toCompletableFuture()).isCompleted();
        return response.toCompletableFuture().join();
    }

    static Optional<String> header(RestResponse response, String name) {
        return response.headers().stream()
                .filter(header -> header.getKey().equals(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
