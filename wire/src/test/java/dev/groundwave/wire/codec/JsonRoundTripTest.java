package dev.groundwave.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.wire.AckError;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What one side writes, the other side reads as the same message. Source: client-protocol.md, section 6. */
final class JsonRoundTripTest {
    private static final Map<String, String> METADATA = Map.of("trace", "x1");

    private final JsonCodec codec = new JsonCodec();

    static Stream<Payload> payloads() {
        return Stream.of(
                Payload.text(""),
                Payload.text("quotes \" and \\ and \u0001\n, \u00e4\u20ac\ud83d\ude00"),
                Payload.text("a lone surrogate \ud83d here"),
                Payload.jsonRaw("{ \"b\" : 1e400, \"a\":[ 123456789012345678901234567890, \"\u20ac\" ] }"),
                Payload.jsonRaw("\"a string\""),
                Payload.jsonRaw("false"),
                Payload.binary(new byte[0]),
                Payload.binary(new byte[] {0, 1, 2, (byte) 0xFF}),
                Payload.protobuf(new byte[] {0x0A, 1, 'u', 0x12, 1, 7}));
    }

    static Stream<ClientMessage> clientMessages() {
        return Stream.of(
                        Stream.of(
                                new ClientMessage.JoinGroup("room \u20ac", OptionalLong.of(0)),
                                new ClientMessage.JoinGroup("room", OptionalLong.empty()),
                                new ClientMessage.LeaveGroup("room", OptionalLong.of(-1)),
                                new ClientMessage.SequenceAck(7),
                                new ClientMessage.Ping()),
                        payloads()
                                .map(data -> new ClientMessage.SendToGroup(
                                        "room", data, true, OptionalLong.of(2), METADATA, 300)),
                        payloads()
                                .map(data ->
                                        new ClientMessage.SendEvent("order", data, OptionalLong.empty(), Map.of())))
                .flatMap(messages -> messages);
    }

    static Stream<ServiceMessage> serviceMessages() {
        return Stream.of(
                        Stream.of(
                                ServiceMessage.Ack.success(-1),
                                ServiceMessage.Ack.failure(2, AckError.duplicate(2)),
                                new ServiceMessage.Connected(Optional.empty(), "c", Optional.empty()),
                                new ServiceMessage.Connected(Optional.of("alice"), "c", Optional.of("token")),
                                new ServiceMessage.Disconnected("bye"),
                                new ServiceMessage.Pong()),
                        payloads()
                                .map(data -> new ServiceMessage.GroupData(
                                        "room", Optional.of("alice"), data, METADATA, OptionalLong.of(4))),
                        payloads().map(data -> new ServiceMessage.ServerData(data, Map.of(), OptionalLong.empty())))
                .flatMap(messages -> messages);
    }

    @ParameterizedTest
    @MethodSource("clientMessages")
    void whatAClientWritesTheServiceReads(ClientMessage message) throws Exception {
        byte[] frame = codec.encode(message);

        assertThat(codec.decodeClientMessage(frame, 0, frame.length)).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("serviceMessages")
    void whatTheServiceWritesAClientReads(ServiceMessage message) throws Exception {
        byte[] frame = codec.encode(message);

        assertThat(codec.decodeServiceMessage(frame, 0, frame.length)).contains(message);
    }

    @Test
    void everyKindOfMessageIsAmongTheRoundTrips() {
        assertThat(kindsOf(clientMessages())).containsExactlyInAnyOrder(ClientMessage.class.getPermittedSubclasses());
        assertThat(kindsOf(serviceMessages())).containsExactlyInAnyOrder(ServiceMessage.class.getPermittedSubclasses());
        assertThat(kindsOf(payloads())).containsExactlyInAnyOrder(Payload.class.getPermittedSubclasses());
    }

    @Test
    void aFrameMayLieAnywhereInItsArray() throws Exception {
        byte[] frame = codec.encode(new ClientMessage.SendToGroup(
                "r\u00f6\u00f6m", Payload.jsonRaw("[1, 2]"), false, OptionalLong.empty(), Map.of(), 0));
        byte[] padded = new byte[frame.length + 9];
        Arrays.fill(padded, (byte) '}');
        System.arraycopy(frame, 0, padded, 4, frame.length);

        assertThat(codec.decodeClientMessage(padded, 4, frame.length))
                .isEqualTo(codec.decodeClientMessage(frame, 0, frame.length));
    }

    private static List<Class<?>> kindsOf(Stream<?> values) {
        return values.map(Object::getClass).distinct().collect(Collectors.toList());
    }
}
