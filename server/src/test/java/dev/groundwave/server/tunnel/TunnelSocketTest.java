package dev.groundwave.server.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.frame.NettyFrameEncoder;
import dev.groundwave.server.rest.RestHead;
import dev.groundwave.server.rest.RestHeaders;
import dev.groundwave.server.rest.RestResponse;
import dev.groundwave.server.socket.SocketLane;
import dev.groundwave.server.upstream.Affinity;
import dev.groundwave.server.upstream.CallFailedException;
import dev.groundwave.server.upstream.CallFailure;
import dev.groundwave.server.upstream.UpstreamRequest;
import dev.groundwave.wire.Bytes;
import dev.groundwave.wire.HubName;
import dev.groundwave.wire.codec.Codecs;
import dev.groundwave.wire.event.UpstreamResponse;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

/** A tunnel without a network, on a clock that is moved by hand. */
@DisplayName("events-and-operations 3, one tunnel")
final class TunnelSocketTest {
    private static final HubName HUB = new HubName("chat");

    private final NettyFrameEncoder encoder =
            new NettyFrameEncoder(new Codecs(Map.of()), PooledByteBufAllocator.DEFAULT);
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final SocketLane lane =
            new SocketLane(channel.eventLoop(), new ArrayList<>(), encoder, Duration.ofSeconds(30));
    private final Tunnels tunnels = new Tunnels();
    private final ScriptedService service = new ScriptedService();
    private long nanos = 1_000;
    private final TunnelSocket tunnel = new TunnelSocket(
            lane,
            new TunnelSocket.Parts(
                    "t1",
                    HUB,
                    tunnels,
                    service,
                    new ReverseCalls.Address("localhost:8080", false),
                    new TunnelSocket.Bounds(5, 2_000_000, Duration.ofSeconds(20)),
                    () -> nanos));

    /** Answers calls when the test says so. */
    private static final class ScriptedService implements ReverseCalls.Service {
        private final List<RestHead> heads = new ArrayList<>();
        private final List<CompletableFuture<RestResponse>> answers = new ArrayList<>();

        @Override
        public CompletionStage<RestResponse> run(RestHead head, Bytes body) {
            heads.add(head);
            CompletableFuture<RestResponse> answer = new CompletableFuture<>();
            answers.add(answer);
            return answer;
        }

        @Override
        public RestResponse internalError() {
            return status(500);
        }
    }

    private static RestResponse status(int status) {
        return new RestResponse(status, List.of(), Bytes.EMPTY);
    }

    @BeforeEach
    void open() {
        channel.pipeline().addLast(tunnel);
        tunnel.begin();
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
        lane.stop();
        channel.runPendingTasks();
        assertThat(tunnels.count()).isZero();
    }

    private void pass(long seconds) {
        nanos += Duration.ofSeconds(seconds).toNanos();
        tunnel.sweep(nanos);
        channel.runPendingTasks();
    }

    /** What went out since the last call: the JSON of messages, and the names of other frames. */
    private List<String> sent() {
        channel.runPendingTasks();
        List<String> sent = new ArrayList<>();
        for (WebSocketFrame frame = channel.readOutbound(); frame != null; frame = channel.readOutbound()) {
            sent.add(
                    switch (frame) {
                        case BinaryWebSocketFrame message -> json(message.content());
                        case CloseWebSocketFrame end -> "close " + end.statusCode();
                        case PingWebSocketFrame _ -> "ping";
                        default -> frame.getClass().getSimpleName();
                    });
            frame.release();
        }
        return sent;
    }

    private static String json(ByteBuf frame) {
        String text = frame.toString(StandardCharsets.ISO_8859_1);
        return text.substring(text.indexOf('{'), text.lastIndexOf('}') + 1);
    }

    private void receive(TunnelMessage message) {
        channel.writeInbound(new BinaryWebSocketFrame(TunnelCodec.encode(message, channel.alloc())));
        channel.runPendingTasks();
    }

    private void answer(int ackId, int status) {
        receive(new TunnelMessage.HttpResponse(ackId, false, "", status, false, Map.of(), Optional.empty()));
    }

    private void call(int ackId) {
        receive(new TunnelMessage.HttpRequest(
                ackId, true, "", "HEAD", "https://host/x", Map.of("A", List.of("b")), Optional.empty()));
    }

    private static UpstreamRequest request(int bytes) {
        return new UpstreamRequest(
                "POST", URI.create("tunnel:///e"), List.of(), Bytes.wrap(new byte[bytes]), Optional.of(new Affinity()));
    }

