package dev.groundwave.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.client.transport.RawServer;
import dev.groundwave.wire.Payload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The reliable client with real sockets and threads, against services with and without manners. Source: client-sdk.md,
 * section 8, vectors marked N.
 */
@Timeout(60)
final class ReliableNetworkTest {
    private static final String SECRET = "secret-token";

    private ReliableService service;
    private @Nullable WebPubSubClient client;

    @BeforeEach
    void startService() throws IOException {
        service = new ReliableService();
    }

    @AfterEach
    void endAll() throws IOException {
        if (client != null) {
            client.close();
        }
        service.close();
    }

    private WebPubSubClient prepare(UnaryOperator<WebPubSubClientBuilder> options) {
        WebPubSubClient built = options.apply(WebPubSubClient.builder()
                        .clientAccessUrl(service.uri() + "?access_token=" + SECRET)
                        .recoveryDelay(Duration.ofMillis(20))
                        .reconnectRetry(RetryOptions.fixed(RetryOptions.UNLIMITED, Duration.ofMillis(10))))
                .build();
        client = built;
        return built;
    }

    private static BlockingQueue<String> texts(WebPubSubClient of) {
        BlockingQueue<String> texts = new LinkedBlockingQueue<>();
        of.onGroupMessage(event -> texts.add(event.data().asText()));
        return texts;
    }

    private static List<String> take(BlockingQueue<String> from, int count) throws InterruptedException {
        List<String> taken = new ArrayList<>();
        while (taken.size() < count) {
            String next = from.poll(20, TimeUnit.SECONDS);
            assertThat(next).as("message %d within time", taken.size()).isNotNull();
            taken.add(next);
        }
        return taken;
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    @Test
    void losesAndRepeatsNothingThoughTheTransportIsCutAgainAndAgain() throws Exception { // 13
        WebPubSubClient sender = prepare(builder -> builder);
        BlockingQueue<String> received = texts(sender);
        sender.start();
        int count = 400;
        List<CompletableFuture<WebPubSubResult>> sends = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sends.add(sender.sendToGroupAsync("g", Integer.toString(i)));
            service.publish(Integer.toString(i));
            if (i % 80 == 79) {
                service.cut();
            }
        }
        CompletableFuture.allOf(sends.toArray(CompletableFuture[]::new)).get(40, TimeUnit.SECONDS);
        assertThat(take(received, count)).isEqualTo(numbers(count));
        assertThat(received).isEmpty();
        assertThat(service.executed).isEqualTo(numbers(count));
        assertThat(service.connections()).isEqualTo(1);
        assertThat(service.requests)
                .hasSizeGreaterThan(1)
                .noneMatch(path -> path.contains("awps") == path.contains(SECRET));
    }

    @Test
    void acknowledgesABurstOfFiveThousandInTime() throws Exception { // 15
        WebPubSubClient reader = prepare(builder -> builder.sequenceAckInterval(Duration.ofMinutes(1)));
        BlockingQueue<String> received = texts(reader);
        reader.start();
        for (int i = 0; i < 5_000; i++) {
            service.awaitUnacknowledged(500);
            assertThat(service.unacknowledged()).isLessThanOrEqualTo(500);
            service.publish(Integer.toString(i));
        }
        assertThat(take(received, 5_000)).isEqualTo(numbers(5_000));
        service.awaitUnacknowledged(99);
        assertThat(service.unacknowledged()).isLessThan(100);
    }

