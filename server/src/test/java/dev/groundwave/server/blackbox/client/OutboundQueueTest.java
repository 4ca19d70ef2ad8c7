package dev.groundwave.server.blackbox.client;

import static dev.groundwave.server.blackbox.RunningServer.JSON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.RawHttp;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.settings.LimitSettings;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What happens to a client that does not read.
 *
 * <p>Only the server knows when the kernel and its transport are full. But of the messages that were accepted before the
 * close, those handed to the transport arrive and those in the queue do not: so the difference is the length of the
 * queue at the moment it overflowed, whatever the kernel took.
 */
@DisplayName("section 4, outbound queue")
final class OutboundQueueTest {
    private static final int FRAME_BYTES = 16_384;

    /** Header of a text frame with a 16-bit length. */
    private static final int HEADER_BYTES = 4;

    private static final int SMALL_BUFFER = 8_192;
    private static final int MOST_SENDS = 5_000;

    /**
     * The number of the message that overflowed the queue.
     *
     * <p>A send may be answered before the connection it closed is gone. A change of the connection's membership is done
     * after what the send began, so when it is answered the next question is answered truly.
     */
    private static int sendUntilRemoved(RunningServer server, String connectionId, String text) {
        String path = "/connections/" + connectionId;
        try (RawHttp http = server.http()) {
            for (int sends = 1; sends <= MOST_SENDS; sends++) {
                http.call(server.inHub("POST", path + "/:send").body("text/plain", text));
                http.call(server.inHub("PUT", "/groups/fence" + path));
                if (http.call(server.inHub("HEAD", path)).status() == 404) {
                    return sends;
                }
            }
        }
        throw new AssertionError("the slow client was not removed after " + MOST_SENDS + " messages");
    }

    private static RawWebSocket slowClient(RunningServer server) {
        return server.handshake(server.token().user("slow"))
                .receiveBuffer(SMALL_BUFFER)
                .offer(JSON)
                .open()
                .started();
    }

    private static String textFor(int frameBytes) {
        String envelope = "{\"type\":\"message\",\"from\":\"server\",\"dataType\":\"text\",\"data\":\"\"}";
        return "x".repeat(frameBytes - HEADER_BYTES - envelope.length());
    }

    /** Undelivered messages apart from the one that overflowed the queue. */
    private static int queuedAtOverflow(RunningServer server) {
        RawWebSocket client = slowClient(server);
        int sends = sendUntilRemoved(server, client.connectionId(), textFor(FRAME_BYTES));
        return sends - 1 - client.countUntilClose(1008);
    }

    @Nested
    final class CountedInMessages {
        private static final int MESSAGES = 12;

        @RegisterExtension
        static final RunningServer SERVER =
                new RunningServer().limits(new LimitSettings(0, 16_384, 1_048_576, MESSAGES, 1 << 30));

        @Test
        void theExactNumberMayWaitAndOneMoreCloses() {
            assertThat(queuedAtOverflow(SERVER)).isEqualTo(MESSAGES);
        }

        @Test
        void theReasonIsGivenAndNoDisconnectedFrame() {
            RawWebSocket client = slowClient(SERVER);
            sendUntilRemoved(SERVER, client.connectionId(), textFor(FRAME_BYTES));

            assertThat(client.closeAfterOthers())
                    .isEqualTo(new RawWebSocket.Close(1008, "The outbound message queue is full."));
        }

        @Test
        void aSlowClientDelaysAndDropsNothingOfOthers() {
            RawWebSocket slow = slowClient(SERVER);
            RawWebSocket fast = SERVER.json(SERVER.token().user("fast"));
            int sends = 0;
            while (SERVER.status("HEAD", "/connections/" + slow.connectionId()) == 200) {
                assertThat(SERVER.sendText("/:send", sends + textFor(FRAME_BYTES - 10)))
                        .isEqualTo(202);
                assertThat(fast.nextText()).contains("\"data\":\"" + sends + "x");
                sends++;
                assertThat(sends).isLessThan(MOST_SENDS);
            }

            fast.expectNothingBeforePong();
        }
    }

    @Nested
    final class CountedInBytes {
        private static final int FRAMES = 9;

        @RegisterExtension
        static final RunningServer EXACT =
                new RunningServer().limits(new LimitSettings(0, 16_384, 1_048_576, 1_000_000, FRAMES * FRAME_BYTES));

        @RegisterExtension
        static final RunningServer ONE_LESS = new RunningServer()
                .limits(new LimitSettings(0, 16_384, 1_048_576, 1_000_000, FRAMES * FRAME_BYTES - 1));

        @Test
        void wholeFramesUpToTheExactLimitMayWait() {
            assertThat(queuedAtOverflow(EXACT)).isEqualTo(FRAMES);
        }

        @Test
        void oneByteLessIsOneFrameLess() {
            assertThat(queuedAtOverflow(ONE_LESS)).isEqualTo(FRAMES - 1);
        }
    }
}
