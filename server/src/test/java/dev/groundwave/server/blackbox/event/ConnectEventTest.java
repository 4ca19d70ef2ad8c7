package dev.groundwave.server.blackbox.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.Frame;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.blackbox.ScriptedUpstream.Answer;
import dev.groundwave.server.blackbox.ScriptedUpstream.Request;
import dev.groundwave.server.settings.SystemEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a connect handler decides: client-protocol.md, sections 1.3 to 1.6, and events-and-operations.md, 1.9 and 1.10. */
final class ConnectEventTest {
    private static final String OTHER = "my.protocol";
    private static final String JOIN = "{\"type\":\"joinGroup\",\"group\":\"g\",\"ackId\":1}";

    private final EventRig rig =
            EventRig.start(false, "*", SystemEvent.CONNECT, SystemEvent.CONNECTED, SystemEvent.DISCONNECTED);

    @AfterEach
    void end() {
        rig.close();
    }

    private void answerConnect(Answer answer) {
        rig.upstream().answer(request -> request.event().equals("connect") ? answer : Answer.of(204));
    }

    private void answerConnect(String json) {
        answerConnect(Answer.of(200, "application/json", json));
    }

    private RawWebSocket open(String... offers) {
        return rig.handshake(rig.token()).offer(offers).send();
    }

    @Nested
    @DisplayName("section 1.3")
    final class Handshakes {
        @Test
        void tellTheHandlerEverythingButTheToken() {
            RawWebSocket client = rig.server()
                    .handshake("/client/hubs/Chat?a=1&a=2&access_token="
                            + rig.token().claim("level", "[7,null,true]").sign())
                    .header("Authorization", "Bearer nonsense")
                    .header("X-ASRS-Internal-Thing", "x")
                    .header("Cookie", "c=1")
                    .offer(RunningServer.JSON, OTHER)
                    .open();
            client.started();

            Request request = rig.upstream().next("connect");
            assertThat(request.target()).isEqualTo("/Chat/connect");
            assertThat(request.header("ce-hub")).contains("Chat");
            assertThat(request.header("ce-userId")).contains("alice");
            assertThat(request.header("ce-subprotocol")).isEmpty();
            assertThat(request.header("ce-connectionId")).contains(client.connectionId());
            assertThat(request.text())
                    .contains("\"query\":{\"a\":[\"1\",\"2\"]}")
                    .contains("\"subprotocols\":[\"" + RunningServer.JSON + "\",\"" + OTHER + "\"]")
                    .contains("\"clientCertificates\":[]")
                    .contains("\"sub\":[\"alice\"]")
                    .contains("\"level\":[\"7\",\"true\"]")
                    .contains("\"Cookie\":[\"c=1\"]")
                    .contains("\"Host\":[\"" + rig.server().authority() + "\"]")
                    .containsPattern("\"exp\":\\[\"[0-9]+\"\\]")
                    .doesNotContain("nonsense")
                    .doesNotContain("access_token")
                    .doesNotContain("ASRS");
        }

        @Test
        void ofAnonymousClientsAreAskedAbout() {
            answerConnect("{\"userId\":\"guest\"}");

            RawWebSocket client = rig.server()
                    .handshake("/client/hubs/chat")
                    .offer(RunningServer.JSON)
                    .open();

            assertThat(client.nextText()).contains("\"userId\":\"guest\"");
            assertThat(rig.upstream().next("connect").text()).contains("\"claims\":{}");
        }

        @Test
        void areRefusedWithTheHandlersOwnWords() {
            answerConnect(Answer.of(403, "application/json", "{\"why\":\"banned\"}"));

            RawWebSocket client = open(RunningServer.JSON);

            assertThat(client.status()).isEqualTo(403);
            assertThat(client.answer().header("Content-Type")).contains("application/json");
            assertThat(client.answer().body()).isEqualTo("{\"why\":\"banned\"}");
        }

        @ParameterizedTest
        @ValueSource(ints = {401, 404, 429, 500, 503})
        void areRefusedWithTheHandlersStatus(int status) {
            answerConnect(Answer.of(status));

            assertThat(open(RunningServer.JSON).status()).isEqualTo(status);
        }

