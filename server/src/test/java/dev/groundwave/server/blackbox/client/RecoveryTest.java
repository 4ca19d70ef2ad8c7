package dev.groundwave.server.blackbox.client;

import static dev.groundwave.server.blackbox.RunningServer.JSON;
import static dev.groundwave.server.blackbox.RunningServer.RELIABLE;
import static dev.groundwave.server.blackbox.WireBytes.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.Frame;
import dev.groundwave.server.blackbox.Json;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that lost their WebSocket and come back; {@link RetentionTest} has what happens while they are away. */
@DisplayName("section 8.4")
final class RecoveryTest {
    private static final RawWebSocket.Close REFUSED =
            new RawWebSocket.Close(1008, "The connection could not be recovered.");

    @RegisterExtension
    static final RunningServer SERVER = new RunningServer();

    private static String fromServer(long sequenceId, String text) {
        return "{\"sequenceId\":" + sequenceId
                + ",\"type\":\"message\",\"from\":\"server\",\"dataType\":\"text\",\"data\":\"" + text + "\"}";
    }

    private static String publish(String text, int ackId) {
        return "{\"type\":\"sendToGroup\",\"group\":\"g\",\"dataType\":\"text\",\"data\":\"" + text + "\",\"ackId\":"
                + ackId + "}";
    }

    private static String join(String group, int ackId) {
        return "{\"type\":\"joinGroup\",\"group\":\"" + group + "\",\"ackId\":" + ackId + "}";
    }

    private static String ack(int ackId) {
        return "{\"type\":\"ack\",\"ackId\":" + ackId + ",\"success\":true}";
    }

    private static RawWebSocket recover(RawWebSocket lost, String token) {
        return SERVER.recover(SERVER.hub(), lost.connectionId(), token);
    }

    @Nested
    final class AfterATcpLoss {
        @Test
        void theSameClientIsGreetedWithAFreshToken() {
            RawWebSocket client = SERVER.reliable("ann");
            client.close();

            String connected = recover(client, client.reconnectionToken()).nextText();

            String token = Json.text(connected, "reconnectionToken");
            assertThat(connected)
                    .isEqualTo("{\"type\":\"system\",\"event\":\"connected\",\"userId\":\"ann\",\"connectionId\":\""
                            + client.connectionId() + "\",\"reconnectionToken\":\"" + token + "\"}");
            assertThat(token).isNotEqualTo(client.reconnectionToken());
        }

        @Test
        void unacknowledgedMessagesComeUnderTheirNumbersAndThenNewOnes() {
            RawWebSocket client = SERVER.reliable("ann");
            for (String text : new String[] {"a", "b", "c"}) {
                SERVER.sendText("/:send", text);
                client.nextText();
            }
            client.text("{\"type\":\"sequenceAck\",\"sequenceId\":1}").expectNothingBeforePong();
            client.close();
            SERVER.sendText("/:send", "d");

            RawWebSocket again = SERVER.recover(client);
            SERVER.sendText("/:send", "e");

            assertThat(again.nextText()).isEqualTo(fromServer(2, "b"));
            assertThat(again.nextText()).isEqualTo(fromServer(3, "c"));
            assertThat(again.nextText()).isEqualTo(fromServer(4, "d"));
            assertThat(again.nextText()).isEqualTo(fromServer(5, "e"));
            again.expectNothingBeforePong();
        }

        @Test
        void aReplayLongerThanTheSocketTakesAtOnceIsComplete() {
            RawWebSocket client = SERVER.reliable("ann");
            client.drop();
            String text = "x".repeat(1000);
            for (int i = 1; i <= 300; i++) {
                SERVER.sendText("/:send", i + text);
            }

            RawWebSocket again = SERVER.recover(client);

            for (int i = 1; i <= 300; i++) {
                assertThat(again.nextText()).isEqualTo(fromServer(i, i + text));
            }
            again.expectNothingBeforePong();
        }

        @Test
        void itsFreshTokenRecoversAsWell() {
            RawWebSocket client = SERVER.reliable("ann");
            client.close();
            RawWebSocket second = SERVER.recover(client);
            second.close();

            SERVER.recover(second).expectNothingBeforePong();
        }

        @Test
        void acksAreNotSentAgain() {
            RawWebSocket client = SERVER.reliable("ann");
            assertThat(client.ask(join("h", 1))).isEqualTo(ack(1));
            client.close();

            SERVER.recover(client).expectNothingBeforePong();
        }

        @Test
        void requestsThatSucceededBeforeAreDuplicates() {
            RawWebSocket client = SERVER.reliable("ann", "g");
            client.text(publish("a", 7));
            client.nextText();
            assertThat(client.nextText()).isEqualTo(ack(7));
            client.text("{\"type\":\"sequenceAck\",\"sequenceId\":1}").expectNothingBeforePong();
            client.close();

            RawWebSocket again = SERVER.recover(client);

            assertThat(again.ask(publish("a", 7))).contains("\"ackId\":7,\"success\":false", "\"Duplicate\"");
            again.expectNothingBeforePong();
        }

