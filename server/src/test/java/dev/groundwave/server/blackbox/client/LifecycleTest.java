package dev.groundwave.server.blackbox.client;

import static dev.groundwave.server.blackbox.RunningServer.JSON;
import static dev.groundwave.server.blackbox.WireBytes.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.Frame;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.blackbox.WireBytes;
import dev.groundwave.server.settings.HubSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LifecycleTest {
    private static final RawWebSocket.Close NORMAL = new RawWebSocket.Close(1000, "");
    private static final RawWebSocket.Close NO_CODE = new RawWebSocket.Close(1005, "");

    @RegisterExtension
    static final RunningServer SERVER = new RunningServer().hub("lively", new HubSettings(true, Duration.ofSeconds(1)));

    private static String disconnected(String reason) {
        return "{\"type\":\"system\",\"event\":\"disconnected\",\"message\":\"Application server closed the connection."
                + reason + "\"}";
    }

    @Nested
    @DisplayName("section 13.1")
    final class Start {
        @Test
        void framesThatArriveEarlyAreProcessedAfterConnected() {
            byte[] early = Frame.of(Frame.TEXT, utf8("{\"type\":\"ping\"}")).bytes();

            RawWebSocket client = SERVER.handshake(SERVER.token())
                    .offer(JSON)
                    .followedBy(early)
                    .open()
                    .started();

            assertThat(client.nextText()).isEqualTo("{\"type\":\"pong\"}");
        }

        @Test
        void earlyFramesOfASimpleClientAreProcessed() {
            RawWebSocket client = SERVER.handshake(SERVER.token())
                    .followedBy(Frame.of(Frame.TEXT, utf8("early")).bytes())
                    .open();

            assertThat(client.nextClose().code()).isEqualTo(1011);
        }

        @Test
        void groupsOfTheTokenAreJoinedBeforeTheFirstFrame() {
            RawWebSocket client =
                    SERVER.json(SERVER.token().groups("a", "b").user("alice").roles("webpubsub.sendToGroup"));

            client.text("{\"type\":\"sendToGroup\",\"group\":\"b\",\"data\":1}");

            assertThat(client.nextText()).contains("\"group\":\"b\"");
        }
    }

    @Nested
    @DisplayName("section 13.2")
    final class KeepAlive {
        private static final int PINGS = 8;

        /** Two intervals of a second, five of grace, and as much again for a busy machine. */
        private static final int LONG_DEADLINE_MS = 20_000;

        @Test
        void silenceIsAbortedWithoutACloseFrameWhileAnswersKeepAConnection() {
            RawWebSocket silent = SERVER.handshake("/client/hubs/lively")
                    .offer(JSON)
                    .open()
                    .started()
                    .deadline(LONG_DEADLINE_MS);
            RawWebSocket answering =
                    SERVER.handshake("/client/hubs/lively").offer(JSON).open().started();

            for (int i = 0; i < PINGS; i++) {
                Frame ping = answering.nextFrame();
                assertThat(ping.opcode()).isEqualTo(Frame.PING);
                answering.send(Frame.of(Frame.PONG, ping.payload()));
            }
            silent.expectAborted();

            answering.expectNothingBeforePong();
            assertThat(SERVER.call(SERVER.request("HEAD", "/api/hubs/lively/connections/" + silent.connectionId()))
                            .status())
                    .isEqualTo(404);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "payload"})
        void aPingOfTheClientIsAnsweredWithItsPayload(String payload) {
            RawWebSocket client = SERVER.json(SERVER.token());

            client.send(Frame.of(Frame.PING, utf8(payload)));

            Frame pong = client.nextFrame();
            assertThat(pong.opcode()).isEqualTo(Frame.PONG);
            assertThat(pong.text()).isEqualTo(payload);
        }

        @Test
        void aPongThatNobodyAskedForIsNoError() {
            RawWebSocket client = SERVER.json(SERVER.token());

            client.send(Frame.of(Frame.PONG, utf8("unsolicited")));

            client.expectNothingBeforePong();
        }
    }

    @Nested
    @DisplayName("section 13.4, closes by REST")
    final class RestCloses {
        @Test
        void aJsonClientGetsDisconnectedAndThenClose1000() {
            RawWebSocket client = SERVER.json(SERVER.token());

            assertThat(SERVER.status("DELETE", "/connections/" + client.connectionId()))
                    .isEqualTo(204);

            assertThat(client.nextText()).isEqualTo(disconnected(""));
            assertThat(client.nextClose()).isEqualTo(NORMAL);
            client.send(Frame.close(1000, ""));
            client.expectEnd();
        }

        @ParameterizedTest
        @CsvSource({"bye, bye", "a%20b+c%2B, a b c+", "'', ''"})
        void theReasonIsAppended(String encoded, String reason) {
            RawWebSocket client = SERVER.json(SERVER.token());

            SERVER.status("DELETE", "/connections/" + client.connectionId() + "?reason=" + encoded);

            assertThat(client.nextText()).isEqualTo(disconnected(reason.isEmpty() ? "" : " Reason: " + reason));
            assertThat(client.nextClose()).isEqualTo(NORMAL);
        }

        @Test
        void aReasonLongerThanACloseFrameTakesIsGivenInFull() {
            RawWebSocket client = SERVER.json(SERVER.token());
            String reason = "r".repeat(1000);

            SERVER.status("DELETE", "/connections/" + client.connectionId() + "?reason=" + reason);

            assertThat(client.nextText()).isEqualTo(disconnected(" Reason: " + reason));
            assertThat(client.nextClose()).isEqualTo(NORMAL);
        }

        @Test
        void aSimpleClientGetsOnlyTheCloseFrame() {
            RawWebSocket client = SERVER.simple(SERVER.token().user("simon"), "");

            assertThat(SERVER.status("POST", "/users/simon/:closeConnections?reason=bye"))
                    .isEqualTo(204);

            assertThat(client.nextClose()).isEqualTo(NORMAL);
        }

        @Test
        void aClientThatDoesNotAnswerIsDropped() {
            RawWebSocket client = SERVER.json(SERVER.token());

            SERVER.status("DELETE", "/connections/" + client.connectionId());
            client.closeAfterOthers();

            client.expectEnd();
        }

        @Test
        void whatWasSentBeforeArrivesBefore() {
            RawWebSocket client = SERVER.json(SERVER.token());

            SERVER.sendText("/connections/" + client.connectionId() + "/:send", "last words");
            SERVER.status("DELETE", "/connections/" + client.connectionId());

            assertThat(client.nextText()).contains("last words");
            assertThat(client.nextText()).isEqualTo(disconnected(""));
        }
    }

    @Nested
    @DisplayName("section 13.4, closes by the client")
    final class ClientCloses {
        @ParameterizedTest
        @ValueSource(ints = {1000, 1001, 3000, 4999})
        void theCodeIsEchoed(int code) {
            RawWebSocket client = SERVER.json(SERVER.token());

            client.send(Frame.close(code, "bye"));

            assertThat(client.nextClose().code()).isEqualTo(code);
            client.expectEnd();
            SERVER.awaitStatus(404, "HEAD", "/connections/" + client.connectionId());
        }

        @Test
        void anEmptyCloseIsAnsweredWithAnEmptyClose() {
            RawWebSocket client = SERVER.json(SERVER.token());

            client.send(Frame.of(Frame.CLOSE, new byte[0]));

            assertThat(client.nextClose()).isEqualTo(NO_CODE);
            client.expectEnd();
        }

        @Test
        void aSimpleClientGetsTheSameEcho() {
            RawWebSocket client = SERVER.simple(SERVER.token(), "");

            client.send(Frame.close(4000, ""));

            assertThat(client.nextClose().code()).isEqualTo(4000);
            client.expectEnd();
        }

        @Test
        void aLostTcpConnectionEndsTheConnection() {
            RawWebSocket client = SERVER.json(SERVER.token());

            client.close();

            SERVER.awaitStatus(404, "HEAD", "/connections/" + client.connectionId());
        }

        @Test
        void whatComesBehindTheCloseFrameIsIgnored() {
            RawWebSocket member = SERVER.json(SERVER.token().groups("g"));
            RawWebSocket client = SERVER.json("alice");

            client.send(WireBytes.join(
                    Frame.close(1000, "").bytes(),
                    Frame.of(Frame.TEXT, utf8("{\"type\":\"sendToGroup\",\"group\":\"g\",\"data\":\"late\"}"))
                            .bytes()));

            assertThat(client.nextClose().code()).isEqualTo(1000);
            SERVER.sendText("/groups/g/:send", "marker");
            assertThat(member.nextText()).contains("marker");
        }
    }

    @Nested
    @DisplayName("section 13.4, the server stops")
    final class ServerStops {
        @Test
        void clientsAreToldAndClosedWith1001() {
            RunningServer stopping = new RunningServer().start();
            RawWebSocket json = stopping.json(stopping.token());
            RawWebSocket simple = stopping.simple(stopping.token(), "");

            stopping.stop();

            assertThat(json.nextText())
                    .isEqualTo("{\"type\":\"system\",\"event\":\"disconnected\",\"message\":\"Service reload\"}");
            assertThat(json.nextClose().code()).isEqualTo(1001);
            assertThat(simple.nextClose().code()).isEqualTo(1001);
            json.close();
            simple.close();
        }

        @Test
        void anEmptyServerStopsAndFreesItsPort() throws IOException {
            RunningServer stopping = new RunningServer().start();
            int port = stopping.port();

            stopping.stop();

            try (ServerSocket again = new ServerSocket()) {
                again.setReuseAddress(true);
                again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                assertThat(again.isBound()).isTrue();
            }
        }
    }

    @Nested
    @DisplayName("section 13.4, refused recovery")
    final class Recovery {
        @Test
        void ofAnUnknownConnectionIs101AndThen1008() {
            RawWebSocket client = SERVER.handshake("/client/hubs/" + SERVER.hub()
                            + "?awps_connection_id=unknown&awps_reconnection_token=nonsense")
                    .offer(JSON)
                    .open();

            assertThat(client.answer().header("Sec-WebSocket-Protocol")).contains(JSON);
            assertThat(client.nextClose())
                    .isEqualTo(new RawWebSocket.Close(1008, "The connection could not be recovered."));
        }

        @Test
        void ofAConnectionThatIsNotReliableLeavesItUntouched() {
            RawWebSocket live = SERVER.json(SERVER.token());

            RawWebSocket client = SERVER.handshake(
                            "/client/hubs/" + SERVER.hub() + "?awps_connection_id=" + live.connectionId())
                    .offer(JSON)
                    .open();

            assertThat(client.nextClose().code()).isEqualTo(1008);
            live.expectNothingBeforePong();
        }
    }
}
