package dev.groundwave.server.upstream;

import dev.groundwave.wire.Bytes;
import dev.groundwave.wire.HubName;
import dev.groundwave.wire.event.UpstreamEvent;
import dev.groundwave.wire.event.UpstreamReply;
import dev.groundwave.wire.event.UpstreamResponse;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one connection's application is told without being asked for an answer: one after the other, in the order of
 * their numbers.
 *
 * <p>On the connection's lane. Source: events-and-operations.md, section 1.14.
 */
final class Notifications {
    /** A client may join and leave faster than its application hears of it. Our choice. */
    static final int MAX_WAITING = 10_000;

    private final EventDispatcher dispatcher;
    private final HubName hub;
    private final CookieJar cookies;
    private final int maxWaiting;

    /** Counted down on any event loop. */
    private final AtomicInteger waiting = new AtomicInteger();

    /** Ends when all so far have ended. */
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

    /** Whether the event before this one was lost, so that a flood is logged once and not at every event. */
    private boolean overflowing;

    /** @param maxWaiting from which number on what can be lost is */
    Notifications(EventDispatcher dispatcher, HubName hub, CookieJar cookies, int maxWaiting) {
        this.dispatcher = dispatcher;
        this.hub = hub;
        this.cookies = cookies;
        this.maxWaiting = maxWaiting;
    }

    /** Tells it behind all that waits, however much that is. */
    void announce(UpstreamEvent event) {
        waiting.incrementAndGet();
        // Counted while it waits as well, so that a server that stops does not take the queue for empty.
        Runnable queued = dispatcher.counters().begin();
        last = last.handle((_, _) -> null).thenCompose(_ -> {
            waiting.decrementAndGet();
            CompletableFuture<UpstreamReply> answer = dispatcher.ask(hub, event, cookies, Notifications::read);
            queued.run();
            return answer;
        });
    }

    /** Tells it behind all that waits, or loses it when that is too much. */
    void announceIfRoom(UpstreamEvent event) {
        if (waiting.get() < maxWaiting) {
            overflowing = false;
            announce(event);
        } else {
            dispatcher.noteOverflow(hub, event, !overflowing);
            overflowing = true;
        }
    }

    /** Whatever a handler has to say to a notification, it changes nothing. */
    private static UpstreamReply read(UpstreamResponse response) {
        return response.isSuccess()
                ? new UpstreamReply.Nothing(Optional.empty())
                : new UpstreamReply.Rejected(response.status(), Optional.empty(), Bytes.EMPTY);
    }
}
