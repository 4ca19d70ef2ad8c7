package dev.groundwave.server.blackbox.client;

import static dev.groundwave.server.blackbox.RunningServer.JSON;
import static dev.groundwave.server.blackbox.RunningServer.RELIABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.Frame;
import dev.groundwave.server.blackbox.Json;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.settings.LimitSettings;
import dev.groundwave.server.settings.ReliableSettings;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers, acknowledgements and bounds of reliable connections; {@link RecoveryTest} has their returns. */
final class ReliableTest {
    private static final RawWebSocket.Close FULL = new RawWebSocket.Close(1008, "The reliable message buffer is full.");

    @RegisterExtension
    static final RunningServer SERVER = new RunningServer();

    private static String fromServer(long sequenceId, String text) {
        return "{\"sequenceId\":" + sequenceId
                + ",\"type\":\"message\",\"from\":\"server\",\"dataType\":\"text\",\"data\":\"" + text + "\"}";
    }

    private static String fromGroup(long sequenceId, String user, String text) {
        return "{\"sequenceId\":" + sequenceId + ",\"type\":\"message\",\"from\":\"group\",\"fromUserId\":\"" + user
                + "\",\"group\":\"g\",\"dataType\":\"text\",\"data\":\"" + text + "\"}";
    }

    private static String publish(String text, String options) {
        return "{\"type\":\"sendToGroup\",\"group\":\"g\",\"dataType\":\"text\",\"data\":\"" + text + "\"" + options
                + "}";
    }

    private static String acknowledge(String sequenceId) {
        return "{\"type\":\"sequenceAck\",\"sequenceId\":" + sequenceId + "}";
    }

    private static String ack(long ackId) {
        return "{\"type\":\"ack\",\"ackId\":" + ackId + ",\"success\":true}";
    }

    @Nested
    @DisplayName("section 8.1")
    final class SequenceIds {
        @Test
        void startAtOneAndRiseByOneWhateverTheSource() {
            RawWebSocket client = SERVER.reliable("ann", "g");

            SERVER.sendText("/:send", "a");
            SERVER.sendText("/users/ann/:send", "b");
            SERVER.sendText("/connections/" + client.connectionId() + "/:send", "c");
            client.text(publish("d", ""));

            assertThat(client.nextText()).isEqualTo(fromServer(1, "a"));
            assertThat(client.nextText()).isEqualTo(fromServer(2, "b"));
            assertThat(client.nextText()).isEqualTo(fromServer(3, "c"));
            assertThat(client.nextText()).isEqualTo(fromGroup(4, "ann", "d"));
        }

        @Test
        void areOfEachConnectionItsOwn() {
            RawWebSocket first = SERVER.reliable("ann", "g");
            SERVER.sendText("/groups/g/:send", "a");
            RawWebSocket second = SERVER.reliable("bob", "g");
            RawWebSocket plain = SERVER.json(SERVER.token().groups("g"));

            first.nextText();
            first.text(publish("b", ""));

            assertThat(first.nextText()).isEqualTo(fromGroup(2, "ann", "b"));
            assertThat(second.nextText()).isEqualTo(fromGroup(1, "ann", "b"));
            assertThat(plain.nextText()).doesNotContain("sequenceId");
        }

        @Test
        void standInFrontOfMembersInTheUsualOrder() {
            RawWebSocket client = SERVER.reliable("ann", "g");

            client.text(publish("a", ",\"metadata\":{\"k\":\"v\"}"));

            assertThat(client.nextText())
                    .isEqualTo("{\"sequenceId\":1,\"type\":\"message\",\"from\":\"group\",\"fromUserId\":\"ann\","
                            + "\"group\":\"g\",\"dataType\":\"text\",\"data\":\"a\",\"metadata\":{\"k\":\"v\"}}");
        }

        @Test
        void areNotUsedUpByAnswers() {
            RawWebSocket client = SERVER.reliable("ann", "g");

            assertThat(client.ask("{\"type\":\"joinGroup\",\"group\":\"h\",\"ackId\":1}"))
                    .isEqualTo(ack(1));
            client.expectNothingBeforePong();
            client.text(publish("a", ",\"ackId\":2"));

            assertThat(client.nextText()).isEqualTo(fromGroup(1, "ann", "a"));
            assertThat(client.nextText()).isEqualTo(ack(2));
        }

