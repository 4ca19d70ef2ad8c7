package dev.groundwave.server.listener;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ApiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one listener's events to a topic.
 *
 * <p>A producer may block: while it is made, when it does not know the topic yet, and when its buffer is full. So it has
 * a thread of its own behind a bounded queue, and neither event loops nor other listeners ever wait for a broker. That
 * thread is the only one that sends, so the order of events stays. Every event that was offered is counted once, as
 * delivered or as dropped. Source: events-and-operations.md, section 2.2.
 */
final class KafkaSink implements EventSink {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaSink.class);

    /** Before a producer that could not be made, as with brokers whose names are unknown, is tried again. */
    private static final Duration MAKE_AGAIN = Duration.ofSeconds(2);

    /** How Kafka's complaint about names begins. */
    private static final String UNKNOWN_NAMES = "No resolvable bootstrap urls";

    private static final String STOPPING = "it ends";

    private final WaitingEvents waiting;
    private final Supplier<Producer<byte[], byte[]>> producers;
    private final Function<RaisedEvent, ProducerRecord<byte[], byte[]>> records;
    private final EventListenerCounters counters;
    private final LossReport losses;
    private final Thread thread;

    // Under this object's lock, which event loops never take.
    private int underWay;
    private boolean givenUp;

    /** Null until it could be made. Set by the sink's thread. */
    private volatile @Nullable Producer<byte[], byte[]> producer;

    /** Until when what was taken may be sent, by {@link System#nanoTime()}; counts once the queue is closed. */
    private volatile long deadline = System.nanoTime();

    /** @param producers may fail by a {@link KafkaException}, and is asked again then */
    KafkaSink(
            WaitingEvents waiting,
            Supplier<Producer<byte[], byte[]>> producers,
            Function<RaisedEvent, ProducerRecord<byte[], byte[]>> records,
            EventListenerCounters counters,
            LossReport losses) {
        this.waiting = waiting;
        this.producers = producers;
        this.records = records;
        this.counters = counters;
        this.losses = losses;
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("event-listener")
                .uncaughtExceptionHandler(this::onFault)
                .unstarted(this::run);
    }

    /** Begins to send, on a thread of its own. */
    KafkaSink start() {
        thread.start();
        return this;
    }

    @Override
    public void offer(RaisedEvent event) {
        if (!waiting.tryAdd(event)) {
            losses.dropped(1, "too much waits");
        }
    }

    /** One event more is under way; false when it is too late for that. */
    private synchronized boolean begin() {
        underWay++;
        return !givenUp;
    }

    /** Whether the outcome of an event still counts. */
    private synchronized boolean finish() {
        underWay--;
        return !givenUp;
    }

    /** How many events are under way whose outcome nobody waits for. */
    private synchronized int giveUp() {
        givenUp = true;
        return underWay;
    }

    private void run() {
        Producer<byte[], byte[]> made = make();
        if (made != null) {
            producer = made;
            for (RaisedEvent next = waiting.take(); next != null; next = waiting.take()) {
                send(made, next);
            }
            made.close(left());
        }
        losses.dropped(waiting.abandon(), STOPPING);
    }

    /** Null when the sink is closed before that succeeds. */
    private @Nullable Producer<byte[], byte[]> make() {
        do {
            try {
                return producers.get();
            } catch (KafkaException e) {
                losses.stuck(reason(e));
            }
        } while (waiting.pause(MAKE_AGAIN));
        return null;
    }

    private void send(Producer<byte[], byte[]> to, RaisedEvent event) {
        if (!begin()) {
            losses.dropped(1, STOPPING);
            return;
        }
        try {
            to.send(records.apply(event), (_, fault) -> conclude(fault));
        } catch (KafkaException | IllegalStateException e) {
            conclude(e);
        }
    }

    private void conclude(@Nullable Exception fault) {
        if (!finish()) {
            return;
        }
        if (fault == null) {
            counters.countDelivered();
        } else {
            losses.dropped(1, reason(fault));
        }
    }

    /**
     * What went wrong. Only what brokers and client say of a record is quoted: other complaints may quote settings, and
     * with them secrets.
     */
    private static String reason(Exception fault) {
        if (fault instanceof ApiException) {
            return fault.getClass().getSimpleName() + ": " + fault.getMessage();
        }
        Throwable cause = fault.getCause();
        if (cause instanceof ConfigException
                && String.valueOf(cause.getMessage()).startsWith(UNKNOWN_NAMES)) {
            return "none of the brokers' names can be looked up";
        }
        return fault.getClass().getSimpleName()
                + (cause == null ? "" : " by " + cause.getClass().getSimpleName());
    }

    private void onFault(Thread where, Throwable fault) {
        LOG.error("Fault in an event listener, it has ended.", fault);
        losses.dropped(waiting.abandon(), "a fault");
    }

    private Duration left() {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    @Override
    public void close(Duration atMost) {
        deadline = System.nanoTime() + atMost.toNanos();
        waiting.close();
        try {
            if (!thread.join(atMost)) {
                end();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        losses.end();
    }

    /** Leaves what is not sent yet, and the producer to itself: even a forced end may take it a request's time. */
    private void end() {
        losses.dropped(waiting.abandon() + giveUp(), STOPPING);
        Producer<byte[], byte[]> stuck = producer;
        if (stuck != null) {
            Thread.ofVirtual().start(() -> stuck.close(Duration.ZERO));
        }
    }
}
