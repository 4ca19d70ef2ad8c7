package dev.groundwave.server.blackbox.faults;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;

/**
 * Sources of numbered messages, each with a pace of its own, and who gets them.
 *
 * <p>Owns a virtual thread for each; {@link #close} waits for them. Safe for all threads.
 */
public final class Publishers implements AutoCloseable {
    private final Monitor monitor;
    private final int paceMs;
    private final long seed;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Publisher> publishers = new ConcurrentHashMap<>();

    private volatile boolean publishing = true;

    /** Publishers that send a message every {@code paceMs} milliseconds on average. */
    public Publishers(Monitor monitor, int paceMs, long seed) {
        this.monitor = monitor;
        this.paceMs = paceMs;
        this.seed = seed;
    }

    /** One source of numbered messages. Its own thread counts, others read when it has ended. */
    private static final class Publisher {
        private final List<Received> receivers;
        private volatile int sent;
        private volatile boolean ended;

        Publisher(List<Received> receivers) {
            this.receivers = List.copyOf(receivers);
        }

        boolean hasArrived(String name) {
            return ended && receivers.stream().allMatch(each -> each.last(name) == sent);
        }
    }

    /** Sends one message. */
    public interface Sending {
        /** Called by the publisher's own thread, with numbers from 1 on; an error of it ends the scenario. */
        void send(int number, String text);
    }

    /** Starts a publisher; all the receivers get each of its messages. */
    public void start(String name, List<Received> receivers, Sending sending) {
        SplittableRandom padding = new SplittableRandom(name.hashCode() + seed);
        run(name, receivers, number -> sending.send(number, text(name, number, padding)));
    }

    private void run(String name, List<Received> receivers, IntConsumer sending) {
        Publisher publisher = new Publisher(receivers);
        publishers.put(name, publisher);
        SplittableRandom pace = new SplittableRandom(name.hashCode() - seed);
        threads.execute(() -> {
            try {
                while (publishing && monitor.pause(pace.nextInt(1, 2 * paceMs))) {
                    int number = publisher.sent + 1;
                    sending.accept(number);
                    publisher.sent = number;
                }
            } catch (AssertionError e) {
                monitor.fail(e);
            } finally {
                publisher.ended = true;
                monitor.changed();
            }
        });
    }

    /** Mostly short, now and then longer than what is copied into one buffer with others. */
    private static String text(String name, int number, SplittableRandom random) {
        return Received.text(name, number, random.nextInt(10) == 0 ? random.nextInt(8_000) : random.nextInt(200));
    }

    /** No more messages from now on; one may be under way. */
    public void stop() {
        publishing = false;
    }

    /** Whether all have stopped and every receiver has every message. */
    public boolean haveArrived() {
        return publishers.entrySet().stream().allMatch(each -> each.getValue().hasArrived(each.getKey()));
    }

    /** How many messages were sent. */
    public int messages() {
        return publishers.values().stream().mapToInt(each -> each.sent).sum();
    }

    @Override
    public void close() {
        stop();
        threads.close();
    }
}
