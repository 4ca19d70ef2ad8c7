package dev.groundwave.server.blackbox.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.Frame;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.settings.HubSettings;
import dev.groundwave.server.settings.ReliableSettings;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("section 8.5")
final class RetentionTest {
    private static final int REFUSED = 1008;

    @RegisterExtension
    static final RunningServer SERVER = new RunningServer();

    private static String message(long sequenceId, String text) {
        return "{\"sequenceId\":" + sequenceId
                + ",\"type\":\"message\",\"from\":\"server\",\"dataType\":\"text\",\"data\":\"" + text + "\"}";
    }

    private static boolean exists(RawWebSocket client) {
        return SERVER.status("HEAD", "/connections/" + client.connectionId()) == 200;
    }

    private static RawWebSocket tryRecover(RunningServer server, RawWebSocket client) {
        return server.recover(server.hub(), client.connectionId(), client.reconnectionToken());
    }

    @Nested
    final class Kept {
        @ParameterizedTest
        @ValueSource(ints = {1001, 1003, 1011, 3000, 4999})
        void afterACloseWithAnyCodeButNormal(int code) {
            RawWebSocket client = SERVER.reliable("ann");
            client.send(Frame.close(code, "see you"));
            assertThat(client.nextClose().code()).isEqualTo(code);
            client.expectEnd();

            assertThat(exists(client)).isTrue();
            SERVER.recover(client).expectNothingBeforePong();
        }

        @Test
        void afterACloseWithoutACode() {
            RawWebSocket client = SERVER.reliable("ann");
            client.drop();

            assertThat(exists(client)).isTrue();
            SERVER.recover(client).expectNothingBeforePong();
        }

        @Test
        void afterATcpLoss() {
            RawWebSocket client = SERVER.reliable("ann");
            client.close();

            assertThat(exists(client)).isTrue();
            SERVER.recover(client).expectNothingBeforePong();
        }

        @Test
        void plainConnectionsAreNot() {
            RawWebSocket client = SERVER.json("ann");
            client.drop();

            SERVER.awaitStatus(404, "HEAD", "/connections/" + client.connectionId());
        }
    }

    @Nested
    final class KeptAfterAKeepAliveTimeout {
        private static final int LONG_DEADLINE_MS = 20_000;

        @RegisterExtension
        static final RunningServer LIVELY =
                new RunningServer().hub("lively", new HubSettings(true, Duration.ofSeconds(1)));

        @Test
        void aSilentClientIsAbortedAndRecovers() {
            RawWebSocket client = LIVELY.handshake("/client/hubs/lively")
                    .offer(RunningServer.RELIABLE)
                    .open()
                    .started()
                    .deadline(LONG_DEADLINE_MS);

            client.expectAborted();

            LIVELY.recover("lively", client.connectionId(), client.reconnectionToken())
                    .started()
                    .expectNothingBeforePong();
        }
    }

    @Nested
    final class EndedAtOnce {
        @Test
        void byTheClientsClose1000() {
            RawWebSocket client = SERVER.reliable("ann");

            client.leave();

            assertThat(exists(client)).isFalse();
        }

        @Test
        void byARestClose() {
            RawWebSocket client = SERVER.reliable("ann");

            SERVER.status("DELETE", "/connections/" + client.connectionId());

            assertThat(client.nextText())
                    .isEqualTo("{\"type\":\"system\",\"event\":\"disconnected\",\"message\":"
                            + "\"Application server closed the connection.\"}");
            assertThat(client.nextClose()).isEqualTo(new RawWebSocket.Close(1000, ""));
            assertThat(exists(client)).isFalse();
            assertThat(tryRecover(SERVER, client).nextClose().code()).isEqualTo(REFUSED);
        }

        @ParameterizedTest
        @ValueSource(strings = {"/:closeConnections", "/groups/g/:closeConnections", "/users/ann/:closeConnections"})
        void byARestCloseWhileTheClientIsAway(String close) {
            RawWebSocket client = SERVER.reliable("ann", "g");
            client.drop();

            assertThat(SERVER.status("POST", close)).isEqualTo(204);

            assertThat(exists(client)).isFalse();
            assertThat(tryRecover(SERVER, client).nextClose().code()).isEqualTo(REFUSED);
        }