        @Test
        void areNotUsedUpByMessagesThatOnesOwnNoEchoSpares() {
            RawWebSocket sender = SERVER.reliable("ann", "g");
            RawWebSocket other = SERVER.reliable("bob", "g");

            sender.text(publish("a", ",\"noEcho\":true")).text(publish("b", ""));

            assertThat(sender.nextText()).isEqualTo(fromGroup(1, "ann", "b"));
            assertThat(other.nextText()).isEqualTo(fromGroup(1, "ann", "a"));
            assertThat(other.nextText()).isEqualTo(fromGroup(2, "ann", "b"));
        }

        @Test
        void areOnLongMessagesToo() {
            RawWebSocket client = SERVER.reliable("ann", "g");
            String text = "x".repeat(70_000);

            client.text(publish(text, "")).text(publish("short", ""));

            assertThat(client.nextText()).isEqualTo(fromGroup(1, "ann", text));
            assertThat(client.nextText()).isEqualTo(fromGroup(2, "ann", "short"));
        }
    }

    @Nested
    @DisplayName("section 8.1, sequenceAck")
    final class Acknowledgements {
        @ParameterizedTest
        @CsvSource({"0, 1", "1, 2", "2, 3", "3, 0", "4, 0", "18446744073709551615, 0"})
        void releaseEverythingUpToTheNumber(String acknowledged, int firstReplayed) {
            RawWebSocket client = SERVER.reliable("ann", "g");
            for (int i = 1; i <= 3; i++) {
                client.text(publish("m", ""));
                client.nextText();
            }
            client.text(acknowledge(acknowledged)).expectNothingBeforePong();

            RawWebSocket again = SERVER.recover(client);

            for (int i = firstReplayed; i != 0 && i <= 3; i++) {
                assertThat(again.nextText()).isEqualTo(fromGroup(i, "ann", "m"));
            }
            again.expectNothingBeforePong();
        }

        @Test
        void lowerThanBeforeDoNothing() {
            RawWebSocket client = SERVER.reliable("ann", "g");
            client.text(publish("a", "")).text(publish("b", "")).text(publish("c", ""));
            client.nextText();
            client.nextText();
            client.nextText();

            client.text(acknowledge("2")).text(acknowledge("1")).expectNothingBeforePong();

            RawWebSocket again = SERVER.recover(client);
            assertThat(again.nextText()).isEqualTo(fromGroup(3, "ann", "c"));
            again.expectNothingBeforePong();
        }

        @Test
        void areIgnoredOnAPlainConnection() {
            RawWebSocket client = SERVER.json("ann");

            client.text(acknowledge("7")).expectNothingBeforePong();
        }

        @ParameterizedTest
        @ValueSource(strings = {"-1", "1.5", "\"1\"", "18446744073709551616", "null", "true"})
        void withoutAProperNumberBreakTheProtocolForGood(String bad) {
            RawWebSocket client = SERVER.reliable("ann", "g");

            client.text(acknowledge(bad));

            assertThat(client.nextClose().code()).isEqualTo(1007);
            SERVER.awaitStatus(404, "HEAD", "/connections/" + client.connectionId());
        }

        @Test
        void withoutANumberBreakTheProtocol() {
            RawWebSocket client = SERVER.reliable("ann", "g");

            client.text("{\"type\":\"sequenceAck\"}");

            assertThat(client.nextClose().code()).isEqualTo(1007);
        }
    }

    @Nested
    @DisplayName("section 8.2, in messages")
    final class BufferInMessages {
        private static final int ROOM = 5;

        @RegisterExtension
        static final RunningServer SMALL =
                new RunningServer().reliable(new ReliableSettings(Duration.ofSeconds(30), ROOM, 1 << 24));

        @Test
        void theExactNumberPassesAndOneMoreCloses() {
            RawWebSocket client = SMALL.reliable("ann");
            for (int i = 1; i <= ROOM; i++) {
                SMALL.sendText("/:send", "m");
                assertThat(client.nextText()).isEqualTo(fromServer(i, "m"));
            }
            client.expectNothingBeforePong();

            SMALL.sendText("/:send", "too much");

            assertThat(client.nextClose()).isEqualTo(FULL);
            SMALL.awaitStatus(404, "HEAD", "/connections/" + client.connectionId());
            assertThat(SMALL.recover(SMALL.hub(), client.connectionId(), client.reconnectionToken())
                            .nextClose()
                            .code())
                    .isEqualTo(1008);
        }

        @Test
        void acknowledgedMessagesDoNotCount() {
            RawWebSocket client = SMALL.reliable("ann");
            for (int i = 1; i <= 3 * ROOM; i++) {
                SMALL.sendText("/:send", "m");
                assertThat(client.nextText()).isEqualTo(fromServer(i, "m"));
                client.text(acknowledge(Integer.toString(i))).expectNothingBeforePong();
            }
        }

