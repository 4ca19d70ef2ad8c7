package dev.groundwave.bench.client;

import dev.groundwave.bench.run.Spread;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A client with its figures. */
final class MeasuredClient implements AutoCloseable {
    private final String name;
    private final ClientProcess process;
    private final Publisher publisher;
    private final List<Double> sent = new ArrayList<>();
    private final List<Double> received = new ArrayList<>();

    MeasuredClient(String name, ClientProcess process, Publisher publisher) {
        this.name = name;
        this.process = process;
        this.publisher = publisher;
    }

    /** A round that only warms up. */
    void warmUp(int messages) throws IOException {
        process.send(messages);
        process.receive(messages, publisher);
    }

    /** A round that counts. */
    void measure(int messages) throws IOException {
        double begin = process.cpuSeconds();
        process.send(messages);
        double middle = process.cpuSeconds();
        process.receive(messages, publisher);
        double end = process.cpuSeconds();
        sent.add(messages / (middle - begin));
        received.add(messages / (end - middle));
    }

    /** Its figures in a line. */
    String report() {
        return String.format(
                Locale.ROOT,
                "  %-15s sent %s   received %s",
                name,
                Spread.of(sent).text(0),
                Spread.of(received).text(0));
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
