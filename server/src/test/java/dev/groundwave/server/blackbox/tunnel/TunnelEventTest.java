package dev.groundwave.server.blackbox.tunnel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.Frame;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.blackbox.ScriptedUpstream;
import dev.groundwave.server.blackbox.ScriptedUpstream.Answer;
import dev.groundwave.server.blackbox.tunnel.RawTunnel.Message;
import dev.groundwave.server.settings.SystemEvent;
import dev.groundwave.server.settings.UpstreamAuth;
import dev.groundwave.wire.Bytes;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("events-and-operations 3.3, events through a tunnel")
final class TunnelEventTest {
    private TunnelRig rig = TunnelRig.ofUserEvents();

    @AfterEach
    void close() {
        rig.close();
    }

    private void restart(boolean skipValidation, Duration timeout, SystemEvent... events) {
        rig.close();
        rig = TunnelRig.start(skipValidation, timeout, "*", events);
    }

    @Nested
    final class AnEvent {
        @Test
        void isACallWhoseAnswerIsTheClients() {
            RawTunnel tunnel = rig.open();
            RawWebSocket client = rig.json();
            client.text(TunnelRig.event(1));

            Message call = tunnel.nextCall("POST", "tunnel:///hook/say");
            assertThat(call.json())
                    .startsWith("{\"Type\":1,\"AckId\":1,\"LocalRouting\":false,\"ChannelName\":\"\",")
                    .contains("\"Content-Type\":[\"text/plain; charset=utf-8\"]")
                    .contains("\"ce-type\":[\"azure.webpubsub.user.say\"]")
                    .contains("\"ce-userId\":[\"alice\"]")
                    .contains("\"ce-signature\":[\"sha256=");
            assertThat(call.text()).isEqualTo("hi");
            tunnel.answer(call, 200, "{\"content-type\":[\"text/plain\"]}", "hello");

            assertThat(client.nextText())
                    .isEqualTo("{\"type\":\"message\",\"from\":\"server\",\"dataType\":\"text\",\"data\":\"hello\"}");
            assertThat(client.nextText()).isEqualTo(TunnelRig.ack(1));
        }

        @Test
        void withoutBytesHasAContentOfNone() {
            RawTunnel tunnel = rig.open();
            rig.simple().text("");

            assertThat(tunnel.next().content()).contains(Bytes.EMPTY);
        }

        @Test
        void ofAFullMebibyteGoesThrough() {
            RawTunnel tunnel = rig.open();
            byte[] large = new byte[1_048_576];
            Arrays.fill(large, (byte) 'x');
            RawWebSocket client = rig.simple();
            client.binary(large);

            Message call = tunnel.next();
            assertThat(call.content()).contains(Bytes.wrap(large));
            tunnel.answer(call, 200, "{\"content-type\":[\"application/octet-stream\"]}", "ok");
            assertThat(client.nextBinary()).asString().isEqualTo("ok");
        }

        @Test
        void getsAnAnswerOfUpToSixteenMebibytes() {
            RawTunnel tunnel = rig.open();
            RawWebSocket client = rig.simple();
            client.binary(new byte[] {1});
            byte[] large = new byte[16_777_216];
            tunnel.answer(tunnel.next().ackId(), 200, "{\"content-type\":[\"application/octet-stream\"]}", large);

            assertThat(client.nextBinary()).hasSize(large.length);
        }

        @Test
        void failsByALargerAnswerWhichLeavesTheTunnelOpen() {
            RawTunnel tunnel = rig.open();
            RawWebSocket client = rig.json();
            client.text(TunnelRig.event(1));
            tunnel.answer(tunnel.next().ackId(), 200, "{}", new byte[16_777_217]);

            assertThat(client.nextText()).contains("\"success\":false");
            tunnel.expectNothing();
        }

        @Test
        void isCarriedWithItsUserIdAsBytes() {
            RawTunnel tunnel = rig.open();
            RawWebSocket client = rig.server()
                    .handshake("/client/hubs/chat?access_token="
                            + rig.server().token(TunnelRig.HUB).user("ä").sign())
                    .offer(RunningServer.JSON)
                    .open()
                    .started();
            client.text(TunnelRig.event(1));

            // Two characters for the two bytes of its UTF-8: the tool writes each as one byte.
            assertThat(tunnel.next().json()).contains("\"ce-userId\":[\"Ã¤\"]");
        }