        @Test
        void areRefusedWith500WhenTheHandlerIsAway() {
            rig.upstream().close();

            assertThat(open(RunningServer.JSON).status()).isEqualTo(500);
        }

        @ParameterizedTest
        @ValueSource(strings = {"{", "{\"groups\":[\"\"]}", "{\"roles\":[null]}", "{\"subprotocol\":\"not.offered\"}"})
        void areRefusedWith500ForAnAnswerAgainstTheContract(String body) {
            answerConnect(body);

            assertThat(open(RunningServer.JSON).status()).isEqualTo(500);
        }

        @Test
        void thatAreRefusedMakeNoOtherEventAndKeepNoPlace() {
            answerConnect(Answer.of(401));
            open(RunningServer.JSON);
            answerConnect(Answer.of(204));
            RawWebSocket client = open(RunningServer.JSON).started();
            client.leave();

            rig.upstream().next("connect");
            assertThat(rig.upstream().next("connect").header("ce-connectionId")).contains(client.connectionId());
            assertThat(rig.upstream().next("connected").header("ce-connectionId"))
                    .contains(client.connectionId());
            assertThat(rig.upstream().next("disconnected").header("ce-connectionId"))
                    .contains(client.connectionId());
        }

        @Test
        void withADefectAreNotAskedAbout() {
            assertThat(rig.handshake(rig.token().key("another-key-that-is-not-the-servers-0123"))
                            .status())
                    .isEqualTo(401);
            assertThat(rig.upstream().waiting()).isZero();
        }
    }

    @Nested
    @DisplayName("section 1.4")
    final class Changes {
        @Test
        void replaceUserRolesAndGroups() {
            answerConnect("{\"userId\":\"bob\",\"roles\":[\"webpubsub.joinLeaveGroup\"],\"groups\":[\"hall\"]}");
            RawWebSocket client = open(RunningServer.JSON);

            assertThat(client.nextText()).contains("\"userId\":\"bob\"");
            assertThat(client.ask(JOIN)).isEqualTo("{\"type\":\"ack\",\"ackId\":1,\"success\":true}");
            assertThat(rig.server()
                            .call(rig.server()
                                    .request("POST", "/api/hubs/chat/groups/hall/:send")
                                    .body("text/plain", "hi"))
                            .status())
                    .isEqualTo(202);
            assertThat(client.nextText()).contains("\"group\":\"hall\"");
            rig.upstream().next("connect");
            assertThat(rig.upstream().next("connected").header("ce-userId")).contains("bob");
        }

        @Test
        void takeAllRolesAway() {
            answerConnect("{\"roles\":[]}");
            RawWebSocket client = rig.handshake(rig.token().roles("webpubsub.joinLeaveGroup"))
                    .offer(RunningServer.JSON)
                    .open()
                    .started();

            assertThat(client.ask(JOIN)).contains("Forbidden");
        }

        @Test
        void keepWhatTheTokenSaysWhenThereAreNone() {
            RawWebSocket client = rig.handshake(rig.token().roles("webpubsub.joinLeaveGroup"))
                    .offer(RunningServer.JSON)
                    .open();

            assertThat(client.nextText()).contains("\"userId\":\"alice\"");
            assertThat(client.ask(JOIN)).contains("\"success\":true");
        }
    }

    @Nested
    @DisplayName("section 1.5")
    final class Subprotocols {
        @Test
        void areChosenByTheHandler() {
            answerConnect("{\"subprotocol\":\"PROTOBUF.webpubsub.azure.v1\"}");

            RawWebSocket client = open(RunningServer.JSON, "protobuf.webpubsub.azure.v1");

            assertThat(client.answer().header("Sec-WebSocket-Protocol")).contains("protobuf.webpubsub.azure.v1");
            client.nextBinary();
            rig.upstream().next("connect");
            assertThat(rig.upstream().next("connected").header("ce-subprotocol"))
                    .contains("protobuf.webpubsub.azure.v1");
        }

