package dev.groundwave.client.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.client.port.Transport;
import dev.groundwave.client.port.TransportEnd;
import dev.groundwave.client.port.TransportLink;
import dev.groundwave.client.port.TransportRequest;
import dev.groundwave.client.port.WriteResult;
import dev.groundwave.wire.Bytes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The JDK's WebSocket behind our port, against a scripted server. Source: client-sdk.md, section 7.2. */
final class JdkWebSocketTransportTest {
    private static final String SUBPROTOCOL = "json.webpubsub.azure.v1";
    private static final int MIB = 1 << 20;

    private final Transport transport = new JdkWebSocketTransport(HttpClient.newHttpClient());
    private final Recorder recorder = new Recorder();
    /** Lets scripts that wait for the test go on. */
    private final CountDownLatch done = new CountDownLatch(1);

    private @Nullable RawServer server;

    @AfterEach
    void stopServer() throws IOException {
        done.countDown();
        if (server != null) {
            server.close();
        }
    }

    @Nested
    final class Opening {
        @Test
        void offersSubprotocolAndHeadersAndTellsTheChoice() throws Exception {
            CompletableFuture<List<String>> request = new CompletableFuture<>();
            serve(peer -> {
                request.complete(peer.accept());
                waitForTest();
            });
            TransportLink link = open();
            assertThat(recorder.awaitOpen()).isEqualTo(SUBPROTOCOL);
            assertThat(request.get(20, TimeUnit.SECONDS))
                    .anyMatch(line -> line.equalsIgnoreCase("Sec-WebSocket-Protocol: " + SUBPROTOCOL))
                    .anyMatch(line -> line.equalsIgnoreCase("User-Agent: test"));
            link.abort("done");
        }

        @Test
        void tellsStatusAndHeadersOfARefusal() throws Exception {
            serve(peer -> peer.refuse("401 Unauthorized", "X-Why: because\r\n"));
            open();
            TransportEnd end = recorder.awaitEnd();
            assertThat(end.httpStatus()).hasValue(401);
            assertThat(end.headers().get("x-why")).containsExactly("because");
            assertThat(recorder.opened).isNotDone();
        }

        @Test
        void endsWhenTheServerNeverAnswers() throws Exception {
            serve(peer -> {
                peer.readRequest();
                waitForTest();
            });
            open(uri(), Duration.ofMillis(300));
            assertThat(recorder.awaitEnd().cause().orElseThrow()).isInstanceOf(HttpTimeoutException.class);
        }

        @Test
        void endsWhenNobodyListens() throws Exception {
            serve(peer -> {});
            URI gone = uri();
            stopServer();
            open(gone, Duration.ofSeconds(10));
            assertThat(recorder.awaitEnd().cause().orElseThrow()).isInstanceOf(IOException.class);
        }

        @Test
        void endsWithoutTheSecretOfAnAddressThatTheJdkRefuses() throws Exception {
            open(URI.create("ftp://127.0.0.1/client/hubs/chat?access_token=secret"), Duration.ofSeconds(10));
            assertThat(recorder.awaitEnd().cause().orElseThrow())
                    .hasNoCause()
                    .message()
                    .doesNotContain("secret");
        }

        @Test
        void canBeGivenUpAndClosesWhatOpensLater() throws Exception {
            CountDownLatch mayAnswer = new CountDownLatch(1);
            CompletableFuture<Void> peerGone = new CompletableFuture<>();
            serve(peer -> {
                await(mayAnswer);
                peer.accept();
                try {
                    peer.read();
                } catch (IOException e) {
                    peerGone.complete(null);
                }
            });
            TransportLink link = open();
            link.abort("given up");
            assertThat(recorder.awaitEnd().reason()).isEqualTo("given up");
            mayAnswer.countDown();
            assertThat(peerGone.get(20, TimeUnit.SECONDS)).isNull();
            assertThat(recorder.opened).isNotDone();
        }
    }