        @Test
        void byAServerThatStops() {
            RunningServer stopping = new RunningServer().start();
            RawWebSocket there = stopping.reliable("ann");
            RawWebSocket away = stopping.reliable("bob");
            away.drop();
            stopping.sendText("/:send", "waits");

            stopping.stop();

            assertThat(there.nextText()).isEqualTo(message(1, "waits"));
            assertThat(there.nextText())
                    .isEqualTo("{\"type\":\"system\",\"event\":\"disconnected\",\"message\":\"Service reload\"}");
            assertThat(there.nextClose().code()).isEqualTo(1001);
            there.close();
        }
    }

    @Nested
    final class WhileTheClientIsAway {
        private RawWebSocket client;

        @BeforeEach
        void isThereFirst() {
            client = SERVER.reliable("ann");
        }

        private void isAway() {
            client.drop();
        }

        @Test
        void messagesToItsConnectionItsUserAndItsGroupsWait() {
            isAway();
            String connection = "/connections/" + client.connectionId();

            assertThat(SERVER.sendText(connection + "/:send", "a")).isEqualTo(202);
            assertThat(SERVER.sendText("/users/ann/:send", "b")).isEqualTo(202);
            assertThat(SERVER.sendText("/:send", "c")).isEqualTo(202);

            RawWebSocket again = SERVER.recover(client);
            assertThat(again.nextText()).isEqualTo(message(1, "a"));
            assertThat(again.nextText()).isEqualTo(message(2, "b"));
            assertThat(again.nextText()).isEqualTo(message(3, "c"));
        }

        @Test
        void theApplicationPutsItIntoGroupsAndTakesItOut() {
            isAway();
            String membership = "/groups/g/connections/" + client.connectionId();

            assertThat(SERVER.status("PUT", membership)).isEqualTo(200);
            SERVER.sendText("/groups/g/:send", "member");
            assertThat(SERVER.status("DELETE", membership)).isEqualTo(204);
            SERVER.sendText("/groups/g/:send", "stranger");

            RawWebSocket again = SERVER.recover(client);
            assertThat(again.nextText()).contains("\"sequenceId\":1,", "member");
            again.expectNothingBeforePong();
        }

        @Test
        void itsUserExists() {
            isAway();

            assertThat(SERVER.status("HEAD", "/users/ann")).isEqualTo(200);
        }

        @Test
        void otherClientsReachIt() {
            SERVER.status("PUT", "/groups/g/connections/" + client.connectionId());
            isAway();
            RawWebSocket other = SERVER.json("bob");

            other.ask("{\"type\":\"sendToGroup\",\"group\":\"g\",\"data\":\"hello\",\"ackId\":1}");

            assertThat(SERVER.recover(client).nextText())
                    .contains("\"sequenceId\":1,", "\"fromUserId\":\"bob\"", "hello");
        }
    }

    @Nested
    final class WhenItIsOver {
        @RegisterExtension
        static final RunningServer SHORT =
                new RunningServer().reliable(new ReliableSettings(Duration.ofSeconds(1), 1000, 1 << 24));

        @Test
        void theConnectionIsGoneAndTheRecoveryRefused() {
            RawWebSocket client = SHORT.reliable("ann", "g");
            client.drop();
            SHORT.sendText("/:send", "nobody will read this");

            SHORT.awaitStatus(404, "HEAD", "/connections/" + client.connectionId());

            assertThat(SHORT.status("HEAD", "/users/ann")).isEqualTo(404);
            assertThat(SHORT.status("HEAD", "/groups/g")).isEqualTo(404);
            assertThat(tryRecover(SHORT, client).nextClose().code()).isEqualTo(REFUSED);
        }

        @Test
        void aClientThatCameBackIsNotConcerned() {
            RawWebSocket ann = SHORT.reliable("ann");
            ann.drop();
            RawWebSocket again = SHORT.recover(ann);
            RawWebSocket bob = SHORT.reliable("bob");
            bob.drop();

            SHORT.awaitStatus(404, "HEAD", "/connections/" + bob.connectionId());

            again.expectNothingBeforePong();
        }
    }
}
