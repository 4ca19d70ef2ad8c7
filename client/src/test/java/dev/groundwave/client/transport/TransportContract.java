package dev.groundwave.client.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.client.port.Transport;
import dev.groundwave.client.port.TransportEnd;
import dev.groundwave.client.port.TransportLink;
import dev.groundwave.client.port.TransportListener;
import dev.groundwave.client.port.TransportRequest;
import dev.groundwave.client.port.WriteResult;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.codec.JsonCodec;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every transport keeps: order, one end, results before it, and nothing without demand.
 *
 * <p>The far side is a service that greets every transport with one message. Source: client-sdk.md, section 7.3, and the
 * documentation of {@code dev.groundwave.client.port}.
 */
@Timeout(60)
public abstract class TransportContract {
    /** The far side; it serves one transport. */
    public interface Peer extends AutoCloseable {
        /** What leads to it. */
        Transport transport();

        /** Where it is. */
        URI uri();

        /** From now on handshakes are answered with this status. */
        void refuse(int status);

        /** Sends the text in a message of its own; it is lost when the transport is over. */
        void send(String text) throws IOException;

        /** The text of the client's next message; null when none comes. */
        @Nullable
        String received() throws InterruptedException;

        /** Closes with a closing handshake. */
        void close(int code, String reason) throws IOException;

        /** Breaks the transport. */
        void drop() throws IOException;

        @Override
        void close() throws IOException;
    }

    private static final String SUBPROTOCOL = "json.webpubsub.azure.v1";
    private static final long PATIENCE_SECONDS = 20;
    private static final int MAX_INCOMING_BYTES = 10_000;
    private static final int FIRST_DEMAND = 16;
    private static final JsonCodec CODEC = new JsonCodec();

    private final Peer peer;
    private final Log log = new Log();

    /** Tests the transport that leads to this far side. */
    protected TransportContract(Peer peer) {
        this.peer = peer;
    }

    @AfterEach
    void endPeer() throws IOException {
        peer.close();
    }

    private TransportLink open() {
        return peer.transport()
                .open(
                        new TransportRequest(
                                peer.uri(), SUBPROTOCOL, Map.of(), Duration.ofSeconds(20), MAX_INCOMING_BYTES),
                        log);
    }

    /** Opened, and the greeting taken. */
    private TransportLink greeted() throws InterruptedException {
        TransportLink link = open();
        assertThat(log.next()).isEqualTo("open " + SUBPROTOCOL);
        assertThat(log.next()).contains("\"connected\"");
        return link;
    }

    private static byte[] frame(String text) {
        return CODEC.encode(
                new ClientMessage.SendToGroup("g", Payload.text(text), false, OptionalLong.empty(), Map.of(), 0));
    }

    /** Nothing came that no test asked for. */
    private void assertOver(TransportEnd end) {
        assertThat(log.ended).containsExactly(end);
        assertThat(log.told).isEmpty();
        assertThat(log.overlaps).hasValue(0);
    }

    @Test
    void anOpeningIsToldFirstWithTheSubprotocol() throws Exception {
        greeted().abort("done");
        assertThat(log.next()).isEqualTo("end");
        assertOver(TransportEnd.aborted("done"));
    }

    @Test
    void aRefusalIsAnEndWithItsStatusAndNoOpening() throws Exception {
        peer.refuse(503);
        open();
        assertThat(log.next()).isEqualTo("end");
        assertThat(log.ended.get(0).httpStatus()).hasValue(503);
        assertThat(log.ended).hasSize(1);
    }