    @Nested
    final class Receiving {
        @Test
        void putsAMessageOfOneMebibyteTogether() throws Exception {
            String large = "ä".repeat(MIB / 2);
            serve(peer -> {
                peer.accept();
                peer.text(large);
                peer.text("next");
                waitForTest();
            });
            open();
            assertThat(recorder.awaitMessage()).isEqualTo(large);
            assertThat(recorder.awaitMessage()).isEqualTo("next");
        }

        @Test
        void putsFragmentsTogetherAroundAPing() throws Exception {
            BlockingQueue<RawServer.Frame> answers = new LinkedBlockingQueue<>();
            byte[] umlaut = "ü".getBytes(StandardCharsets.UTF_8);
            serve(peer -> {
                peer.accept();
                peer.frame(RawServer.TEXT, false, new byte[] {'a', umlaut[0]});
                peer.frame(RawServer.PING, true, new byte[] {7});
                peer.frame(RawServer.CONTINUATION, false, new byte[0]);
                peer.frame(RawServer.CONTINUATION, true, new byte[] {umlaut[1], 'b'});
                answers.add(peer.read());
                waitForTest();
            });
            open();
            assertThat(recorder.awaitMessage()).isEqualTo("aüb");
            RawServer.Frame pong = answers.poll(20, TimeUnit.SECONDS);
            assertThat(pong.opcode()).isEqualTo(RawServer.PONG);
            assertThat(pong.payload().toArray()).containsExactly(7);
        }

        @Test
        void putsBinaryFragmentsTogether() throws Exception {
            serve(peer -> {
                peer.accept();
                peer.frame(RawServer.BINARY, false, new byte[] {'a'});
                peer.frame(RawServer.CONTINUATION, true, new byte[] {'b'});
                waitForTest();
            });
            open();
            assertThat(recorder.awaitMessage()).isEqualTo("ab");
        }

        @Test
        void waitsForDemandAfterTheFirstMessages() throws Exception {
            serve(peer -> {
                peer.accept();
                for (int i = 0; i < 20; i++) {
                    peer.text("m" + i);
                }
                waitForTest();
            });
            TransportLink link = open();
            for (int i = 0; i < 16; i++) {
                assertThat(recorder.awaitMessage()).isEqualTo("m" + i);
            }
            assertThat(recorder.messages).isEmpty();
            link.request();
            assertThat(recorder.awaitMessage()).isEqualTo("m16");
            assertThat(recorder.messages).isEmpty();
        }

        @Test
        void endsOverAMessageBeyondTheLimit() throws Exception {
            serve(peer -> {
                peer.accept();
                peer.text("x".repeat(2 * MIB + 1));
                waitForTest();
            });
            open();
            assertThat(recorder.awaitEnd().reason()).contains("2097152 bytes");
            assertThat(recorder.messages).isEmpty();
        }
    }

    @Nested
    final class Sending {
        @Test
        void keepsTheOrderOfManyMessagesFromBeforeTheOpening() throws Exception {
            int count = 2_000;
            BlockingQueue<String> came = new LinkedBlockingQueue<>();
            serve(peer -> {
                peer.accept();
                for (int i = 0; i < count; i++) {
                    came.add(peer.readMessage());
                }
                waitForTest();
            });
            TransportLink link = open();
            for (int i = 0; i < count; i++) {
                assertThat(link.offer(bytes("m" + i), result -> {})).isTrue();
            }
            for (int i = 0; i < count; i++) {
                assertThat(came.poll(20, TimeUnit.SECONDS)).isEqualTo("m" + i);
            }
        }

        @Test
        void carriesOneMebibyte() throws Exception {
            String large = "é".repeat(MIB / 2);
            CompletableFuture<String> came = new CompletableFuture<>();
            serve(peer -> {
                peer.accept();
                came.complete(peer.readMessage());
                waitForTest();
            });
            CompletableFuture<WriteResult> written = new CompletableFuture<>();
            TransportLink link = open();
            assertThat(link.offer(bytes(large), written::complete)).isTrue();
            assertThat(came.get(20, TimeUnit.SECONDS)).isEqualTo(large);
            assertThat(written.get(20, TimeUnit.SECONDS)).isEqualTo(WriteResult.WRITTEN);
        }