        @Test
        void groupsAndPermissionsAreWhatTheyWere() {
            RawWebSocket client = SERVER.reliable("ann", "fromToken");
            assertThat(client.ask(join("g", 1))).isEqualTo(ack(1));
            client.close();

            RawWebSocket again = SERVER.recover(client);

            assertThat(SERVER.status("HEAD", "/groups/fromToken")).isEqualTo(200);
            again.text(publish("hello", 2));
            assertThat(again.nextText()).contains("\"sequenceId\":1,", "\"fromUserId\":\"ann\"", "hello");
            assertThat(again.nextText()).isEqualTo(ack(2));
        }
    }

    @Nested
    final class OnWhateverEventLoop {
        private static final int CLIENTS = 8;

        @Test
        void theRecoveredConnectionWorksInBothDirections() {
            // More clients than event loops, each of which comes back several times: so all pairs of loops are met.
            for (int number = 0; number < CLIENTS; number++) {
                RawWebSocket client = SERVER.reliable("ann", "g" + number);
                for (int round = 1; round <= 3; round++) {
                    RawWebSocket again = SERVER.recover(client);
                    for (int replayed = 1; replayed < round; replayed++) {
                        assertThat(again.nextText()).startsWith("{\"sequenceId\":" + replayed + ",");
                    }
                    again.text("{\"type\":\"sendToGroup\",\"group\":\"g" + number + "\",\"data\":1}");
                    assertThat(again.nextText()).startsWith("{\"sequenceId\":" + round + ",");
                    again.expectNothingBeforePong();
                    client = again;
                }
            }
        }

        @Test
        void framesThatArriveEarlyAreProcessedAfterConnected() {
            RawWebSocket client = SERVER.reliable("ann");
            for (int round = 0; round < CLIENTS; round++) {
                RawWebSocket again = SERVER.handshake("/client/hubs/" + SERVER.hub() + "?awps_connection_id="
                                + client.connectionId() + "&awps_reconnection_token=" + client.reconnectionToken())
                        .offer(RELIABLE)
                        .followedBy(Frame.of(Frame.TEXT, utf8("{\"type\":\"ping\"}"))
                                .bytes())
                        .open()
                        .started();

                assertThat(again.nextText()).isEqualTo("{\"type\":\"pong\"}");
                again.expectNothingBeforePong();
            }
        }

        @Test
        void pingsOfTheWebSocketAreAnswered() {
            RawWebSocket client = SERVER.reliable("ann");
            for (int round = 0; round < CLIENTS; round++) {
                RawWebSocket again = SERVER.recover(client);

                again.send(Frame.of(Frame.PING, utf8("p")));

                assertThat(again.nextFrame().opcode()).isEqualTo(Frame.PONG);
            }
        }
    }

    @Nested
    final class TheHandshake {
        @ParameterizedTest
        @ValueSource(strings = {JSON, "protobuf.webpubsub.azure.v1", "unknown"})
        void keepsTheSubprotocolWhateverIsOffered(String offered) {
            RawWebSocket client = SERVER.reliable("ann");

            RawWebSocket again = SERVER.handshake("/client/hubs/" + SERVER.hub() + "?awps_connection_id="
                            + client.connectionId() + "&awps_reconnection_token=" + client.reconnectionToken())
                    .offer(offered)
                    .open()
                    .started();

            assertThat(again.answer().header("Sec-WebSocket-Protocol")).contains(RELIABLE);
        }

        @Test
        void needsNoGoodAccessToken() {
            RawWebSocket client = SERVER.reliable("ann");

            SERVER.handshake("/client/hubs/" + SERVER.hub() + "?access_token=nonsense&awps_connection_id="
                            + client.connectionId() + "&awps_reconnection_token=" + client.reconnectionToken())
                    .offer(RELIABLE)
                    .open()
                    .started()
                    .expectNothingBeforePong();
        }

        @Test
        void takesTheHubInAnyLetterCase() {
            RawWebSocket client = SERVER.reliable("ann");

            SERVER.recover(SERVER.hub().toUpperCase(Locale.ROOT), client.connectionId(), client.reconnectionToken())
                    .started()
                    .expectNothingBeforePong();
        }
    }

    @Nested
    final class WhileTheOldSocketLives {
        @Test
        void theOldOneEndsWithoutACloseFrame() {
            RawWebSocket old = SERVER.reliable("ann");

            RawWebSocket again = SERVER.recover(old);

            old.expectEnd();
            again.expectNothingBeforePong();
            assertThat(SERVER.status("HEAD", "/connections/" + old.connectionId()))
                    .isEqualTo(200);
        }