    private CompletableFuture<UpstreamResponse> send(int bytes) {
        CompletableFuture<UpstreamResponse> answer = new CompletableFuture<>();
        tunnels.way(HUB).exchange(request(bytes)).subscribe(answer::complete, answer::completeExceptionally);
        channel.runPendingTasks();
        return answer;
    }

    private static Throwable fault(CompletableFuture<?> future) {
        assertThat(future).isCompletedExceptionally();
        return future.exceptionNow();
    }

    private static void assertFailure(CompletableFuture<?> future, CallFailure failure) {
        assertThat(fault(future))
                .isInstanceOfSatisfying(
                        CallFailedException.class,
                        call -> assertThat(call.failure()).isEqualTo(failure));
    }

    @Nested
    final class SignsOfLife {
        @Test
        void areAMessageAfterThirtySecondsWithoutOneAndPingsBetween() {
            assertThat(sent()).containsExactly("{\"Type\":10,\"ConnectionId\":\"t1\"}");
            pass(19);
            assertThat(sent()).isEmpty();
            pass(1);
            assertThat(sent()).containsExactly("ping");
            channel.writeInbound(new PongWebSocketFrame());
            pass(9);
            assertThat(sent()).isEmpty();
            pass(1);
            assertThat(sent()).containsExactly("{\"Type\":5,\"Message\":\"\"}");
            pass(29);
            assertThat(sent()).containsExactly("ping");
            pass(1);
            assertThat(sent()).containsExactly("{\"Type\":5,\"Message\":\"\"}");
        }

        @Test
        void areNotNeededBehindAnotherMessage() {
            sent();
            pass(20);
            CompletableFuture<UpstreamResponse> call = send(1);
            assertThat(sent()).hasSize(2);
            answer(1, 204);
            assertThat(call).isCompleted();
            pass(29);
            assertThat(sent()).containsExactly("ping");
            pass(1);
            assertThat(sent()).containsExactly("{\"Type\":5,\"Message\":\"\"}");
        }

        @Test
        void areExpectedFromTheBackEndAsWell() {
            pass(45);
            assertThat(channel.isActive()).isTrue();
            channel.writeInbound(new PongWebSocketFrame());
            pass(45);
            assertThat(channel.isActive()).isTrue();
            pass(1);
            assertThat(channel.isActive()).isFalse();
        }
    }

    @Nested
    final class CallsOfHandlers {
        @Test
        void areEndedByTheAnswerWithTheirNumberInAnyOrder() {
            CompletableFuture<UpstreamResponse> first = send(0);
            CompletableFuture<UpstreamResponse> second = send(0);
            answer(2, 202);
            answer(3, 500);
            answer(1, 201);

            assertThat(first.join().status()).isEqualTo(201);
            assertThat(second.join().status()).isEqualTo(202);
        }

        @Test
        void areForgottenWhenTheyAreGivenUp() {
            List<Disposable> given = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                given.add(tunnels.way(HUB).exchange(request(1)).subscribe());
                channel.runPendingTasks();
                given.getLast().dispose();
                channel.runPendingTasks();
            }

            CompletableFuture<UpstreamResponse> next = send(1);
            answer(5, 500);
            assertThat(next).isNotDone();
            answer(6, 204);
            assertThat(next.join().status()).isEqualTo(204);
        }

        @Test
        void areNotMoreThanTheBound() {
            List<CompletableFuture<UpstreamResponse>> calls = List.of(send(1), send(1), send(1), send(1), send(1));

            assertFailure(send(1), CallFailure.OVERFLOW);
            answer(1, 204);
            assertThat(calls.getFirst()).isCompleted();
            assertThat(send(1)).isNotDone();
        }

        @Test
        void haveABoundOfBytesToo() {
            int most = TunnelOutbox.LONGEST_MESSAGE_BYTES - overhead();

            assertThat(send(most)).isNotDone();
            assertFailure(send(most + 1), CallFailure.UNTRANSPORTABLE);
        }

        private int overhead() {
            String before =
                    "{\"Type\":1,\"AckId\":1,\"LocalRouting\":false,\"ChannelName\":\"\",\"HttpMethod\":\"POST\","
                            + "\"Url\":\"tunnel:///e\",\"Headers\":{}}";
            // Length, array, type, str 8 and bin 32.
            return 4 + 1 + 1 + 2 + before.length() + 5;
        }

