package dev.groundwave.server.blackbox.faults;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one client has got of each publisher: every number once and in order, or it is a failure.
 *
 * <p>Filled by the client's own thread, read by any.
 */
final class Received {
    private final String client;
    private final Map<String, Integer> last = new ConcurrentHashMap<>();
    private final AtomicInteger total = new AtomicInteger();

    Received(String client) {
        this.client = client;
    }

    /** The text of a message: who, the number, and something to make it long. */
    static String text(String publisher, int number, int padding) {
        return publisher + "|" + number + "|" + "x".repeat(padding);
    }

    void add(String text) {
        String[] parts = text.split("\\|", -1);
        String publisher = parts[0];
        int number = Integer.parseInt(parts[1]);
        int expected = last(publisher) + 1;
        if (number != expected) {
            throw new AssertionError(
                    client + " got number " + number + " of " + publisher + " in place of " + expected);
        }
        last.put(publisher, number);
        total.incrementAndGet();
    }

    /** The last number of this publisher; 0 before the first. */
    int last(String publisher) {
        return last.getOrDefault(publisher, 0);
    }

    int total() {
        return total.get();
    }
}
