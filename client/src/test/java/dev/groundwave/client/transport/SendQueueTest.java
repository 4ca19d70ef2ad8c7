package dev.groundwave.client.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.client.port.WriteResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** One write at a time, a bound in bytes, and an honest word about each message. */
final class SendQueueTest {
    private final List<String> written = new ArrayList<>();
    private final List<CompletableFuture<Void>> writes = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private boolean completesAtOnce;

    private final SendQueue queue = new SendQueue(
            10,
            new SendQueue.Outlet() {
                @Override
                public CompletableFuture<?> write(byte[] message) {
                    written.add(new String(message, StandardCharsets.UTF_8));
                    CompletableFuture<Void> write = new CompletableFuture<>();
                    if (completesAtOnce) {
                        write.complete(null);
                    }
                    writes.add(write);
                    return write;
                }

                @Override
                public void writable() {
                    told.add("writable");
                }

                @Override
                public void failed(Throwable cause) {
                    told.add("failed " + cause.getMessage());
                }
            },
            new CallOrder());

    @Test
    void writesNothingBeforeItIsOpen() {
        assertThat(offer("a")).isTrue();
        assertThat(written).isEmpty();
        queue.open();
        assertThat(written).containsExactly("a");
    }

    @Test
    void writesTheNextOnlyAfterTheOneBefore() {
        queue.open();
        offer("a");
        offer("b");
        assertThat(written).containsExactly("a");
        writes.get(0).complete(null);
        assertThat(written).containsExactly("a", "b");
        assertThat(told).containsExactly("a WRITTEN");
    }

    @Test
    void doesNotRecurseWhenWritesEndAtOnce() {
        completesAtOnce = true;
        SendQueue deep = new SendQueue(
                Integer.MAX_VALUE,
                new SendQueue.Outlet() {
                    @Override
                    public CompletableFuture<?> write(byte[] message) {
                        return CompletableFuture.completedFuture(null);
                    }

                    @Override
                    public void writable() {}

                    @Override
                    public void failed(Throwable cause) {}
                },
                new CallOrder());
        int count = 100_000;
        List<WriteResult> results = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            assertThat(deep.offer(new byte[] {1}, results::add)).isTrue();
        }
        deep.open();
        assertThat(results).hasSize(count).containsOnly(WriteResult.WRITTEN);
    }

    @Test
    void refusesBeyondItsBoundAndTellsWhenHalfOfItIsFree() {
        queue.open();
        assertThat(offer("123456")).isTrue();
        assertThat(offer("1234")).isTrue();
        assertThat(offer("1")).isFalse();
        writes.get(0).complete(null);
        assertThat(told).containsExactly("123456 WRITTEN", "writable");
        assertThat(offer("1")).isTrue();
    }

    @Test
    void takesAMessageLargerThanItsBoundWhenEmpty() {
        queue.open();
        assertThat(offer("12345678901234")).isTrue();
        assertThat(offer("1")).isFalse();
    }

    @Test
    void tellsApartWhatWasBeingWrittenAndWhatNeverStarted() {
        queue.open();
        offer("a");
        offer("b");
        queue.close();
        assertThat(told).containsExactly("a UNCERTAIN", "b NEVER_STARTED");
        writes.get(0).complete(null);
        assertThat(told).hasSize(2);
        assertThat(offer("c")).isFalse();
    }

    @Test
    void reportsAFailedWrite() {
        queue.open();
        offer("a");
        writes.get(0).completeExceptionally(new IOException("broken pipe"));
        assertThat(told).containsExactly("a UNCERTAIN", "failed broken pipe");
    }

    private boolean offer(String message) {
        return queue.offer(message.getBytes(StandardCharsets.UTF_8), result -> told.add(message + " " + result));
    }
}