        @Test
        void haveABoundForPartsOfAnswersTogether() {
            int part = 14 * 1_048_576;
            List<CompletableFuture<UpstreamResponse>> calls = List.of(send(1), send(1), send(1), send(1), send(1));
            for (int ackId = 1; ackId <= 5; ackId++) {
                part(ackId, part);
            }

            assertFailure(calls.getLast(), CallFailure.TOO_LARGE);
            answer(1, 200);
            assertThat(calls.getFirst().join().body().size()).isEqualTo(part);
            CompletableFuture<UpstreamResponse> next = send(1);
            part(6, part);
            answer(6, 200);
            assertThat(next.join().body().size()).isEqualTo(part);
        }

        private void part(int ackId, int bytes) {
            receive(new TunnelMessage.HttpResponse(
                    ackId, false, "", 200, true, Map.of(), Optional.of(Bytes.wrap(new byte[bytes]))));
        }

        @Test
        void mayBeTriedElsewhereWhenTheTunnelEnds() {
            CompletableFuture<UpstreamResponse> underWay = send(1);
            channel.close();

            assertThat(fault(underWay)).isInstanceOf(IOException.class);
            assertThat(fault(send(1))).isInstanceOf(IOException.class);
            assertThat(tunnels.count()).isZero();
        }
    }

    @Nested
    final class CallsOfTheBackEnd {
        @Test
        void areMadeOneAfterTheOther() {
            sent();
            call(5);
            call(6);
            assertThat(service.heads).hasSize(1);
            RestHeaders headers = service.heads.getFirst().headers();
            assertThat(headers.values("a")).containsExactly("b");
            assertThat(headers.values("host")).containsExactly("localhost:8080");

            service.answers.getFirst().complete(status(204));
            assertThat(sent())
                    .containsExactly("{\"Type\":2,\"AckId\":5,\"LocalRouting\":true,\"ChannelName\":\"\","
                            + "\"StatusCode\":204,\"NotCompleted\":false,\"Headers\":{}}");
            service.answers.getLast().completeExceptionally(new IllegalStateException("a bug"));
            assertThat(sent().getFirst()).contains("\"AckId\":6").contains("\"StatusCode\":500");
        }

        @Test
        void stopTheReadingWhenTooManyWait() {
            for (int i = 0; i <= 15; i++) {
                call(i);
            }
            assertThat(channel.config().isAutoRead()).isTrue();
            call(16);
            assertThat(channel.config().isAutoRead()).isFalse();
            // Who is not read cannot be silent.
            pass(100);
            assertThat(channel.isActive()).isTrue();

            service.answers.getFirst().complete(status(200));
            channel.runPendingTasks();
            assertThat(channel.config().isAutoRead()).isTrue();
        }

        @Test
        void stopTheReadingWhenTheyCarryMuch() {
            call(0);
            TunnelMessage large = new TunnelMessage.HttpRequest(
                    1, true, "", "POST", "https://host/x", Map.of(), Optional.of(Bytes.wrap(new byte[1_048_576])));
            receive(large);
            assertThat(channel.config().isAutoRead()).isFalse();

            service.answers.getFirst().complete(status(200));
            channel.runPendingTasks();
            assertThat(channel.config().isAutoRead()).isTrue();
        }

        @Test
        void areAnsweredInPartsWhenTheAnswerIsLong() {
            sent();
            call(5);
            service.answers.getFirst().complete(new RestResponse(200, List.of(), Bytes.wrap(new byte[1_048_576 + 1])));

            List<String> parts = sent();
            assertThat(parts).hasSize(2);
            assertThat(parts.getFirst()).contains("\"NotCompleted\":true");
            assertThat(parts.getLast()).contains("\"NotCompleted\":false");
        }
    }

    @Nested
    final class TheEnd {
        @Test
        void byTheServerIsAClose() {
            sent();
            tunnels.close();

            assertThat(sent()).containsExactly("close 1001");
            assertThat(tunnels.count()).isZero();
            call(1);
            assertThat(service.heads).isEmpty();
            channel.writeInbound(new CloseWebSocketFrame(1001, ""));
            assertThat(channel.isActive()).isFalse();
        }

        @Test
        void doesNotWaitLongForTheBackEndsClose() {
            tunnels.close();
            channel.runPendingTasks();
            pass(5);
            assertThat(channel.isActive()).isTrue();
            pass(1);
            assertThat(channel.isActive()).isFalse();
        }
    }
}