        @Test
        void waitsForTheAnswerWithItsOwnNumber() {
            RawTunnel tunnel = rig.open();
            RawWebSocket client = rig.json();
            client.text(TunnelRig.event(1));
            Message call = tunnel.next();
            tunnel.answer(call.ackId() + 1, 200, "{\"content-type\":[\"text/plain\"]}", "wrong".getBytes(US_ASCII));
            tunnel.answer(call, 204, "{}", "");
            tunnel.answer(call, 204, "{}", "");

            assertThat(client.nextText()).isEqualTo(TunnelRig.ack(1));
            client.text(TunnelRig.event(2));
            Message second = tunnel.next();
            assertThat(second.ackId()).isNotEqualTo(call.ackId());
            tunnel.answer(second, 204, "{}", "");
            assertThat(client.nextText()).isEqualTo(TunnelRig.ack(2));
        }

        @Test
        void isPutTogetherFromPartsOfAnAnswer() {
            RawTunnel tunnel = rig.open();
            RawWebSocket client = rig.simple();
            client.text("go");
            int ackId = tunnel.next().ackId();
            for (String part : new String[] {"true one", "false two"}) {
                String[] words = part.split(" ", -1);
                tunnel.send(
                        2,
                        "{\"Type\":2,\"AckId\":" + ackId + ",\"StatusCode\":200,\"NotCompleted\":" + words[0]
                                + ",\"Headers\":{\"content-type\":[\"text/plain\"]}}",
                        words[1].getBytes(US_ASCII));
            }

            assertThat(client.nextText()).isEqualTo("onetwo");
        }

        @Test
        void isSentAgainOverATemporaryStatusAndNotOverAnother() {
            RawTunnel tunnel = rig.open();
            RawWebSocket client = rig.json();
            client.text(TunnelRig.event(1));
            tunnel.answer(tunnel.next(), 500, "{}", "connect ECONNREFUSED");
            tunnel.answer(tunnel.next(), 400, "{}", "");

            assertThat(client.nextText()).contains("\"ackId\":1,\"success\":false");
            tunnel.expectNothing();
        }

        @Test
        void failsAtTheDeadlineWhenTheBackEndDoesNotAnswer() {
            restart(true, Duration.ofMillis(200));
            RawTunnel tunnel = rig.open();
            RawWebSocket client = rig.json();
            client.text(TunnelRig.event(1));
            Message call = tunnel.next();

            assertThat(client.nextText()).contains("\"ackId\":1,\"success\":false");
            tunnel.answer(call, 204, "{}", "");
            tunnel.expectNothing();
        }

        @Test
        void failsWhenNoTunnelIsOpen() {
            RawWebSocket client = rig.json();
            client.text(TunnelRig.event(1));

            assertThat(client.nextText()).contains("\"ackId\":1,\"success\":false");
            assertThat(rig.server().events().retries()).isEqualTo(3);
        }

        @Test
        void keepsTheCookiesOfTheHandler() {
            RawTunnel tunnel = rig.open();
            RawWebSocket client = rig.json();
            client.text(TunnelRig.event(1));
            tunnel.answer(tunnel.next(), 204, "{\"set-cookie\":[\"node=7; Path=/\"]}", "");
            client.nextText();
            client.text(TunnelRig.event(2));

            assertThat(tunnel.next().json()).contains("\"Cookie\":[\"node=7\"]");
        }

        @Test
        void carriesATokenThatWasFetchedWithoutTheTunnel() {
            rig.close();
            try (ScriptedUpstream issuer = new ScriptedUpstream()) {
                issuer.answer(Answer.of(200, "application/json", "{\"access_token\":\"secret\",\"expires_in\":60}"));
                UpstreamAuth auth = new UpstreamAuth.ClientCredentials(
                        URI.create(issuer.url("/token")), "me", "mine", Optional.empty());
                rig = TunnelRig.start(true, Duration.ofSeconds(10), "*", auth);
                RawTunnel tunnel = rig.open();
                rig.json().text(TunnelRig.event(1));

                assertThat(tunnel.next().json()).contains("\"Authorization\":[\"Bearer secret\"]");
                assertThat(issuer.next().target()).isEqualTo("/token");
            }
        }