        @Test
        void nothingIsLost() {
            RawWebSocket old = SERVER.reliable("ann");
            SERVER.sendText("/:send", "a");
            assertThat(old.nextText()).isEqualTo(fromServer(1, "a"));

            RawWebSocket again = SERVER.recover(old);
            SERVER.sendText("/:send", "b");

            assertThat(again.nextText()).isEqualTo(fromServer(1, "a"));
            assertThat(again.nextText()).isEqualTo(fromServer(2, "b"));
            again.expectNothingBeforePong();
        }

        @Test
        void framesOnTheOldOneHaveNoMoreEffect() {
            RawWebSocket member = SERVER.json(SERVER.token().groups("g"));
            RawWebSocket old = SERVER.reliable("ann");
            RawWebSocket again = SERVER.recover(old);

            old.trySend(Frame.of(Frame.TEXT, utf8(publish("fenced", 1))));
            old.trySend(Frame.close(1000, ""));
            old.expectEnd();

            SERVER.sendText("/groups/g/:send", "marker");
            assertThat(member.nextText()).contains("marker");
            again.expectNothingBeforePong();
        }

        @Test
        void itCanBeTakenOverAgainAndAgain() {
            RawWebSocket client = SERVER.reliable("ann");
            SERVER.sendText("/:send", "a");

            for (int i = 0; i < 10; i++) {
                RawWebSocket again = SERVER.recover(client);
                assertThat(again.nextText()).isEqualTo(fromServer(1, "a"));
            }

            assertThat(SERVER.status("HEAD", "/connections/" + client.connectionId()))
                    .isEqualTo(200);
        }
    }

    @Nested
    final class Refused {
        private void isRefused(RawWebSocket attempt) {
            assertThat(attempt.answer().header("Sec-WebSocket-Protocol")).contains(RELIABLE);
            assertThat(attempt.nextClose()).isEqualTo(REFUSED);
            attempt.send(Frame.close(1008, ""));
            attempt.expectEnd();
        }

        @Test
        void withAWrongToken() {
            RawWebSocket client = SERVER.reliable("ann");
            String token = client.reconnectionToken();
            String payload = token.substring(0, token.lastIndexOf('.'));

            isRefused(recover(client, "nonsense"));
            isRefused(recover(client, ""));
            isRefused(recover(client, payload + "."));
            isRefused(recover(client, payload + "." + "A".repeat(token.length() - payload.length() - 1)));

            client.expectNothingBeforePong();
        }

        @Test
        void withoutAToken() {
            RawWebSocket client = SERVER.reliable("ann");

            isRefused(SERVER.handshake("/client/hubs/" + SERVER.hub() + "?awps_connection_id=" + client.connectionId())
                    .offer(RELIABLE)
                    .open());

            client.expectNothingBeforePong();
        }

        @Test
        void withTheTokenOfAnotherConnection() {
            RawWebSocket ann = SERVER.reliable("ann");
            RawWebSocket bob = SERVER.reliable("bob");

            isRefused(recover(ann, bob.reconnectionToken()));

            ann.expectNothingBeforePong();
            bob.expectNothingBeforePong();
        }

        @Test
        void withAnAccessTokenEvenIfItIsForTheConnection() {
            RawWebSocket client = SERVER.reliable("ann");

            isRefused(recover(client, SERVER.token().user("ann").sign()));
            isRefused(recover(
                    client, SERVER.token().audience(client.connectionId()).sign()));

            client.expectNothingBeforePong();
        }

        @Test
        void withATokenWhoseHeaderIsJsonButNoObject() {
            RawWebSocket client = SERVER.reliable("ann");

            isRefused(SERVER.recover(SERVER.hub(), client.connectionId(), "bnVsbA.e30.AAAA"));
        }

        @Test
        void inAnotherHub() {
            RawWebSocket client = SERVER.reliable("ann");
            SERVER.handshake("/client/hubs/elsewhere?access_token="
                            + SERVER.token("elsewhere").sign())
                    .open();

            isRefused(SERVER.recover("elsewhere", client.connectionId(), client.reconnectionToken()));
            isRefused(SERVER.recover("neverUsed", client.connectionId(), client.reconnectionToken()));

            client.expectNothingBeforePong();
        }

        @Test
        void whenTheConnectionEnded() {
            RawWebSocket client = SERVER.reliable("ann");
            client.leave();

            isRefused(recover(client, client.reconnectionToken()));
        }

        @Test
        void whenTheClientIsUnknown() {
            RawWebSocket client = SERVER.reliable("ann");

            isRefused(SERVER.recover(SERVER.hub(), "unknown", client.reconnectionToken()));
        }

        @Test
        void withWhatComesBehindTheRequest() {
            RawWebSocket attempt = SERVER.handshake("/client/hubs/" + SERVER.hub() + "?awps_connection_id=unknown")
                    .offer(RELIABLE)
                    .followedBy(
                            Frame.of(Frame.TEXT, utf8("{\"type\":\"ping\"}")).bytes())
                    .open();

            assertThat(attempt.nextClose()).isEqualTo(REFUSED);
        }
    }
}
