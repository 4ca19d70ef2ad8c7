package dev.groundwave.bench.client;

import dev.groundwave.bench.run.CpuTime;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A client in a process of its own, which ends when its input does. For one thread. */
final class ClientProcess implements AutoCloseable {
    private static final long END_SECONDS = 10;
    /** How far the publisher may be before the client. */
    private static final int AHEAD = 4 * Orders.STEP;

    private final Process process;
    private final BufferedReader from;
    private final BufferedWriter to;

    private ClientProcess(Process process) {
        this.process = process;
        this.from = process.inputReader(StandardCharsets.UTF_8);
        this.to = process.outputWriter(StandardCharsets.UTF_8);
    }

    /** Starts a client and waits until it is in. */
    static ClientProcess start(List<String> command, String url) throws IOException {
        ClientProcess client = new ClientProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        client.say(url);
        client.expect(Orders.READY);
        return client;
    }

    double cpuSeconds() throws IOException {
        return CpuTime.seconds(process);
    }

    /** Lets it send. Blocks until all messages have their ack. */
    void send(int messages) throws IOException {
        say(Orders.SEND + messages);
        expect(Orders.DONE);
    }

    /** Lets it receive what the publisher sends, which is never far ahead. Blocks until all is there. */
    void receive(int messages, Publisher publisher) throws IOException {
        say(Orders.RECEIVE + messages);
        int published = 0;
        for (String line = next(); !line.equals(Orders.DONE); line = next()) {
            int ahead = Integer.parseInt(line.substring(Orders.GOT.length())) + AHEAD;
            int more = Math.min(ahead, messages) - published;
            publisher.publish(more);
            published += more;
        }
    }

    private void say(String line) throws IOException {
        to.write(line);
        to.newLine();
        to.flush();
    }

    private void expect(String line) throws IOException {
        String said = next();
        if (!said.equals(line)) {
            throw new IOException("a client said " + said + " instead of " + line);
        }
    }

    private String next() throws IOException {
        String line = from.readLine();
        if (line == null) {
            throw new IOException("a client's process has ended");
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        to.close();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
