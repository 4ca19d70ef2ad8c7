package dev.groundwave.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwave.wire.Payload;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Repeats over a real connection, with pauses stepped by hand. Source: rest-api.md, section 11. */
class RetryTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Payload HELLO = Payload.text("hello");

    private final ScriptedService service = new ScriptedService();
    private final ManualScheduler scheduler = new ManualScheduler();
    private final AtomicInteger clockReadings = new AtomicInteger();
    private volatile Instant now = NOW;

    @AfterEach
    void end() {
        service.close();
        assertThat(scheduler.isIdle()).isTrue();
    }

    private WebPubSubServiceBuilder builder(RetryPolicy policy) {
        InstantSource clock = () -> {
            clockReadings.incrementAndGet();
            return now;
        };
        return WebPubSubService.builder()
                .connectionString(service.connectionString(""))
                .hub("chat")
                .retryPolicy(policy)
                .surroundings(new HttpCaller.Surroundings(clock, scheduler, () -> 0.5));
    }

    private AsyncWebPubSubService hub() {
        return builder(RetryPolicy.standard()).build().async();
    }

    @Test
    void aSendIsRepeatedAfter429And408WithGrowingPauses() throws InterruptedException {
        service.answers(429).answers(408).answers(429).answers(202);

        CompletableFuture<Void> sent = hub().sendToAll(HELLO);

        assertThat(scheduler.step()).isEqualTo(Duration.ofMillis(800));
        assertThat(scheduler.step()).isEqualTo(Duration.ofMillis(1600));
        assertThat(scheduler.step()).isEqualTo(Duration.ofMillis(3200));
        sent.join();
        assertThat(service.requests())
                .hasSize(4)
                .allSatisfy(request -> assertThat(request.text()).isEqualTo("hello"));
    }

    @Test
    void theLastFailureIsTheResultWhenAllTriesAreUsed() throws InterruptedException {
        service.answers(500).answers(500).answers(500).answers(502);

        CompletableFuture<Boolean> exists = hub().userExists("u");
        scheduler.step();
        scheduler.step();
        scheduler.step();

        assertThatThrownBy(exists::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .hasMessageContaining("was answered 502");
    }

    @Test
    void eachTryIsSignedAnew() throws InterruptedException {
        service.answers(429);

        CompletableFuture<Void> sent = hub().sendToAll(HELLO);
        service.arrival();
        now = NOW.plusSeconds(60);
        scheduler.step();
        sent.join();

        assertThat(service.requests()).extracting(RetryTest::expiry).doesNotHaveDuplicates();
    }

    private static Optional<Object> expiry(ScriptedService.Request request) {
        String token = request.header("Authorization").substring("Bearer ".length());
        return Optional.ofNullable(Jwt.read(token, ScriptedService.KEY).claims().get("exp"));
    }

    @Nested
    class RetryAfter {
        @Test
        void inSecondsIsHonoured() throws InterruptedException {
            service.answers(503, Map.of("Retry-After", "7"), "");

            CompletableFuture<Void> sent = hub().sendToAll(HELLO);

            assertThat(scheduler.step()).isEqualTo(Duration.ofSeconds(7));
            sent.join();
        }

        @Test
        void asADateIsHonoured() throws InterruptedException {
            service.answers(429, Map.of("Retry-After", "Sun, 1 Mar 2026 12:00:09 GMT"), "");

            CompletableFuture<Void> sent = hub().sendToAll(HELLO);

            assertThat(scheduler.step()).isEqualTo(Duration.ofSeconds(9));
            sent.join();
        }

        @Test
        void inMillisecondsIsHonoured() throws InterruptedException {
            service.answers(429, Map.of("Retry-After", "1", "x-ms-retry-after-ms", "250"), "");

            CompletableFuture<Void> sent = hub().sendToAll(HELLO);

            assertThat(scheduler.step()).isEqualTo(Duration.ofMillis(250));
            sent.join();
        }

        @Test
        void thatMakesNoSenseIsAsIfItWereNotThere() throws InterruptedException {
            service.answers(429, Map.of("Retry-After", "soon"), "");

            CompletableFuture<Void> sent = hub().sendToAll(HELLO);

            assertThat(scheduler.step()).isEqualTo(Duration.ofMillis(800));
            sent.join();
        }

        @Test
        void beyondTheLongestPauseEndsTheCall() {
            service.answers(503, Map.of("Retry-After", "3600"), "");

            assertThatThrownBy(() -> hub().sendToAll(HELLO).join()).cause().hasMessageContaining("was answered 503");
        }
    }

    @Nested
    class ABrokenConnection {
        @Test
        void isNotRepairedForASendWhichMayHaveArrived() {
            service.breaks();

            assertThatThrownBy(() -> hub().sendToAll(HELLO).join())
                    .cause()
                    .isInstanceOf(ServiceException.class)
                    .hasMessageStartingWith("POST /api/hubs/chat/:send got no answer: ")
                    .hasCauseInstanceOf(IOException.class)
                    .satisfies(failure ->
                            assertThat(((ServiceException) failure).status()).isZero());
            assertThat(service.requests()).hasSize(1);
        }

        @Test
        void isRepairedForASendWhenTheCallerSaysSo() throws InterruptedException {
            service.breaks();

            CompletableFuture<Void> sent = builder(RetryPolicy.standard().withRepeatedSends())
                    .build()
                    .async()
                    .sendToAll(HELLO);
            scheduler.step();

            sent.join();
            assertThat(service.requests()).hasSize(2);
        }

        @Test
        void isRepairedForAPut() throws InterruptedException {
            service.breaks();

            CompletableFuture<Void> added = hub().addUserToGroup("g", "u");
            scheduler.step();

            added.join();
            assertThat(service.requests()).hasSize(2);
        }
    }

    @Test
    void aSendThatCouldNotConnectIsRepeated() throws InterruptedException, IOException {
        int freePort;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            freePort = socket.getLocalPort();
        }
        AsyncWebPubSubService hub = builder(new RetryPolicy(1, Duration.ofSeconds(1), Duration.ofSeconds(1), false))
                .endpoint("http://127.0.0.1:" + freePort)
                .build()
                .async();

        CompletableFuture<Void> sent = hub.sendToAll(HELLO);

        assertThat(scheduler.step()).isEqualTo(Duration.ofSeconds(1));
        assertThatThrownBy(sent::join).cause().hasMessageContaining("got no answer: ConnectException");
    }

    @Test
    void anAnswerThatDoesNotComeInTimeIsAFailureOfASend() {
        service.hangs();
        AsyncWebPubSubService hub = builder(RetryPolicy.standard())
                .requestTimeout(Duration.ofMillis(50))
                .build()
                .async();

        assertThatThrownBy(() -> hub.sendToAll(HELLO).join()).cause().hasMessageContaining("HttpTimeoutException");
    }

    @Test
    void healthIsAskedOnce() {
        service.answers(503, Map.of("Retry-After", "1"), "");

        assertThat(hub().health().join()).isFalse();
        assertThat(service.requests()).hasSize(1);
    }

    @Nested
    class Ending {
        @Test
        void aFutureDuringAPauseKeepsTheCallFromBeingRepeated() throws InterruptedException {
            service.answers(429);
            CompletableFuture<Void> sent = hub().sendToAll(HELLO);
            ManualScheduler.Pause pause = scheduler.next();
            int before = clockReadings.get();

            sent.cancel(true);
            pause.task().run();

            assertThat(clockReadings.get())
                    .as("every try reads the clock to be signed")
                    .isEqualTo(before);
            assertThat(service.requests()).hasSize(1);
        }

        @Test
        void aFutureEndsTheRequestUnderWay() throws IOException {
            try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
                CompletableFuture<Boolean> exists = builder(RetryPolicy.none())
                        .endpoint("http://127.0.0.1:" + server.getLocalPort())
                        .build()
                        .async()
                        .userExists("u");
                try (Socket socket = server.accept()) {
                    assertThat(socket.getInputStream().read()).isEqualTo('H');

                    exists.cancel(true);

                    assertThat(endOf(socket)).isTrue();
                }
            }
        }

        /** Reads until the other side has closed or reset the connection. */
        private static boolean endOf(Socket socket) {
            try {
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                return true;
            } catch (IOException e) {
                return e instanceof SocketException;
            }
        }

        @Test
        void aBlockingCallByAnInterruptKeepsTheInterrupt() {
            service.hangs();
            WebPubSubService hub = builder(RetryPolicy.standard()).build();

            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> hub.sendToAll(HELLO))
                    .isInstanceOf(ServiceException.class)
                    .hasCauseInstanceOf(InterruptedException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
