package dev.groundwave.interop.faults;

import dev.groundwave.client.ClientEvent.ConnectedEvent;
import dev.groundwave.client.SessionState;
import dev.groundwave.client.WebPubSubClient;
import dev.groundwave.client.WebPubSubProtocol;
import dev.groundwave.server.blackbox.faults.Monitor;
import dev.groundwave.server.blackbox.faults.Received;
import dev.groundwave.wire.Payload;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * One client of ours with everything it is told: messages go to {@link Received}, and the end of its connection is a
 * failure unless it was closed.
 *
 * <p>Safe for all threads.
 */
final class Member implements AutoCloseable {
    /** Shorter than the default of a second, so that a run tries more. */
    private static final Duration RECOVERY_DELAY = Duration.ofMillis(100);
    /** Longer than any slow machine needs: what ends a connection or repeats a message is then never the clock. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Often, because the JDK misses the end of a stream right behind a message: the next ping finds it. */
    private static final Duration PINGS = Duration.ofSeconds(2);

    private final String userId;
    private final Monitor monitor;
    private final Received received;
    private final WebPubSubClient client;
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicInteger recoveries = new AtomicInteger();
    private final AtomicLong longestDowntimeMs = new AtomicLong();
    private volatile boolean closing;

    Member(String userId, Supplier<String> urls, WebPubSubProtocol protocol, Monitor monitor) {
        this.userId = userId;
        this.monitor = monitor;
        this.received = new Received(userId);
        this.client = WebPubSubClient.builder()
                .credential(urls)
                .protocol(protocol)
                .recoveryDelay(RECOVERY_DELAY)
                .keepAliveInterval(PINGS)
                .recoveryWindow(PATIENCE)
                .ackTimeout(PATIENCE)
                .operationTimeout(PATIENCE)
                .onHandlerError(monitor::fail)
                .build();
        listen();
    }

    private void listen() {
        client.onGroupMessage(event -> take(event.data()));
        client.onServerMessage(event -> take(event.data()));
        client.onRecovered(event -> {
            recoveries.incrementAndGet();
            longestDowntimeMs.accumulateAndGet(event.downtime().toMillis(), Math::max);
        });
        client.onDisconnected(event -> {
            if (!closing) {
                monitor.fail(new AssertionError(userId + " lost its connection: " + event));
            }
        });
    }

    private void take(Payload payload) {
        received.add(payload);
        monitor.changed();
    }

    /** Connects and joins. Blocks. */
    String start(List<String> groups) {
        ConnectedEvent connected = client.start();
        groups.forEach(client::joinGroup);
        return connected.connectionId();
    }

    /** Sends without waiting for the ack of the message before; anything but a good ack is a failure. */
    void publish(String group, Payload payload) {
        unanswered.incrementAndGet();
        var _ = client.sendToGroupAsync(group, payload).whenComplete((result, failure) -> {
            if (failure != null) {
                monitor.fail(new AssertionError(userId + " could not send", failure));
            }
            unanswered.decrementAndGet();
            monitor.changed();
        });
    }

    /** What has come. */
    Received received() {
        return received;
    }

    /** Whether each message that was sent has its ack. */
    boolean hasNothingPending() {
        return unanswered.get() == 0;
    }

    int recoveries() {
        return recoveries.get();
    }

    long longestDowntimeMs() {
        return longestDowntimeMs.get();
    }

    /** What must not be there after {@link #close}. */
    WebPubSubClient client() {
        return client;
    }

    /** Whether it is closed, with nothing that waits, was dropped or failed. */
    boolean hasEndedWell() {
        return client.state() == SessionState.CLOSED
                && client.waitingEvents() == 0
                && client.droppedMessages() == 0
                && client.handlerErrors() == 0;
    }

    @Override
    public void close() {
        closing = true;
        client.close();
    }

    @Override
    public String toString() {
        return userId + " " + client;
    }
}