        @Test
        void answersDoNotCount() {
            RawWebSocket client = SMALL.reliable("ann");

            for (int i = 1; i <= 3 * ROOM; i++) {
                assertThat(client.ask("{\"type\":\"joinGroup\",\"group\":\"g\",\"ackId\":" + i + "}"))
                        .isEqualTo(ack(i));
            }
        }

        @Test
        void theExactNumberWaitsForAClientThatIsAway() {
            RawWebSocket client = SMALL.reliable("ann");
            client.drop();
            for (int i = 1; i <= ROOM; i++) {
                SMALL.sendText("/:send", "m");
            }

            RawWebSocket again = SMALL.recover(client);

            for (int i = 1; i <= ROOM; i++) {
                assertThat(again.nextText()).isEqualTo(fromServer(i, "m"));
            }
            again.expectNothingBeforePong();
        }

        @Test
        void oneMoreEndsAClientThatIsAway() {
            RawWebSocket client = SMALL.reliable("ann");
            client.drop();
            for (int i = 1; i <= ROOM; i++) {
                SMALL.sendText("/:send", "m");
            }
            assertThat(SMALL.status("HEAD", "/connections/" + client.connectionId()))
                    .isEqualTo(200);

            SMALL.sendText("/:send", "too much");

            SMALL.awaitStatus(404, "HEAD", "/connections/" + client.connectionId());
            assertThat(SMALL.recover(SMALL.hub(), client.connectionId(), client.reconnectionToken())
                            .nextClose())
                    .isEqualTo(new RawWebSocket.Close(1008, "The connection could not be recovered."));
        }
    }

    @Nested
    @DisplayName("section 8.2, in bytes")
    final class BufferInBytes {
        private static final int FRAMES = 3;
        private static final int TEXT_BYTES = 1000;

        /** A text frame's header with a 16-bit length, and the message around the text. */
        private static final int FRAME_BYTES = 4 + fromServer(1, "").length() + TEXT_BYTES;

        @RegisterExtension
        static final RunningServer EXACT = new RunningServer()
                .reliable(new ReliableSettings(Duration.ofSeconds(30), 1000, (long) FRAMES * FRAME_BYTES));

        @RegisterExtension
        static final RunningServer ONE_LESS = new RunningServer()
                .reliable(new ReliableSettings(Duration.ofSeconds(30), 1000, (long) FRAMES * FRAME_BYTES - 1));

        private static int passed(RunningServer server) {
            RawWebSocket client = server.reliable("ann");
            for (int i = 0; i <= FRAMES; i++) {
                server.sendText("/:send", "x".repeat(TEXT_BYTES));
            }
            return client.countUntilClose(FULL.code());
        }

        @Test
        void wholeFramesUpToTheExactLimitPass() {
            assertThat(passed(EXACT)).isEqualTo(FRAMES);
        }

        @Test
        void oneByteLessIsOneFrameLess() {
            assertThat(passed(ONE_LESS)).isEqualTo(FRAMES - 1);
        }

        @Test
        void oneByteLessEndsAClientThatIsAwayOneFrameEarlier() {
            RawWebSocket client = ONE_LESS.reliable("ann");
            client.drop();
            for (int i = 1; i < FRAMES; i++) {
                ONE_LESS.sendText("/:send", "x".repeat(TEXT_BYTES));
            }
            assertThat(ONE_LESS.status("HEAD", "/connections/" + client.connectionId()))
                    .isEqualTo(200);

            ONE_LESS.sendText("/:send", "x".repeat(TEXT_BYTES));

            ONE_LESS.awaitStatus(404, "HEAD", "/connections/" + client.connectionId());
        }
    }

    @Nested
    @DisplayName("section 8.2, the default")
    final class DefaultBuffer {
        private static final int ROOM = 1000;

        private RawWebSocket filled() {
            RawWebSocket client = SERVER.reliable("ann", "g");
            for (int i = 1; i <= ROOM; i++) {
                client.text(publish("m" + i, ""));
            }
            for (int i = 1; i <= ROOM; i++) {
                assertThat(client.nextText()).isEqualTo(fromGroup(i, "ann", "m" + i));
            }
            return client;
        }

        @Test
        void passesAThousandUnacknowledgedMessagesAndReplaysThem() {
            RawWebSocket again = SERVER.recover(filled());

            for (int i = 1; i <= ROOM; i++) {
                assertThat(again.nextText()).isEqualTo(fromGroup(i, "ann", "m" + i));
            }
            again.expectNothingBeforePong();
        }

