package dev.groundwave.client.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.client.port.TransportEnd;
import dev.groundwave.client.port.TransportListener;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A listener that writes down what it is told; waits are bounded so that a broken transport fails its test. */
final class Recorder implements TransportListener {
    private static final long PATIENCE_SECONDS = 20;

    final CompletableFuture<String> opened = new CompletableFuture<>();
    final CompletableFuture<TransportEnd> ended = new CompletableFuture<>();
    final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    final BlockingQueue<String> writable = new LinkedBlockingQueue<>();
    final AtomicInteger ends = new AtomicInteger();
    final AtomicInteger activity = new AtomicInteger();

    @Override
    public void onOpen(String subprotocol) {
        opened.complete(subprotocol);
    }

    @Override
    public void onActivity() {
        activity.incrementAndGet();
    }

    @Override
    public void onMessage(byte[] message) {
        messages.add(new String(message, StandardCharsets.UTF_8));
    }

    @Override
    public void onWritable() {
        writable.add("room");
    }

    @Override
    public void onEnd(TransportEnd end) {
        ends.incrementAndGet();
        ended.complete(end);
    }

    String awaitOpen() throws Exception {
        return opened.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    String awaitMessage() throws InterruptedException {
        String message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(message).as("a message came in time").isNotNull();
        return message;
    }

    TransportEnd awaitEnd() throws Exception {
        TransportEnd end = ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(ends).as("the end is told once").hasValue(1);
        return end;
    }
}
