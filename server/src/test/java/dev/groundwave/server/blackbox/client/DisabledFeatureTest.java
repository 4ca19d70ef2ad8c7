package dev.groundwave.server.blackbox.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.Feature;
import dev.groundwave.wire.protobuf.ProtobufCodec;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A frame of a feature that is switched off is an unknown type. */
@DisplayName("section 13.6: a feature that is switched off")
final class DisabledFeatureTest {
    @RegisterExtension
    static final RunningServer SERVER = new RunningServer().disable(Feature.values());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"invoke\",\"invocationId\":\"1\",\"target\":\"event\",\"event\":\"e\",\"data\":1}",
                "{\"type\":\"invoke\",\"invocationId\":\"1\",\"event\":\"e\",\"data\":1}",
                "{\"type\":\"cancelInvocation\",\"invocationId\":\"1\"}",
                "{\"type\":\"sendToGroup\",\"group\":\"g\",\"stream\":{\"streamId\":\"s\"}}",
                "{\"type\":\"streamData\",\"streamId\":\"s\",\"data\":1}",
                "{\"type\":\"streamEnd\",\"streamId\":\"s\"}",
                "{\"type\":\"setGroupState\",\"group\":\"g\",\"state\":{},\"ackId\":1}",
                "{\"type\":\"subscribeGroupState\",\"group\":\"g\",\"ackId\":1}",
                "{\"type\":\"unsubscribeGroupState\",\"group\":\"g\",\"ackId\":1}"
            })
    void closesJsonClientsAsAnUnknownTypeDoes(String message) {
        RawWebSocket client = SERVER.json("ann");

        client.text(message);

        assertThat(client.nextClose())
                .isEqualTo(new RawWebSocket.Close(1007, "The client message is not a valid JSON protocol message."));
    }

    @Test
    void closesProtobufClientsAsAnUnknownTypeDoes() {
        RawWebSocket client = SERVER.handshake(SERVER.token())
                .offer("protobuf.webpubsub.azure.v1")
                .open();
        client.nextBinary();

        client.binary(new ProtobufCodec().encode(new ClientMessage.UnsubscribeGroupState("g", OptionalLong.of(1))));

        assertThat(client.nextClose())
                .isEqualTo(new RawWebSocket.Close(
                        1007, "The client message is not a valid protobuf.webpubsub.azure.v1 protocol message."));
    }

    @Test
    void leavesTheRestOfTheProtocolAlone() {
        RawWebSocket client = SERVER.json("ann");

        assertThat(client.ask("{\"type\":\"joinGroup\",\"group\":\"g\",\"ackId\":1}"))
                .isEqualTo("{\"type\":\"ack\",\"ackId\":1,\"success\":true}");
    }
}
