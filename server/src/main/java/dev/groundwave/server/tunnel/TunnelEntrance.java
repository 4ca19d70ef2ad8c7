package dev.groundwave.server.tunnel;

import dev.groundwave.server.auth.Caller;
import dev.groundwave.server.auth.Decision;
import dev.groundwave.server.auth.Peer;
import dev.groundwave.server.auth.TokenGate;
import dev.groundwave.server.auth.TunnelAddress;
import dev.groundwave.server.auth.Verdict;
import dev.groundwave.server.rest.RestApi;
import dev.groundwave.server.rest.RestHead;
import dev.groundwave.server.rest.RestResponse;
import dev.groundwave.server.settings.LimitSettings;
import dev.groundwave.server.socket.ClientRequest;
import dev.groundwave.server.socket.SocketLane;
import dev.groundwave.wire.Bytes;
import dev.groundwave.wire.HubName;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.netty.util.concurrent.EventExecutor;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Decides whether a back end may open a tunnel, and opens it.
 *
 * <p>Safe for all threads; never blocks. Source: events-and-operations.md, section 3.1; the order of the checks is that of
 * client handshakes.
 */
public final class TunnelEntrance {
    /** An answer of 16 MiB, and headers. */
    private static final int LONGEST_MESSAGE_BYTES = 17_825_792;

    private static final int ID_BYTES = 24;

    /** That of clients unless a hub's setting says otherwise. */
    private static final Duration PING_INTERVAL = Duration.ofSeconds(20);

    private static final WebSocketDecoderConfig DECODER = WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(LONGEST_MESSAGE_BYTES)
            .expectMaskedFrames(true)
            .allowMaskMismatch(false)
            .allowExtensions(false)
            .closeOnProtocolViolation(false)
            .withUTF8Validator(false)
            .build();

    private final LimitSettings limits;
    private final TokenGate tokens;
    private final RestApi rest;
    private final Tunnels tunnels;
    private final BooleanSupplier draining;
    private final SecureRandom random = new SecureRandom();
    private final ReconnectBrake brake = new ReconnectBrake();

    /** What is said of a handshake. */
    public sealed interface Judgement {}

    /** The tunnel may be opened. */
    public record Admitted(HubName hub, Caller caller, Peer peer) implements Judgement {}

    /** It may not: a status, and a short text for a developer's eyes. */
    public record Refused(int status, String text) implements Judgement {}

    /** An entrance to these tunnels. {@code draining} tells whether the server is about to stop. */
    public TunnelEntrance(
            LimitSettings limits, TokenGate tokens, RestApi rest, Tunnels tunnels, BooleanSupplier draining) {
        this.limits = limits;
        this.tokens = tokens;
        this.rest = rest;
        this.tunnels = tunnels;
        this.draining = draining;
    }

    /**
     * Judges a request for a tunnel; its path was recognised.
     *
     * @param loop of the request's channel
     * @return completed at once mostly, else on any thread: a token's keys may have to be fetched, and a back end in a hurry
     *     has to wait
     */
    public CompletionStage<Judgement> judge(HttpRequest http, Peer peer, EventExecutor loop) {
        ClientRequest request;
        try {
            request = ClientRequest.read(http.uri(), http, peer);
        } catch (IllegalArgumentException e) {
            return refused(400, "The request URL is not well-formed.");
        }
        if (!request.isUpgrade()) {
            return refused(400, "This address takes WebSocket connections (version 13) only.");
        }
        Optional<HubName> hub = request.parameter(TunnelAddress.HUB).flatMap(HubName::parse);
        if (hub.isEmpty()) {
            return refused(400, "The hub name is missing or invalid.");
        }
        int end = http.uri().indexOf('?');
        String rawPath = end < 0 ? http.uri() : http.uri().substring(0, end);
        Decision decision = tokens.checkTunnel(
                request.token(),
                request.hosts(),
                new TunnelAddress(rawPath, hub.get(), request.parameter(TunnelAddress.TARGET)));
        CompletionStage<Verdict> verdict = switch (decision) {
            case Decision.Now(Verdict now) -> CompletableFuture.completedStage(now);
            case Decision.Later(CompletionStage<Verdict> later) -> later;
        };
        return verdict.thenApply(known -> conclude(known, hub.get(), peer)).thenCompose(known -> slowed(known, loop));
    }

    private Judgement conclude(Verdict verdict, HubName hub, Peer peer) {
        return switch (verdict) {
            case Verdict.Missing() -> new Refused(401, "An access token is required.");
            case Verdict.Refused(String why) -> new Refused(401, "The access token was refused: " + why + ".");
            case Verdict.Accepted(Caller caller)
            when caller.access() != Caller.Access.OWNER ->
                new Refused(403, "The caller's role does not allow tunnels.");
            case Verdict.Accepted(Caller caller) ->
                draining.getAsBoolean() ? new Refused(503, "The server is stopping.") : new Admitted(hub, caller, peer);
        };
    }

    private CompletionStage<Judgement> slowed(Judgement judgement, EventExecutor loop) {
        CompletableFuture<Judgement> outcome = new CompletableFuture<>();
        Duration wait = judgement instanceof Admitted admitted
                ? brake.waitOf(admitted.caller().userId().orElse(""), System.nanoTime())
                : Duration.ZERO;
        if (wait.isZero()) {
            outcome.complete(judgement);
        } else {
            loop.schedule(() -> outcome.complete(judgement), wait.toMillis(), TimeUnit.MILLISECONDS);
        }
        return outcome;
    }

    private static CompletionStage<Judgement> refused(int status, String text) {
        return CompletableFuture.completedStage(new Refused(status, text));
    }

    /** Opens the tunnel. On the channel's event loop; the caller's handler has left the pipeline. */
    public void open(Channel channel, SocketLane lane, HttpRequest request, Admitted admitted) {
        TunnelSocket socket = new TunnelSocket(lane, parts(request, admitted));
        channel.pipeline().addLast(new WebSocketFrameAggregator(LONGEST_MESSAGE_BYTES), socket);
        DefaultFullHttpRequest whole = new DefaultFullHttpRequest(
                request.protocolVersion(),
                request.method(),
                request.uri(),
                Unpooled.EMPTY_BUFFER,
                request.headers(),
                EmptyHttpHeaders.INSTANCE);
        new WebSocketServerHandshaker13("", null, DECODER)
                .handshake(channel, whole)
                .addListener(answered -> {
                    if (answered.isSuccess()) {
                        socket.begin();
                    } else {
                        channel.close();
                    }
                });
    }

    private TunnelSocket.Parts parts(HttpRequest request, Admitted admitted) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        String host = admitted.peer()
                .forwardedHost()
                .orElseGet(() -> request.headers().get("Host", ""));
        return new TunnelSocket.Parts(
                Base64.getUrlEncoder().withoutPadding().encodeToString(id),
                admitted.hub(),
                tunnels,
                service(admitted),
                new ReverseCalls.Address(host, admitted.peer().secure()),
                new TunnelSocket.Bounds(tunnels.callsEach(), limits.outboundBytes(), PING_INTERVAL),
                System::nanoTime);
    }

    private ReverseCalls.Service service(Admitted admitted) {
        return new ReverseCalls.Service() {
            @Override
            public CompletionStage<RestResponse> run(RestHead head, Bytes body) {
                return rest.run(admitted.caller(), admitted.hub(), head, body);
            }

            @Override
            public RestResponse internalError() {
                return rest.internalError();
            }
        };
    }
}
