package dev.groundwave.server.blackbox.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.wire.AckError;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.protobuf.ProtobufCodec;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Invocations of a hub without event handlers. */
@DisplayName("section 10")
final class InvocationTest {
    @RegisterExtension
    static final RunningServer SERVER = new RunningServer();

    private static String invoke(String id, String more) {
        return "{\"type\":\"invoke\",\"invocationId\":\"" + id + "\"" + more + "}";
    }

    private static String failure(String id, String name) {
        return "{\"type\":\"invokeResponse\",\"invocationId\":\"" + id + "\",\"success\":false,\"error\":{\"name\":\""
                + name + "\"";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ",\"dataType\":\"text\",\"data\":\"hi\"", ",\"data\":{}", ",\"metadata\":{\"k\":\"v\"}"})
    void thatNobodyAnswersFails(String more) {
        RawWebSocket client = SERVER.json(SERVER.token());

        assertThat(client.ask(invoke("1", ",\"target\":\"event\",\"event\":\"echo\"" + more)))
                .isEqualTo(failure("1", "InternalServerError") + ",\"message\":\"Internal server error\"}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"event\":\"e\"",
                ",\"target\":\"group\",\"event\":\"e\"",
                ",\"target\":\"event\"",
                ",\"target\":\"event\",\"event\":\"\"",
                ",\"target\":\"event\",\"event\":\"1\""
            })
    void withoutAGoodTargetOrEventIsABadRequest(String more) {
        assertThat(SERVER.json(SERVER.token()).ask(invoke("1", more))).startsWith(failure("1", "BadRequest"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"invocationId\":\"\"", ",\"invocationId\":1", ",\"invocationId\":null"})
    void withoutAnIdBreaksTheProtocol(String id) {
        RawWebSocket client = SERVER.json(SERVER.token());

        client.text("{\"type\":\"invoke\",\"target\":\"event\",\"event\":\"e\"" + id + "}");

        assertThat(client.nextClose().code()).isEqualTo(1007);
    }

    @Test
    void anIdHas256CharactersAtMost() {
        RawWebSocket client = SERVER.json(SERVER.token());
        String event = ",\"target\":\"event\",\"event\":\"e\"";

        assertThat(client.ask(invoke("i".repeat(256), event)))
                .startsWith(failure("i".repeat(256), "InternalServerError"));
        client.text(invoke("i".repeat(257), event));

        assertThat(client.nextClose().code()).isEqualTo(1007);
    }

    @Test
    void cancellingWhatIsNotPendingIsIgnored() {
        RawWebSocket client = SERVER.json(SERVER.token());

        client.text("{\"type\":\"cancelInvocation\",\"invocationId\":\"1\"}").expectNothingBeforePong();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"invocationId\":\"\"", ",\"invocationId\":1"})
    void cancellingWithoutAnIdBreaksTheProtocol(String id) {
        RawWebSocket client = SERVER.json(SERVER.token());

        client.text("{\"type\":\"cancelInvocation\"" + id + "}");

        assertThat(client.nextClose().code()).isEqualTo(1007);
    }

    @Test
    void theAnswerOfTheServiceIsNoMessageOfAClient() {
        RawWebSocket client = SERVER.json(SERVER.token());

        client.text("{\"type\":\"invokeResponse\",\"invocationId\":\"1\",\"success\":true}");

        assertThat(client.nextClose().code()).isEqualTo(1007);
    }

    @Test
    void protobufCarriesTheSame() throws MalformedMessageException {
        ProtobufCodec codec = new ProtobufCodec();
        RawWebSocket client = SERVER.handshake(SERVER.token())
                .offer("protobuf.webpubsub.azure.v1")
                .open();
        client.nextBinary();

        client.binary(codec.encode(new ClientMessage.Invoke("1", "echo", Optional.of(Payload.text("hi")), Map.of())));

        byte[] frame = client.nextBinary();
        assertThat(codec.decodeServiceMessage(frame, 0, frame.length))
                .contains(ServiceMessage.InvokeResponse.failure("1", AckError.internalServerError()));
    }
}