        @Test
        void closesAtOneMore() {
            RawWebSocket client = filled();

            client.text(publish("too much", ""));

            assertThat(client.nextClose()).isEqualTo(FULL);
        }
    }

    @Nested
    @DisplayName("section 8.2, a client that does not read")
    final class SlowReader {
        private static final int ROOM = 40;
        private static final int TEXT_BYTES = 100_000;

        /** The queue of plain clients is far smaller than the replay buffer, and must not count here. */
        @RegisterExtension
        static final RunningServer NARROW = new RunningServer()
                .limits(new LimitSettings(0, 16_384, 1_048_576, 5, 1 << 20))
                .reliable(new ReliableSettings(Duration.ofSeconds(30), ROOM, 1 << 30));

        private static RawWebSocket slow() {
            return NARROW.handshake(NARROW.token().user("slow"))
                    .receiveBuffer(8_192)
                    .offer(RELIABLE)
                    .open()
                    .started();
        }

        @Test
        void isBoundedByTheReplayBufferAlone() {
            RawWebSocket client = slow();
            for (int i = 0; i < ROOM; i++) {
                NARROW.sendText("/:send", i + "x".repeat(TEXT_BYTES));
            }
            assertThat(NARROW.status("HEAD", "/connections/" + client.connectionId()))
                    .isEqualTo(200);

            for (int i = 0; i < ROOM; i++) {
                assertThat(client.nextText())
                        .startsWith("{\"sequenceId\":" + (i + 1) + ",")
                        .contains("\"data\":\"" + i + "x");
            }
            client.expectNothingBeforePong();
        }

        @Test
        void isClosedBehindWhatItWasGiven() {
            RawWebSocket client = slow();
            for (int i = 0; i <= ROOM; i++) {
                NARROW.sendText("/:send", "x".repeat(TEXT_BYTES));
            }

            assertThat(client.countUntilClose(FULL.code())).isEqualTo(ROOM);
        }

        @Test
        void losesNothingThatWasOnItsWayWhenItComesBack() {
            RawWebSocket client = slow();
            for (int i = 0; i < ROOM; i++) {
                NARROW.sendText("/:send", i + "x".repeat(TEXT_BYTES));
            }

            RawWebSocket again = NARROW.recover(client);

            for (int i = 0; i < ROOM; i++) {
                assertThat(again.nextText())
                        .startsWith("{\"sequenceId\":" + (i + 1) + ",")
                        .contains("\"data\":\"" + i + "x");
            }
            again.expectNothingBeforePong();
        }
    }

    @Nested
    @DisplayName("section 8.3")
    final class ReconnectionToken {
        @Test
        void standsBehindTheIdInConnected() {
            String connected = SERVER.handshake(SERVER.token().user("ann"))
                    .offer(RELIABLE)
                    .open()
                    .nextText();

            assertThat(connected)
                    .isEqualTo("{\"type\":\"system\",\"event\":\"connected\",\"userId\":\"ann\",\"connectionId\":\""
                            + Json.text(connected, "connectionId") + "\",\"reconnectionToken\":\""
                            + Json.text(connected, "reconnectionToken") + "\"}");
        }

        @Test
        void isNotInConnectedOfAPlainConnection() {
            String connected =
                    SERVER.handshake(SERVER.token()).offer(JSON).open().nextText();

            assertThat(connected).doesNotContain("reconnectionToken");
        }

        @Test
        void isReusable() {
            RawWebSocket client = SERVER.reliable("ann");

            SERVER.recover(client);
            SERVER.recover(client);

            SERVER.recover(client).expectNothingBeforePong();
        }
    }

    @Nested
    @DisplayName("section 13.6")
    final class BadInput {
        @Test
        void endsAReliableConnectionForGood() {
            RawWebSocket client = SERVER.reliable("ann");

            client.text("no JSON");

            assertThat(client.nextClose().code()).isEqualTo(1007);
            assertThat(SERVER.recover(SERVER.hub(), client.connectionId(), client.reconnectionToken())
                            .nextClose()
                            .code())
                    .isEqualTo(1008);
        }

        @Test
        void binaryIsRefused() {
            RawWebSocket client = SERVER.reliable("ann");

            client.send(Frame.of(Frame.BINARY, new byte[] {1}));

            assertThat(client.nextClose().code()).isEqualTo(1003);
        }
    }
}