        @Test
        void isBinaryWhereTheDialectIs() throws Exception {
            CompletableFuture<RawServer.Frame> came = new CompletableFuture<>();
            serve(peer -> {
                peer.accept();
                came.complete(peer.read());
                waitForTest();
            });
            TransportLink link = transport.open(
                    new TransportRequest(
                            uri(), "protobuf.webpubsub.azure.v1", Map.of(), Duration.ofSeconds(10), 2 * MIB),
                    recorder);
            assertThat(link.offer(new byte[] {0x4A, 0}, result -> {})).isTrue();
            RawServer.Frame frame = came.get(20, TimeUnit.SECONDS);
            assertThat(frame.opcode() & 0xF).isEqualTo(2);
            assertThat(frame.payload()).isEqualTo(Bytes.copyOf(new byte[] {0x4A, 0}));
        }

        @Test
        void refusesMoreThanItsQueueHoldsUntilThePeerReads() throws Exception {
            CountDownLatch mayRead = new CountDownLatch(1);
            serve(peer -> {
                peer.accept();
                await(mayRead);
                while (peer.readMessage().length() > 0) {
                    // Only emptying the pipe counts.
                }
            });
            TransportLink link = open();
            recorder.awaitOpen();
            byte[] piece = new byte[64 * 1024];
            Arrays.fill(piece, (byte) 'x');
            int taken = 0;
            while (link.offer(piece, result -> {})) {
                taken++;
                assertThat(taken).as("the queue is bounded").isLessThan(10_000);
            }
            mayRead.countDown();
            assertThat(recorder.writable.poll(20, TimeUnit.SECONDS)).isEqualTo("room");
            assertThat(link.offer(piece, result -> {})).isTrue();
        }

        @Test
        void tellsWhatNeverStartedAndTakesNothingAfterTheEnd() throws Exception {
            serve(peer -> {
                peer.readRequest();
                waitForTest();
            });
            BlockingQueue<WriteResult> results = new LinkedBlockingQueue<>();
            TransportLink link = open();
            assertThat(link.offer(bytes("a"), results::add)).isTrue();
            link.abort("given up");
            recorder.awaitEnd();
            assertThat(results).containsExactly(WriteResult.NEVER_STARTED);
            assertThat(link.offer(bytes("b"), results::add)).isFalse();
            assertThat(results).hasSize(1);
        }

        @Test
        void pingsAndHearsThePong() throws Exception {
            CompletableFuture<Integer> came = new CompletableFuture<>();
            serve(peer -> {
                peer.accept();
                RawServer.Frame ping = peer.read();
                came.complete(ping.opcode());
                peer.frame(RawServer.PONG, true, ping.payload().toArray());
                peer.text("after the pong");
                waitForTest();
            });
            TransportLink link = open();
            recorder.awaitOpen();
            link.ping();
            assertThat(came.get(20, TimeUnit.SECONDS)).isEqualTo(RawServer.PING);
            recorder.awaitMessage();
            assertThat(recorder.activity).hasValue(2);
        }
    }

    @Nested
    final class Ending {
        @Test
        void tellsCodeAndReasonOfTheServer() throws Exception {
            CompletableFuture<Integer> answer = new CompletableFuture<>();
            serve(peer -> {
                peer.accept();
                peer.close(1008, "The connection could not be recovered.");
                answer.complete(peer.read().opcode());
            });
            open();
            TransportEnd end = recorder.awaitEnd();
            assertThat(end.closeCode()).isEqualTo(1008);
            assertThat(end.reason()).isEqualTo("The connection could not be recovered.");
            assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo(RawServer.CLOSE);
        }