    @Test
    void messagesTakenFromTheBeginningGoOutInOrderEachWithOneResult() throws Exception {
        int count = 1_000;
        BlockingQueue<WriteResult> results = new LinkedBlockingQueue<>();
        TransportLink link = open();
        for (int i = 0; i < count; i++) {
            assertThat(link.offer(frame("m" + i), results::add)).isTrue();
        }
        for (int i = 0; i < count; i++) {
            assertThat(peer.received()).isEqualTo("m" + i);
            assertThat(results.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(WriteResult.WRITTEN);
        }
        assertThat(results).isEmpty();
        link.abort("done");
    }

    @Test
    void messagesOfSeveralThreadsKeepTheOrderOfEach() throws Exception {
        int threads = 4;
        int each = 250;
        TransportLink link = greeted();
        List<Thread> senders = IntStream.range(0, threads)
                .mapToObj(name -> new Thread(() ->
                        IntStream.range(0, each).forEach(i -> link.offer(frame(name + ":" + i), result -> {}))))
                .toList();
        senders.forEach(Thread::start);
        int[] next = new int[threads];
        for (int i = 0; i < threads * each; i++) {
            String[] parts = String.valueOf(peer.received()).split(":", 2);
            assertThat(parts[1]).isEqualTo(Integer.toString(next[Integer.parseInt(parts[0])]++));
        }
        for (Thread sender : senders) {
            sender.join();
        }
        link.abort("done");
    }

    @Test
    void urgentMessagesAreMessages() throws Exception {
        TransportLink link = greeted();
        BlockingQueue<WriteResult> results = new LinkedBlockingQueue<>();
        assertThat(link.offerFirst(frame("urgent"), results::add)).isTrue();
        assertThat(peer.received()).isEqualTo("urgent");
        assertThat(results.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(WriteResult.WRITTEN);
        link.abort("done");
    }

    @Test
    void everyResultComesBeforeTheEndAndNothingIsTakenAfterIt() throws Exception {
        TransportLink link = greeted();
        int taken = 0;
        while (taken < 100 && link.offer(frame("m"), result -> log.told.add("result"))) {
            taken++;
        }
        link.abort("enough");
        for (int i = 0; i < taken; i++) {
            assertThat(log.next()).isEqualTo("result");
        }
        assertThat(log.next()).isEqualTo("end");
        assertThat(link.offer(frame("late"), result -> log.told.add("late"))).isFalse();
        assertThat(link.offerFirst(frame("late"), result -> log.told.add("late")))
                .isFalse();
        link.request();
        link.ping();
        link.close(1000);
        link.abort("again");
        assertOver(TransportEnd.aborted("enough"));
    }

    @Test
    void messagesComeWholeInOrderAndOnlyOnDemand() throws Exception {
        TransportLink link = greeted();
        for (int i = 1; i < 2 * FIRST_DEMAND; i++) {
            peer.send("m" + i + ".");
        }
        for (int i = 1; i < FIRST_DEMAND; i++) {
            assertThat(log.next()).contains("m" + i + ".");
        }
        for (int i = FIRST_DEMAND; i < 2 * FIRST_DEMAND; i++) {
            assertThat(log.told).isEmpty();
            link.request();
            assertThat(log.next()).contains("m" + i + ".");
        }
        link.abort("done");
        assertThat(log.next()).isEqualTo("end");
        assertOver(TransportEnd.aborted("done"));
    }

    @Test
    void aMessageBeyondTheLimitIsTheEnd() throws Exception {
        greeted();
        peer.send("x".repeat(MAX_INCOMING_BYTES + 1));
        assertThat(log.next()).isEqualTo("end");
        assertThat(log.ended.get(0).closeCode()).isEqualTo(TransportEnd.ABNORMAL);
        assertThat(log.ended.get(0).reason()).contains(MAX_INCOMING_BYTES + " bytes");
        assertOver(log.ended.get(0));
    }

    @Test
    void anAnswerToAPingIsActivity() throws Exception {
        TransportLink link = greeted();
        int before = log.activity.get();
        link.ping();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (log.activity.get() == before && end - System.nanoTime() > 0) {
            Thread.onSpinWait();
        }
        assertThat(log.activity.get()).isGreaterThan(before);
        assertThat(log.told).isEmpty();
        link.abort("done");
    }

    @Test
    void thePeersCloseIsToldWithCodeAndReason() throws Exception {
        greeted();
        peer.send("last");
        peer.close(1008, "because");
        assertThat(log.next()).contains("last");
        assertThat(log.next()).isEqualTo("end");
        assertOver(TransportEnd.closed(1008, "because"));
    }

    @Test
    void aBreakIsAnAbnormalEnd() throws Exception {
        TransportLink link = greeted();
        assertThat(link.offer(frame("hello"), result -> {})).isTrue();
        assertThat(peer.received()).isEqualTo("hello");
        peer.drop();
        assertThat(log.next()).isEqualTo("end");
        assertThat(log.ended.get(0).closeCode()).isEqualTo(TransportEnd.ABNORMAL);
        assertOver(log.ended.get(0));
    }

    @Test
    void aCloseThatThePeerAnswersIsOneEndHoweverOftenItIsAskedFor() throws Exception {
        TransportLink link = greeted();
        link.close(1000);
        link.close(1000);
        assertThat(log.next()).isEqualTo("end");
        link.close(1000);
        assertThat(log.ended.get(0).closeCode()).isEqualTo(1000);
        assertOver(log.ended.get(0));
    }

    @Test
    void anAbortWithinACallbackIsTheLastThatIsTold() throws Exception {
        TransportLink link = greeted();
        log.onMessage = message -> link.abort("heard enough");
        peer.send("first");
        peer.send("second");
        assertThat(log.next()).contains("first");
        assertThat(log.next()).isEqualTo("end");
        assertOver(TransportEnd.aborted("heard enough"));
    }

    @Test
    void callsWithinACallbackWork() throws Exception {
        TransportLink link = greeted();
        log.onMessage = message -> {
            assertThat(link.offer(frame("answer"), result -> {})).isTrue();
            link.request();
            link.ping();
        };
        peer.send("question");
        assertThat(peer.received()).isEqualTo("answer");
        assertThat(log.next()).contains("question");
        link.abort("done");
    }

    @Test
    void everybodyEndingItAtATimeIsOneEnd() throws Exception {
        TransportLink link = greeted();
        List<Thread> enders =
                List.of(new Thread(() -> link.close(1000)), new Thread(() -> link.abort("a")), new Thread(() -> {
                    link.abort("b");
                }));
        enders.forEach(Thread::start);
        peer.drop();
        for (Thread ender : enders) {
            ender.join();
        }
        assertThat(log.next()).isEqualTo("end");
        assertOver(log.ended.get(0));
    }

    /** What is told, in order; and how often two calls met that never may. */
    private static final class Log implements TransportListener {
        final BlockingQueue<String> told = new LinkedBlockingQueue<>();
        final List<TransportEnd> ended = new ArrayList<>();
        final AtomicInteger activity = new AtomicInteger();
        final AtomicInteger overlaps = new AtomicInteger();
        /** What the test does within the call. */
        volatile Consumer<String> onMessage = message -> {};

        private final AtomicInteger inside = new AtomicInteger();

        String next() throws InterruptedException {
            String next = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return next == null ? "nothing in time" : next;
        }

        private void alone(Runnable call) {
            if (inside.getAndIncrement() > 0) {
                overlaps.incrementAndGet();
            }
            call.run();
            inside.decrementAndGet();
        }

        @Override
        public void onOpen(String subprotocol) {
            alone(() -> told.add("open " + subprotocol));
        }

        @Override
        public void onActivity() {
            activity.incrementAndGet();
        }

        @Override
        public void onMessage(byte[] message) {
            alone(() -> {
                Consumer<String> reaction = onMessage;
                String text = new String(message, StandardCharsets.UTF_8);
                told.add(text);
                reaction.accept(text);
            });
        }

        @Override
        public void onWritable() {
            // May come at any time.
        }

        @Override
        public void onEnd(TransportEnd end) {
            alone(() -> {
                ended.add(end);
                told.add("end");
            });
        }
    }
}
