package dev.groundwave.server.socket;

import dev.groundwave.server.auth.Caller;
import dev.groundwave.server.upstream.ConnectVerdict;
import dev.groundwave.server.upstream.EventDispatcher;
import dev.groundwave.server.upstream.EventSession;
import dev.groundwave.wire.Bytes;
import dev.groundwave.wire.Dialect;
import dev.groundwave.wire.codec.Codecs;
import dev.groundwave.wire.event.UpstreamReply;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last step before a client is let in: its application's word, where the application wants to be asked.
 *
 * <p>Safe for all threads; never blocks. Source: client-protocol.md, sections 1.3 to 1.5.
 */
public final class Admission {
    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);
    private static final int CONNECTION_ID_BYTES = 24;
    private static final int SERVER_ERROR = 500;

    private final EventDispatcher events;
    private final Codecs codecs;
    private final Occupancy occupancy;
    private final SecureRandom random;

    /** Admission to all hubs. */
    public Admission(EventDispatcher events, Codecs codecs, Occupancy occupancy, SecureRandom random) {
        this.events = events;
        this.codecs = codecs;
        this.occupancy = occupancy;
        this.random = random;
    }

    /** What came of it. */
    public sealed interface Outcome {}

    /** The client may come in; either it does, or it is {@linkplain #abandon abandoned}. */
    public record Entering(Handshake.Admitted handshake, EventSession session) implements Outcome {}

    /** The client is turned away, and has given its place back. */
    public record TurnedAway(int status, Optional<String> contentType, Bytes body) implements Outcome {}

    /** Asks for a client that passed the gate. Completed at once when nobody is to be asked; else on any event loop. */
    public CompletableFuture<Outcome> ask(Handshake.Admitted handshake) {
        byte[] id = new byte[CONNECTION_ID_BYTES];
        random.nextBytes(id);
        String connectionId = Base64.getUrlEncoder().withoutPadding().encodeToString(id);
        EventSession session = events.open(handshake.hub(), handshake.request().hubSpelling(), connectionId);
        if (!session.asksForConnect()) {
            return CompletableFuture.completedFuture(enter(handshake, session));
        }
        ClientRequest request = handshake.request();
        Caller caller = handshake.caller();
        EventSession.Newcomer newcomer = new EventSession.Newcomer(
                caller.userId(),
                caller.claims(),
                request.shownQuery(),
                request.shownHeaders(),
                request.subprotocols(),
                request.peer().certificates());
        return session.connect(newcomer).thenApply(verdict -> conclude(handshake, session, verdict));
    }

    /** The client of an {@link Entering} is gone: its place is free, and an application that let it in is told. */
    public void abandon(Entering entering) {
        occupancy.leave();
        if (entering.session().asksForConnect()) {
            entering.session().disconnected("The client left before it was let in.");
        }
    }

    private Outcome conclude(Handshake.Admitted handshake, EventSession session, ConnectVerdict verdict) {
        return switch (verdict) {
            case ConnectVerdict.Admitted(UpstreamReply.Accepted changes) -> {
                Optional<Handshake.Admitted> changed = changed(handshake, changes);
                if (changed.isEmpty()) {
                    LOG.warn(
                            "The event handler chose a subprotocol that the client did not offer. hub={}"
                                    + " connectionId={}",
                            handshake.hub(),
                            session.connectionId());
                }
                yield changed.map(admitted -> enter(admitted, session))
                        .orElseGet(() -> turnAway(SERVER_ERROR, Optional.empty(), Bytes.EMPTY));
            }
            case ConnectVerdict.Refused(int status, Optional<String> contentType, Bytes body) ->
                turnAway(status, contentType, body);
        };
    }

    private static Outcome enter(Handshake.Admitted handshake, EventSession session) {
        session.admit(handshake.caller().userId(), handshake.subprotocol());
        return new Entering(handshake, session);
    }

    private Outcome turnAway(int status, Optional<String> contentType, Bytes body) {
        occupancy.leave();
        return new TurnedAway(status, contentType, body);
    }

    /** The handshake as the application wants it; empty when it wants a subprotocol that was not offered. */
    private Optional<Handshake.Admitted> changed(Handshake.Admitted handshake, UpstreamReply.Accepted changes) {
        Caller before = handshake.caller();
        Caller caller = new Caller(
                changes.userId().or(before::userId),
                changes.roles().orElse(before.roles()),
                changes.groups().isEmpty() ? before.groups() : changes.groups(),
                before.claims(),
                before.access());
        if (changes.subprotocol().isEmpty()) {
            return Optional.of(handshake.as(caller, handshake.dialect(), handshake.subprotocol()));
        }
        String chosen = changes.subprotocol().get();
        return handshake.request().subprotocols().stream()
                .filter(chosen::equalsIgnoreCase)
                .findFirst()
                .map(name -> handshake.as(caller, dialect(name), Optional.of(name)));
    }

    private Dialect dialect(String subprotocol) {
        return Dialect.ofSubprotocol(subprotocol)
                .filter(dialect -> codecs.find(dialect).isPresent())
                .orElse(Dialect.SIMPLE);
    }
}