        @Test
        void tells1005ForACloseWithoutCode() throws Exception {
            serve(peer -> {
                peer.accept();
                peer.frame(RawServer.CLOSE, true, new byte[0]);
                peer.read();
            });
            open();
            assertThat(recorder.awaitEnd().closeCode()).isEqualTo(1005);
        }

        @Test
        void tells1006WhenTheServerLeavesWithoutClose() throws Exception {
            serve(RawServer.Peer::accept);
            open();
            assertThat(recorder.awaitEnd().closeCode()).isEqualTo(1006);
        }

        /** The service ends a connection for good when the client closes with 1000: client-protocol.md, section 8.5. */
        @Test
        void doesNotClose1000WhenTheNetworkEndsTheStream() throws Exception {
            assertThat(whatFollows(RawServer.Peer::endOutput)).isEqualTo("the end of the stream");
            assertThat(recorder.awaitEnd().closeCode()).isEqualTo(1006);
        }

        @Test
        void doesNotClose1000ForACloseWithoutCode() throws Exception {
            assertThat(whatFollows(peer -> peer.frame(RawServer.CLOSE, true, new byte[0])))
                    .isEqualTo("the end of the stream");
            assertThat(recorder.awaitEnd().closeCode()).isEqualTo(1005);
        }

        private String whatFollows(RawServer.Script ending) throws Exception {
            CompletableFuture<String> followed = new CompletableFuture<>();
            serve(peer -> {
                peer.accept();
                ending.play(peer);
                try {
                    followed.complete(peer.read().toString());
                } catch (IOException e) {
                    followed.complete("the end of the stream");
                }
            });
            open();
            return followed.get(20, TimeUnit.SECONDS);
        }

        @Test
        void tells1006ForAReset() throws Exception {
            serve(peer -> {
                peer.accept();
                peer.reset();
            });
            open();
            assertThat(recorder.awaitEnd().closeCode()).isEqualTo(1006);
        }

        @Test
        void closesWithTheGivenCodeAndWaitsForTheAnswer() throws Exception {
            CompletableFuture<RawServer.Frame> came = new CompletableFuture<>();
            CountDownLatch mayAnswer = new CountDownLatch(1);
            serve(peer -> {
                peer.accept();
                came.complete(peer.read());
                await(mayAnswer);
                peer.close(1000, "");
            });
            TransportLink link = open();
            recorder.awaitOpen();
            link.close(1000);
            RawServer.Frame close = came.get(20, TimeUnit.SECONDS);
            assertThat(close.opcode()).isEqualTo(RawServer.CLOSE);
            assertThat(close.payload().toArray()).containsExactly(0x03, 0xe8);
            assertThat(recorder.ended).isNotDone();
            mayAnswer.countDown();
            assertThat(recorder.awaitEnd().closeCode()).isEqualTo(1000);
        }

        @Test
        void abortsAtOnce() throws Exception {
            CompletableFuture<Void> peerGone = new CompletableFuture<>();
            serve(peer -> {
                peer.accept();
                try {
                    peer.read();
                } catch (IOException e) {
                    peerGone.complete(null);
                }
            });
            TransportLink link = open();
            recorder.awaitOpen();
            link.abort("silence");
            assertThat(recorder.awaitEnd()).isEqualTo(TransportEnd.aborted("silence"));
            assertThat(peerGone.get(20, TimeUnit.SECONDS)).isNull();
        }
    }

    private void serve(RawServer.Script script) throws IOException {
        server = new RawServer(script);
    }

    private URI uri() {
        return Objects.requireNonNull(server).uri();
    }

    private TransportLink open() {
        return open(uri(), Duration.ofSeconds(10));
    }

    private TransportLink open(URI uri, Duration connectTimeout) {
        return transport.open(
                new TransportRequest(uri, SUBPROTOCOL, Map.of("User-Agent", "test"), connectTimeout, 2 * MIB),
                recorder);
    }

    private void waitForTest() {
        await(done);
    }

    private static void await(CountDownLatch latch) {
        try {
            boolean unused = latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