        @Test
        void thatTheServiceDoesNotKnowMakeASimpleClient() {
            answerConnect("{\"subprotocol\":\"" + OTHER + "\"}");
            RawWebSocket client = open(RunningServer.JSON, OTHER);

            assertThat(client.status()).isEqualTo(101);
            assertThat(client.answer().header("Sec-WebSocket-Protocol")).contains(OTHER);
            client.text("hi");
            List<String> events = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                events.add(rig.upstream().next().event());
            }
            assertThat(events).containsExactlyInAnyOrder("connect", "connected", "message");
        }

        @Test
        void areChosenByTheClientsOrderOtherwise() {
            assertThat(open(OTHER, RunningServer.JSON).answer().header("Sec-WebSocket-Protocol"))
                    .contains(RunningServer.JSON);
            assertThat(open(OTHER).answer().header("Sec-WebSocket-Protocol")).isEmpty();
        }
    }

    @Nested
    @DisplayName("events-and-operations 1.10")
    final class Notifications {
        private String reason(Runnable end) {
            rig.upstream().next("connect");
            rig.upstream().next("connected");
            end.run();
            return rig.upstream().next("disconnected").text();
        }

        @Test
        void ofTheEndTellTheClientsOwnReason() {
            RawWebSocket client = open(RunningServer.JSON).started();

            assertThat(reason(() -> client.send(Frame.close(1000, "bye")))).isEqualTo("{\"reason\":\"bye\"}");
        }

        @Test
        void ofTheEndTellTheApplicationsReason() {
            RawWebSocket client = open(RunningServer.JSON).started();

            assertThat(reason(() -> rig.server()
                            .call(rig.server()
                                    .request(
                                            "DELETE",
                                            "/api/hubs/chat/connections/" + client.connectionId() + "?reason=X"))))
                    .isEqualTo("{\"reason\":\"Application server closed the connection. Reason: X\"}");
        }

        @Test
        void ofTheEndOfAReliableConnectionWaitForItsTime() {
            RawWebSocket client = open(RunningServer.RELIABLE).started();

            assertThat(reason(client::drop)).isEqualTo("{\"reason\":\"The connection recovery timeout expired.\"}");
        }

        @Test
        void areNotMadeByARecovery() {
            RawWebSocket client = open(RunningServer.RELIABLE).started();
            client.drop();
            RawWebSocket back = rig.server()
                    .recover(EventRig.HUB, client.connectionId(), client.reconnectionToken())
                    .started();
            back.leave();

            rig.upstream().next("connect");
            rig.upstream().next("connected");
            assertThat(rig.upstream().next("disconnected").header("ce-id")).contains("2");
            assertThat(rig.upstream().waiting()).isZero();
        }

        @Test
        void ofTheEndComeAlsoForAClientThatWentBeforeItWasLetIn() throws IOException {
            CountDownLatch decided = new CountDownLatch(1);
            rig.upstream()
                    .answer(request -> request.event().equals("connect")
                            ? EventRig.held(decided, Answer.of(204))
                            : Answer.of(204));
            try (Socket socket =
                    new Socket(InetAddress.getLoopbackAddress(), rig.server().port())) {
                String request = String.join(
                        "\r\n",
                        "GET /client/hubs/chat HTTP/1.1",
                        "Host: h",
                        "Connection: Upgrade",
                        "Upgrade: websocket",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                        "",
                        "");
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                rig.upstream().next("connect");
                socket.setSoLinger(true, 0);
            }
            decided.countDown();

            String event = rig.upstream().next().event();
            assertThat(event).isIn("connected", "disconnected");
            if (event.equals("connected")) {
                rig.upstream().next("disconnected");
            }
        }

        @Test
        void ofTheEndGoOutBeforeAServerStops() {
            open(RunningServer.JSON).started();
            rig.upstream().next("connect");
            rig.upstream().next("connected");

            rig.server().stop();

            assertThat(rig.upstream().next("disconnected").text()).isEqualTo("{\"reason\":\"Service reload\"}");
        }
    }
}
