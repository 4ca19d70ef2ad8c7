package dev.groundwave.server.blackbox.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.protobuf.ProtobufCodec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** client-protocol.md, sections 6.1 and 9: clients with a protobuf subprotocol. */
final class ProtobufTest {
    private static final String PLAIN = "protobuf.webpubsub.azure.v1";
    private static final String RELIABLE = "protobuf.reliable.webpubsub.azure.v1";
    private static final ProtobufCodec CODEC = new ProtobufCodec();

    @RegisterExtension
    static final RunningServer SERVER = new RunningServer();

    private static RawWebSocket open(String subprotocol, String user) {
        return SERVER.handshake(SERVER.token()
                        .user(user)
                        .roles("webpubsub.joinLeaveGroup", "webpubsub.sendToGroup")
                        .groups("g"))
                .offer(subprotocol)
                .open();
    }

    private static ServiceMessage next(RawWebSocket client) throws MalformedMessageException {
        byte[] frame = client.nextBinary();
        return CODEC.decodeServiceMessage(frame, 0, frame.length).orElseThrow();
    }

    private static ServiceMessage.Connected connected(RawWebSocket client) throws MalformedMessageException {
        return (ServiceMessage.Connected) next(client);
    }

    private static ClientMessage send(Payload data, long ackId) {
        return new ClientMessage.SendToGroup("g", data, true, OptionalLong.of(ackId), Map.of(), 0);
    }

    @Nested
    @DisplayName("section 9")
    final class Frames {
        @Test
        void areBinaryFromTheGreetingOn() throws MalformedMessageException {
            RawWebSocket client = open(PLAIN, "ann");

            ServiceMessage.Connected greeting = connected(client);

            assertThat(client.answer().header("Sec-WebSocket-Protocol")).contains(PLAIN);
            assertThat(greeting.userId()).contains("ann");
            assertThat(greeting.reconnectionToken()).isEmpty();
        }

        @Test
        void requestAnAckAlsoUnderZero() throws MalformedMessageException {
            RawWebSocket client = open(PLAIN, "ann");
            connected(client);

            client.binary(CODEC.encode(new ClientMessage.JoinGroup("other", OptionalLong.of(0))));

            assertThat(next(client)).isEqualTo(ServiceMessage.Ack.success(0));
        }

        @Test
        void ofOneConnectionAreNumberedOnReliableOnes() throws MalformedMessageException {
            RawWebSocket client = open(RELIABLE, "ann");

            assertThat(connected(client).reconnectionToken()).isPresent();
            SERVER.sendText("/groups/g/:send", "one");
            SERVER.sendText("/groups/g/:send", "two");

            assertThat(((ServiceMessage.GroupData) next(client)).sequenceId()).hasValue(1);
            assertThat(((ServiceMessage.GroupData) next(client)).sequenceId()).hasValue(2);
        }

        @Test
        void areReplayedAfterARecovery() throws MalformedMessageException {
            RawWebSocket lost = open(RELIABLE, "ann");
            ServiceMessage.Connected greeting = connected(lost);
            SERVER.sendText("/groups/g/:send", "one");
            next(lost);
            lost.drop();
            SERVER.sendText("/groups/g/:send", "two");

            RawWebSocket back = SERVER.recover(
                    SERVER.hub(),
                    greeting.connectionId(),
                    greeting.reconnectionToken().orElseThrow());

            assertThat(connected(back).connectionId()).isEqualTo(greeting.connectionId());
            assertThat(((ServiceMessage.GroupData) next(back)).data()).isEqualTo(Payload.text("one"));
            assertThat(((ServiceMessage.GroupData) next(back)).data()).isEqualTo(Payload.text("two"));
        }
    }

    @Nested
    @DisplayName("section 6.1, delivery across protocols")
    final class Across {
        private final List<Payload> payloads =
                List.of(Payload.text("hi"), Payload.jsonRaw("{\"a\":1.0}"), Payload.binary(new byte[] {0, 1, 2}));

        @Test
        void protobufToProtobufKeepsTheKind() throws MalformedMessageException {
            RawWebSocket receiver = open(PLAIN, "bob");
            connected(receiver);
            RawWebSocket sender = open(PLAIN, "ann");
            connected(sender);

            for (Payload payload : payloads) {
                sender.binary(CODEC.encode(send(payload, 1 + payloads.indexOf(payload))));

                ServiceMessage.GroupData data = (ServiceMessage.GroupData) next(receiver);
                assertThat(data.data()).isEqualTo(payload);
                assertThat(data.fromUserId()).isEmpty();
            }
        }

        @Test
        void protobufToJsonAndToSimpleClients() throws MalformedMessageException {
            RawWebSocket json = SERVER.json(SERVER.token().groups("g"));
            RawWebSocket simple = SERVER.simple(SERVER.token().groups("g"), "");
            RawWebSocket sender = open(PLAIN, "ann");
            connected(sender);

            sender.binary(CODEC.encode(send(Payload.jsonRaw("{\"a\":1.0}"), 1)));

            assertThat(json.nextText()).endsWith("\"dataType\":\"json\",\"data\":{\"a\":1.0}}");
            assertThat(simple.nextText()).isEqualTo("{\"a\":1.0}");
        }

        @Test
        void jsonToProtobuf() throws MalformedMessageException {
            RawWebSocket receiver = open(PLAIN, "bob");
            connected(receiver);
            RawWebSocket sender = SERVER.json("ann");

            sender.text("{\"type\":\"sendToGroup\",\"group\":\"g\",\"dataType\":\"binary\",\"data\":\"AAEC\"}");

            assertThat(next(receiver))
                    .isEqualTo(new ServiceMessage.GroupData(
                            "g",
                            Optional.empty(),
                            Payload.binary(new byte[] {0, 1, 2}),
                            Map.of(),
                            OptionalLong.empty()));
        }
    }
}
