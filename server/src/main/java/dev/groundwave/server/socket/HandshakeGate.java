package dev.groundwave.server.socket;

import dev.groundwave.server.auth.Caller;
import dev.groundwave.server.auth.Peer;
import dev.groundwave.server.auth.TokenGate;
import dev.groundwave.server.auth.Verdict;
import dev.groundwave.server.settings.CurrentHubs;
import dev.groundwave.wire.ClientPath;
import dev.groundwave.wire.Dialect;
import dev.groundwave.wire.GroupName;
import dev.groundwave.wire.HubName;
import dev.groundwave.wire.codec.Codecs;
import io.netty.handler.codec.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Decides whether a client may come in, and as what. Each defect has a status of its own.
 *
 * <p>Safe for all threads; never blocks. Source: client-protocol.md, section 1.3, whose order of checks it keeps.
 */
public final class HandshakeGate {
    private final CurrentHubs hubs;
    private final TokenGate tokens;
    private final Codecs codecs;
    private final Occupancy occupancy;
    private final BooleanSupplier draining;

    /** A gate. {@code draining} tells whether the server is about to stop. */
    public HandshakeGate(
            CurrentHubs hubs, TokenGate tokens, Codecs codecs, Occupancy occupancy, BooleanSupplier draining) {
        this.hubs = hubs;
        this.tokens = tokens;
        this.codecs = codecs;
        this.occupancy = occupancy;
        this.draining = draining;
    }

    /**
     * Judges a request.
     *
     * @param path the request's path without the base path of a public endpoint, still percent-encoded
     */
    public Handshake judge(String path, HttpRequest http, Peer peer) {
        ClientRequest request;
        Optional<HubName> hub;
        try {
            request = ClientRequest.read(path, http, peer);
            hub = request.hub();
        } catch (IllegalArgumentException e) {
            return new Handshake.Refused(400, "The request URL is not well-formed.");
        }
        if (!request.isKnownPath()) {
            return new Handshake.Refused(404, "There is nothing here. Clients connect to /client/hubs/{hub}.");
        }
        if (!request.isUpgrade()) {
            return new Handshake.Refused(400, "This address takes WebSocket connections (version 13) only.");
        }
        if (hub.isEmpty()) {
            return new Handshake.Refused(400, "The hub name is missing or invalid.");
        }
        Optional<String> lost = request.parameter(ClientPath.CONNECTION_ID).filter(id -> !id.isEmpty());
        return lost.isPresent() ? judgeRecovery(request, hub.get(), lost.get()) : judgeToken(request, hub.get());
    }

    /** The verdict comes after the upgrade, and a connection that was let in once needs no new place. */
    private Handshake judgeRecovery(ClientRequest request, HubName hub, String connectionId) {
        if (draining.getAsBoolean()) {
            return new Handshake.Refused(503, "The server is stopping.");
        }
        String token = request.parameter(ClientPath.RECONNECTION_TOKEN).orElse("");
        return new Handshake.Recovering(hub, connectionId, token, choose(request.subprotocols()));
    }

    private Handshake judgeToken(ClientRequest request, HubName hub) {
        return switch (tokens.checkClient(request.token(), request.hosts(), hub)) {
            case Verdict.Accepted(Caller caller) -> judgeRest(request, hub, caller);
            case Verdict.Missing() ->
                hubs.of(hub).anonymousAllowed()
                        ? judgeRest(request, hub, Caller.ANONYMOUS)
                        : new Handshake.Refused(401, "An access token is required.");
            case Verdict.Refused(String why) ->
                new Handshake.Refused(401, "The access token was refused: " + why + ".");
        };
    }

    private Handshake judgeRest(ClientRequest request, HubName hub, Caller caller) {
        if (!caller.groups().stream().allMatch(GroupName::isValid)) {
            return new Handshake.Refused(400, "A group name in the access token is invalid.");
        }
        Optional<SimpleMode> mode = SimpleMode.parse(request.query());
        if (mode.isEmpty()) {
            return new Handshake.Refused(400, "webpubsub_mode, group or noEcho is invalid.");
        }
        if (draining.getAsBoolean()) {
            return new Handshake.Refused(503, "The server is stopping.");
        }
        if (!occupancy.tryEnter()) {
            return new Handshake.Refused(429, "The server has reached its limit of connections.");
        }
        Optional<String> subprotocol = choose(request.subprotocols());
        Dialect dialect = subprotocol.flatMap(Dialect::ofSubprotocol).orElse(Dialect.SIMPLE);
        return new Handshake.Admitted(hub, request, caller, dialect, subprotocol, mode.get());
    }

    /** The first of the client's offers that the service speaks. Source: client-protocol.md, section 1.5. */
    private Optional<String> choose(List<String> offered) {
        return offered.stream()
                .filter(name ->
                        Dialect.ofSubprotocol(name).flatMap(codecs::find).isPresent())
                .findFirst();
    }
}