    @Test
    void streamsThroughRefusalsAndDropsWithoutLossRepetitionOrDisorder() throws Exception { // 38
        WebPubSubClient writer =
                prepare(builder -> builder.messageRetry(RetryOptions.fixed(100, Duration.ofMillis(5))));
        BlockingQueue<ClientEvent> recovered = new LinkedBlockingQueue<>();
        writer.onRecovered(recovered::add);
        writer.start();
        try (GroupStreamWriter stream = writer.openGroupStream("g")) {
            for (int i = 0; i < 10_000; i++) {
                stream.write(Payload.text(Integer.toString(i)));
                if (i % 2_000 == 1_000) {
                    service.cut();
                }
            }
            stream.complete();
        }
        assertThat(service.fragments).isEqualTo(numbers(10_000));
        assertThat(service.refusedFragments()).isPositive();
        assertThat(recovered).isNotEmpty();
        assertThat(service.connections()).isEqualTo(1);
    }

    @Test
    void findsABlackHoleBySilenceAndRecovers() throws Exception { // 22
        CountDownLatch healed = new CountDownLatch(1);
        service.next(peer -> awaitQuietly(healed));
        WebPubSubClient reader = prepare(
                builder -> builder.keepAliveInterval(Duration.ofMillis(100)).keepAliveTimeout(Duration.ofMillis(300)));
        BlockingQueue<String> received = texts(reader);
        CountDownLatch recovered = new CountDownLatch(1);
        reader.onRecovered(event -> recovered.countDown());
        reader.start();
        service.publish("meanwhile");
        CompletableFuture<WebPubSubResult> send = reader.sendToGroupAsync("g", "sent into the hole");
        assertThat(recovered.await(20, TimeUnit.SECONDS)).isTrue();
        healed.countDown();
        assertThat(take(received, 1)).containsExactly("meanwhile");
        assertThat(send.get(20, TimeUnit.SECONDS).isDuplicated()).isFalse();
        assertThat(service.executed).containsExactly("sent into the hole");
    }

    /** Each of these happens on a greeted transport; afterwards the service is well again. */
    static Stream<Map.Entry<String, ReliableService.Mischief>> mischiefs() {
        Stream<Map.Entry<String, ReliableService.Mischief>> garbage = Stream.of(
                Map.entry("text that is no JSON", peer -> peer.text("garbage")),
                Map.entry("JSON that is no object", peer -> peer.text("[1,2]")),
                Map.entry("a type of the future", peer -> peer.text("{\"type\":\"tomorrow\",\"x\":1}")),
                Map.entry("a number that is none", peer -> peer.text("{\"type\":\"ack\",\"ackId\":\"one\"}")),
                Map.entry("a binary message", peer -> peer.frame(RawServer.BINARY, true, new byte[] {0, -1, 7})),
                Map.entry("bad UTF-8", peer -> peer.frame(RawServer.TEXT, true, new byte[] {(byte) 0xc3, 0x28})),
                Map.entry("an empty message", peer -> peer.text("")),
                Map.entry("an unknown opcode", peer -> peer.frame(5, true, new byte[0])),
                Map.entry("a continuation of nothing", peer -> peer.frame(RawServer.CONTINUATION, true, new byte[1])),
                Map.entry(
                        "half a message",
                        peer -> peer.frame(RawServer.TEXT, false, "{".getBytes(StandardCharsets.UTF_8))),
                Map.entry("half a frame", peer -> peer.writeRaw("\u0001")),
                Map.entry("no frame at all", peer -> peer.writeRaw("HTTP/1.1 500 Oops\r\n\r\n")),
                Map.entry("a reset", RawServer.Peer::reset),
                Map.entry("a close without code", peer -> peer.frame(RawServer.CLOSE, true, new byte[0])),
                Map.entry("nothing", peer -> {}));
        Stream<Map.Entry<String, ReliableService.Mischief>> closes = IntStream.of(
                        1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 4000, 4999)
                .mapToObj(code -> Map.entry("close " + code, peer -> peer.close(code, "as scripted")));
        return Stream.concat(garbage, closes);
    }