        @Test
        void ofAClientThatConnectsDecidesOverIt() {
            restart(true, Duration.ofSeconds(10), SystemEvent.CONNECT, SystemEvent.DISCONNECTED);
            RawTunnel tunnel = rig.open();
            Thread handler = Thread.ofVirtual()
                    .start(() -> tunnel.answer(
                            tunnel.nextCall("POST", "tunnel:///hook/connect"), 200, "{}", "{\"userId\":\"carol\"}"));

            assertThat(rig.server()
                            .handshake("/client/hubs/chat")
                            .offer(RunningServer.JSON)
                            .open()
                            .nextText())
                    .contains("\"userId\":\"carol\"");
            assertThat(handler.isAlive()).isFalse();
        }
    }

    @Nested
    final class Several {
        @Test
        void shareClientsInTurnAndKeepThem() {
            RawTunnel first = rig.open("one");
            RawTunnel second = rig.open("two");
            RawWebSocket alice = rig.json();
            RawWebSocket bob = rig.json();
            for (int i = 1; i <= 3; i++) {
                alice.text(TunnelRig.event(i));
                first.answer(first.next(), 204, "{}", "");
                assertThat(alice.nextText()).isEqualTo(TunnelRig.ack(i));
                bob.text(TunnelRig.event(i));
                second.answer(second.next(), 204, "{}", "");
                assertThat(bob.nextText()).isEqualTo(TunnelRig.ack(i));
            }
        }

        @Test
        void takeOverWhatTheOneThatEndedDidNotAnswer() {
            RawTunnel first = rig.open("one");
            RawWebSocket client = rig.json();
            client.text(TunnelRig.event(1));
            Message lost = first.next();
            RawTunnel second = rig.open("two");
            first.socket().close();

            Message again = second.next();
            assertThat(again.text()).isEqualTo(lost.text());
            second.answer(again, 204, "{}", "");
            assertThat(client.nextText()).isEqualTo(TunnelRig.ack(1));
            assertThat(rig.server().events().retries()).isPositive();
        }

        @Test
        void ofAnotherHubGetNothing() {
            String target = "/server/tunnel?hub=other";
            RawTunnel other =
                    new RawTunnel(rig.handshake(target, rig.token(target)).open()).greeted();
            RawWebSocket client = rig.json();
            client.text(TunnelRig.event(1));

            assertThat(client.nextText()).contains("\"success\":false");
            other.expectNothing();
        }
    }

    @Nested
    final class Consent {
        @Test
        void isAskedForAndWhateverComesTheEventGoesOut() {
            restart(false, Duration.ofSeconds(10));
            RawTunnel tunnel = rig.open();
            RawWebSocket client = rig.json();
            client.text(TunnelRig.event(1));
            Message asked = tunnel.nextCall("OPTIONS", "tunnel:///hook/validate");
            assertThat(asked.json())
                    .contains("\"Headers\":{\"WebHook-Request-Origin\":[\"localhost\"],\"ce-awpsversion\":[\"1.0\"]}");
            assertThat(asked.content()).isEmpty();
            Message call = tunnel.nextCall("POST", "tunnel:///hook/say");
            tunnel.answer(call, 204, "{}", "");
            assertThat(client.nextText()).isEqualTo(TunnelRig.ack(1));

            tunnel.answer(asked, 401, "{}", "");
            client.text(TunnelRig.event(2));
            tunnel.answer(tunnel.nextCall("POST", "tunnel:///hook/say"), 204, "{}", "");
            assertThat(client.nextText()).isEqualTo(TunnelRig.ack(2));
            assertThat(rig.server().events().validationsFailed()).isEqualTo(1);
        }
    }

    @Nested
    final class AStop {
        @Test
        void bringsTheLastEventsAndThenSendsTheBackEndAway() {
            restart(true, Duration.ofSeconds(10), SystemEvent.DISCONNECTED);
            RawTunnel tunnel = rig.open();
            RawWebSocket client = rig.json();
            Thread stop = Thread.ofVirtual().start(() -> rig.server().stop());
            client.closeAfterOthers();
            client.send(Frame.close(1000, ""));

            Message last = tunnel.nextCall("POST", "tunnel:///hook/disconnected");
            assertThat(stop.isAlive()).isTrue();
            tunnel.answer(last, 204, "{}", "");
            // No message of type 7 before it: that would keep the tool away.
            assertThat(tunnel.socket().nextClose())
                    .isEqualTo(new RawWebSocket.Close(1001, "Service reloading, reconnect"));
            tunnel.socket().expectEnd();
        }
    }
}
