package dev.groundwave.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwave.client.transport.RawServer;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.codec.JsonCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole client with real sockets and threads. Source: client-sdk.md, section 8, vectors marked N. */
@Timeout(60)
final class NetworkTest {
    private static final JsonCodec CODEC = new JsonCodec();
    private static final String SECRET = "secret-token";

    private @Nullable RawServer server;
    private @Nullable WebPubSubClient client;

    @AfterEach
    void endAll() throws IOException {
        if (client != null) {
            client.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void eightThreadsSendAThousandMessagesEachInOrder() throws Exception {
        BlockingQueue<String> came = new LinkedBlockingQueue<>();
        WebPubSubClient connected = connect(peer -> serve(peer, message -> {
            came.add(((ClientMessage.SendToGroup) message).data().asText());
        }));
        int threads = 8;
        int each = 1_000;
        List<CompletableFuture<WebPubSubResult>> sends = Collections.synchronizedList(new ArrayList<>());
        List<Thread> senders = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int name = t;
            senders.add(new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    sends.add(connected.sendToGroupAsync("g", name + ":" + i));
                }
            }));
        }
        senders.forEach(Thread::start);
        for (Thread sender : senders) {
            sender.join();
        }
        CompletableFuture.allOf(sends.toArray(CompletableFuture[]::new)).get(50, TimeUnit.SECONDS);

        int[] next = new int[threads];
        for (String text : came) {
            String[] parts = text.split(":", 2);
            int thread = Integer.parseInt(parts[0]);
            assertThat(Integer.parseInt(parts[1])).isEqualTo(next[thread]++);
        }
        assertThat(next).containsOnly(each);
    }

    @Test
    void aListenerMayCallBlockingOperationsEvenWhenItsQueueIsFull() throws Exception {
        WebPubSubClient connected = prepare(
                peer -> {
                    greet(peer);
                    for (int i = 0; i < 3; i++) {
                        peer.text(encoded(group("x" + i)));
                    }
                    serveGreeted(peer, message -> {});
                },
                builder -> builder.handlerQueue(1, 1 << 20));
        CountDownLatch joined = new CountDownLatch(3);
        connected.onGroupMessage(event -> {
            connected.joinGroup("from-" + event.data().asText());
            joined.countDown();
        });
        connected.start();
        assertThat(joined.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(connected.groups()).containsExactlyInAnyOrder("from-x0", "from-x1", "from-x2");
    }

    @Test
    void carriesOneMebibyteBothWays() throws Exception {
        int envelope = CODEC.encode(
                        new ClientMessage.SendToGroup("g", Payload.text(""), false, OptionalLong.of(1), Map.of(), 0))
                .length;
        String largest = "x".repeat((1 << 20) - envelope);
        BlockingQueue<String> echoed = new LinkedBlockingQueue<>();
        WebPubSubClient connected = prepare(peer -> {
            greet(peer);
            ClientMessage message = decoded(peer.readMessage());
            peer.text(encoded(group(((ClientMessage.SendToGroup) message).data().asText())));
            peer.text(encoded(ServiceMessage.Ack.success(1)));
            serveGreeted(peer, ignored -> {});
        });
        connected.onGroupMessage(event -> echoed.add(event.data().asText()));
        connected.start();
        connected.sendToGroup("g", largest);
        assertThat(echoed.poll(20, TimeUnit.SECONDS)).isEqualTo(largest);
        assertThatThrownBy(() -> connected.sendToGroup("g", largest + "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void startFailsWithTheStatusOfARefusal() throws Exception {
        WebPubSubClient refused = prepare(peer -> peer.refuse("401 Unauthorized", ""));
        assertThatThrownBy(refused::start)
                .isInstanceOfSatisfying(
                        ConnectFailedException.class,
                        failure -> assertThat(failure.httpStatus()).hasValue(401));
        assertThat(refused.state()).isEqualTo(SessionState.STOPPED);
    }

    @Test
    void startFailsInTimeWhenTheServerNeverAnswers() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        WebPubSubClient waiting = prepare(
                peer -> {
                    peer.readRequest();
                    awaitQuietly(done);
                },
                builder -> builder.connectTimeout(Duration.ofMillis(300)));
        assertThatThrownBy(waiting::start).isInstanceOf(ConnectFailedException.class);
        done.countDown();
    }

    @Test
    void restartsInTheStoppedListener() throws Exception { // 5
        int cycles = 100;
        AtomicInteger starts = new AtomicInteger();
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        CountDownLatch finished = new CountDownLatch(1);
        Semaphore ended = new Semaphore(0);
        WebPubSubClient restless = prepare(peer -> {
            serve(peer, message -> {});
            peer.awaitEnd();
            ended.release();
        });
        restless.onConnected(event -> {
            told.add("connected");
            restless.stop();
        });
        restless.onDisconnected(event -> told.add("disconnected"));
        Set<Thread> before = clientThreads();
        restless.onStopped(event -> {
            told.add("stopped");
            if (starts.incrementAndGet() < cycles) {
                restless.start();
            } else {
                finished.countDown();
            }
        });
        restless.start();
        assertThat(finished.await(40, TimeUnit.SECONDS)).isTrue();
        assertThat(starts).hasValue(cycles);
        assertThat(told)
                .containsExactlyElementsOf(
                        Collections.nCopies(cycles, List.of("connected", "disconnected", "stopped")).stream()
                                .flatMap(List::stream)
                                .toList());
        assertThat(ended.tryAcquire(cycles, 20, TimeUnit.SECONDS))
                .as("the client has closed every socket")
                .isTrue();
        Set<Thread> grown = clientThreads();
        grown.removeAll(before);
        assertThat(grown)
                .as("what all clients share: timer, HTTP client, workers of Java 17 or carriers of later ones")
                .hasSizeLessThan(cycles / 2);
    }

    /** Without those of the server. */
    private static Set<Thread> clientThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().equals("raw-server"))
                .collect(Collectors.toSet());
    }

    @Test
    void findsItsWayBackAfterADrop() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        BlockingQueue<String> joins = new LinkedBlockingQueue<>();
        WebPubSubClient lucky = prepare(
                peer -> {
                    int number = connections.incrementAndGet();
                    greet(peer);
                    ClientMessage.JoinGroup join = (ClientMessage.JoinGroup) decoded(peer.readMessage());
                    joins.add(number + ":" + join.group());
                    peer.text(encoded(ServiceMessage.Ack.success(join.ackId().getAsLong())));
                    if (number == 1) {
                        peer.reset();
                    } else {
                        serveGreeted(peer, message -> {});
                    }
                },
                builder -> builder.reconnectRetry(RetryOptions.fixed(10, Duration.ofMillis(10))));
        CountDownLatch rejoined = new CountDownLatch(2);
        lucky.on(EventType.GROUPS_REJOINED, event -> rejoined.countDown());
        lucky.start();
        lucky.joinGroup("room");
        assertThat(rejoined.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(joins).containsExactly("1:room", "2:room");
        lucky.sendToGroup("room", "still here");
    }

    @Test
    void anInterruptedCallEndsWithTheFlagSet() throws Exception {
        WebPubSubClient connected = prepare(peer -> {
            greet(peer);
            // Nothing is acknowledged but the close.
            while (peer.read().opcode() != RawServer.CLOSE) {
                Thread.onSpinWait();
            }
            peer.close(1000, "");
        });
        connected.start();
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                connected.joinGroup("g");
            } catch (WebPubSubException e) {
                thrown.complete(e);
                flag.complete(Thread.currentThread().isInterrupted());
            }
        });
        caller.start();
        caller.interrupt();
        assertThat(flag.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(thrown.get(20, TimeUnit.SECONDS)).hasMessageContaining("interrupted");
        caller.join();
    }

    @Test
    void nothingItLogsHoldsTheTokenOrAPayload() throws Exception {
        RecordingLogger logger = new RecordingLogger(System.Logger.Level.ALL);
        WebPubSubClient talkative =
                prepare(peer -> serve(peer, message -> {}), builder -> builder.log(new ClientLog(logger, null)));
        talkative.start();
        talkative.sendToGroup("g", "payload-text");
        talkative.stop();
        assertThat(talkative.toString()).doesNotContain(SECRET);
        Objects.requireNonNull(server).close();
        assertThatThrownBy(talkative::start)
                .satisfies(failure -> assertThat(failure.toString()).doesNotContain(SECRET));
        assertThat(logger.lines).isNotEmpty().noneMatch(line -> line.contains(SECRET) || line.contains("payload-text"));
    }

    /** What a script does with each message beside answering it. */
    @FunctionalInterface
    private interface Witness {
        void saw(ClientMessage message);
    }

    private WebPubSubClient connect(RawServer.Script script) throws IOException {
        WebPubSubClient prepared = prepare(script);
        prepared.start();
        return prepared;
    }

    private WebPubSubClient prepare(RawServer.Script script) throws IOException {
        return prepare(script, builder -> builder);
    }

    private WebPubSubClient prepare(RawServer.Script script, UnaryOperator<WebPubSubClientBuilder> options)
            throws IOException {
        RawServer started = new RawServer(script);
        server = started;
        String url = started.uri() + "?access_token=" + SECRET;
        WebPubSubClient built =
                options.apply(WebPubSubClient.builder().clientAccessUrl(url)).build();
        client = built;
        return built;
    }

    private static void greet(RawServer.Peer peer) throws IOException {
        peer.accept();
        peer.text(encoded(new ServiceMessage.Connected(Optional.of("alice"), "c1", Optional.empty())));
    }

    /** A service that acknowledges everything until the client closes. */
    private static void serve(RawServer.Peer peer, Witness witness) throws IOException {
        greet(peer);
        serveGreeted(peer, witness);
    }

    private static void serveGreeted(RawServer.Peer peer, Witness witness) throws IOException {
        for (RawServer.Frame frame = peer.read(); frame.opcode() != RawServer.CLOSE; frame = peer.read()) {
            ClientMessage message = decoded(frame.payload().asUtf8());
            witness.saw(message);
            OptionalLong ackId = message.ackId();
            if (ackId.isPresent()) {
                peer.text(encoded(ServiceMessage.Ack.success(ackId.getAsLong())));
            }
        }
        peer.close(1000, "");
    }

    private static String encoded(ServiceMessage message) {
        return new String(CODEC.encode(message), StandardCharsets.UTF_8);
    }

    private static ClientMessage decoded(String frame) {
        byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
        try {
            return CODEC.decodeClientMessage(bytes, 0, bytes.length);
        } catch (MalformedMessageException e) {
            throw new AssertionError("the client sent a malformed frame", e);
        }
    }

    private static ServiceMessage group(String text) {
        return new ServiceMessage.GroupData("g", Optional.empty(), Payload.text(text), Map.of(), OptionalLong.empty());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            boolean unused = latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