    @ParameterizedTest
    @MethodSource("mischiefs")
    void outlivesAServiceThatSends(Map.Entry<String, ReliableService.Mischief> mischief) throws Exception {
        for (int i = 0; i < 3; i++) {
            service.next(peer -> {
                RawServer.Frame unused = peer.read();
                mischief.getValue().play(peer);
            });
        }
        // The JDK misses some ends; silence shows those.
        WebPubSubClient tough = prepare(
                builder -> builder.keepAliveInterval(Duration.ofMillis(100)).keepAliveTimeout(Duration.ofMillis(400)));
        BlockingQueue<String> states = new LinkedBlockingQueue<>();
        tough.onDisconnected(event -> states.add("lost"));
        tough.onConnected(event -> states.add("connected"));
        tough.onStopped(event -> states.add("stopped"));
        tough.start();
        CountDownLatch served = new CountDownLatch(1);
        tough.onGroupMessage(event -> served.countDown());
        while (served.getCount() > 0) {
            sendOnceMore(tough);
            service.publish("well again");
            boolean unused = served.await(100, TimeUnit.MILLISECONDS);
        }
        tough.stop();
        long connected = states.stream().filter("connected"::equals).count();
        assertThat(states.stream().filter("lost"::equals))
                .as("once per connected")
                .hasSize((int) connected);
        assertThat(states.stream().filter("stopped"::equals)).hasSize(1);
    }

    /** A service that calls our frame bad is not sent it again; the caller learns that its fate is unknown. */
    private static void sendOnceMore(WebPubSubClient sender) {
        try {
            assertThat(sender.sendToGroup("g", "x").ackId()).isPresent();
        } catch (SendMessageFailedException e) {
            assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(e).hasMessageContaining("closed the connection with 10");
        }
    }

    @Test
    void stopsOnceThoughTwoThreadsAndAListenerStopAtATime() throws Exception { // 6
        for (int i = 0; i < 20; i++) {
            WebPubSubClient hurried = prepare(builder -> builder);
            BlockingQueue<String> told = new LinkedBlockingQueue<>();
            hurried.onDisconnected(event -> told.add("disconnected"));
            hurried.onStopped(event -> told.add("stopped"));
            hurried.onGroupMessage(event -> hurried.stop());
            hurried.start();
            service.publish("stop");
            Thread one = new Thread(hurried::stop);
            Thread two = new Thread(hurried::close);
            one.start();
            two.start();
            one.join(20_000);
            two.join(20_000);
            assertThat(one.isAlive() || two.isAlive()).isFalse();
            hurried.close();
            assertThat(told).containsExactly("disconnected", "stopped");
            assertThat(hurried.state()).isEqualTo(SessionState.CLOSED);
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21) // Before that an HTTP client ends when it is collected.
    void leavesNoThreadOfAnHttpClientOfItsOwn() throws Exception {
        Set<Thread> before = selectors();
        WebPubSubClient own = prepare(builder -> builder.sslContext(defaultContext()));
        own.start();
        Set<Thread> during = selectors();
        during.removeAll(before);
        assertThat(during).hasSize(1);
        own.close();
        for (Thread thread : during) {
            thread.join(20_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @Test
    void logsNoSecretWhenItRecoversAndReconnects() throws Exception { // 44
        RecordingLogger logger = new RecordingLogger(System.Logger.Level.ALL);
        WebPubSubClient talkative = prepare(builder -> builder.log(new ClientLog(logger, null)));
        CountDownLatch recovered = new CountDownLatch(1);
        talkative.onRecovered(event -> recovered.countDown());
        talkative.start();
        service.cut();
        assertThat(recovered.await(20, TimeUnit.SECONDS)).isTrue();
        talkative.sendToGroup("g", "payload-text");
        talkative.stop();
        assertThat(logger.lines)
                .isNotEmpty()
                .noneMatch(line -> line.contains(SECRET) || line.contains("token1") || line.contains("payload-text"));
    }

    private static SSLContext defaultContext() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has a default TLS context", e);
        }
    }

    static Set<Thread> selectors() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("SelectorManager"))
                .collect(Collectors.toSet());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            boolean unused = latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
