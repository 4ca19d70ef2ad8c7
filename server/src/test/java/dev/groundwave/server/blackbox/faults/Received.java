package dev.groundwave.server.blackbox.faults;

import dev.groundwave.wire.Payload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one client has got of each publisher: every number once and in order, or it is a failure.
 *
 * <p>Filled by the client's own thread, read by any.
 */
public final class Received {
    private final String client;
    private final Map<String, Integer> last = new ConcurrentHashMap<>();
    private final AtomicInteger total = new AtomicInteger();

    /** Nothing yet, of the client with this name. */
    public Received(String client) {
        this.client = client;
    }

    /** The text of a message: who, the number, and something to make it long. */
    static String text(String publisher, int number, int padding) {
        return publisher + "|" + number + "|" + "x".repeat(padding);
    }

    /** All payloads that a text can be carried by, one after the other. */
    public static Payload payload(String text, int number) {
        List<Payload> kinds = List.of(
                Payload.text(text),
                Payload.jsonRaw('"' + text + '"'),
                Payload.binary(text.getBytes(StandardCharsets.UTF_8)));
        return kinds.get(number % kinds.size());
    }

    /** A message has come, as {@link #payload} made it; an error if it is not the next one. */
    public void add(Payload payload) {
        String text = payload.asText();
        add(payload instanceof Payload.Json ? text.substring(1, text.length() - 1) : text);
    }

    private void add(String text) {
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
    public int last(String publisher) {
        return last.getOrDefault(publisher, 0);
    }

    /** How many messages have come. */
    public int total() {
        return total.get();
    }
}
