package dev.groundwave.client;

import dev.groundwave.client.port.Timers;
import dev.groundwave.client.schedule.ControlLoop;
import dev.groundwave.client.transport.Channel;
import dev.groundwave.wire.ServiceMessage;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Seeks a new connection: once for a start, again and again after a loss.
 *
 * <p>Lives on the control loop. Source: client-sdk.md, section 2.7.
 */
final class Connector implements Attempt.Owner {
    /** Who wants to be connected. */
    interface Owner {
        /** A connection stands. */
        void connected(Channel channel, ServiceMessage.Connected greeting);

        /** The one attempt of a start failed. */
        void startFailed(ConnectFailedException failure);

        /** An attempt to reconnect failed and another follows. */
        void retrying(ClientEvent.ReconnectingEvent event);

        /** No attempt follows. */
        void gaveUp(StopReason reason, Optional<Throwable> cause);
    }

    private final ControlLoop loop;
    private final ClientSettings settings;
    private final Surroundings surroundings;
    private final Owner owner;
    private final ReconnectPolicy policy;

    private AccessUrlContext.Reason reason = AccessUrlContext.Reason.START;
    private @Nullable Attempt attempt;
    /** Of the last connection that stood; null before the first. A secret. */
    private @Nullable URI lastUri;

    private Timers.@Nullable Timer backoff;
    private Optional<ConnectFailedException> lastFailure = Optional.empty();

    Connector(ControlLoop loop, ClientSettings settings, Surroundings surroundings, Owner owner) {
        this.loop = loop;
        this.settings = settings;
        this.surroundings = surroundings;
        this.owner = owner;
        this.policy = new ReconnectPolicy(
                settings.reconnectRetry(), settings.fixedUrl().isPresent(), surroundings.random());
    }

    /** One attempt, now. */
    void start() {
        reason = AccessUrlContext.Reason.START;
        lastFailure = Optional.empty();
        attempt(1);
    }

    /** Whether a lost connection is to be followed by attempts, and if not, why. */
    ReconnectPolicy.Next afterLoss(Duration lived, int closeCode) {
        if (!settings.autoReconnect()) {
            return new ReconnectPolicy.Next(0, Duration.ZERO, Optional.of(StopReason.AUTO_RECONNECT_OFF));
        }
        if (isExpired()) {
            return new ReconnectPolicy.Next(0, Duration.ZERO, Optional.of(StopReason.CREDENTIAL_REJECTED));
        }
        return policy.afterLoss(lived, closeCode);
    }

    /** Goes on with what {@link #afterLoss} or a failure said. */
    void reconnect(ReconnectPolicy.Next next) {
        if (reason == AccessUrlContext.Reason.START) {
            reason = AccessUrlContext.Reason.RECONNECT;
            lastFailure = Optional.empty();
        }
        backoff = loop.after(next.delay(), () -> {
            if (isExpired()) {
                owner.gaveUp(StopReason.CREDENTIAL_REJECTED, lastFailure.map(failure -> failure));
            } else {
                attempt(next.attempt());
            }
        });
    }

    /** Gives up whatever runs, without a word. */
    void cancel() {
        if (backoff != null) {
            backoff.cancel();
        }
        if (attempt != null) {
            attempt.cancel();
            attempt = null;
        }
        loop.nextGeneration();
    }

    private void attempt(int number) {
        Attempt next = new Attempt(loop, settings, surroundings, this);
        attempt = next;
        next.begin(new AccessUrlContext(reason, number, lastFailure));
    }

    /** Where the connection that stands was made. */
    URI lastUri() {
        if (lastUri == null) {
            throw new IllegalStateException("there was no connection yet");
        }
        return lastUri;
    }

    @Override
    public void succeeded(Channel channel, URI uri, ServiceMessage.Connected greeting) {
        attempt = null;
        lastUri = uri;
        lastFailure = Optional.empty();
        policy.connected();
        owner.connected(channel, greeting);
    }

    @Override
    public void failed(ConnectFailedException failure) {
        attempt = null;
        if (reason == AccessUrlContext.Reason.START) {
            owner.startFailed(failure);
            return;
        }
        lastFailure = Optional.of(failure);
        ReconnectPolicy.Next next = policy.afterFailure(failure);
        if (next.stop().isPresent()) {
            owner.gaveUp(next.stop().get(), Optional.of(failure));
            return;
        }
        owner.retrying(new ClientEvent.ReconnectingEvent(next.attempt(), next.delay(), Optional.of(failure)));
        reconnect(next);
    }

    private boolean isExpired() {
        return settings.fixedUrl()
                .flatMap(AccessUrls::tokenExpiry)
                .map(expiry -> surroundings.wallClock().instant().isAfter(expiry))
                .orElse(false);
    }
}
