package dev.groundwave.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.groundwave.wire.AckError;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.Feature;
import dev.groundwave.wire.GroupStateItem;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.StreamError;
import dev.groundwave.wire.StreamInfo;
import dev.groundwave.wire.WireLimits;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every codec keeps: one side reads what the other side wrote, and templates make the same frames.
 *
 * <p>Source: client-protocol.md, sections 6 and 9.
 */
public abstract class MessageCodecContract {
    private static final Map<String, String> METADATA = Map.of("trace", "x1");

    private static final Duration LONGEST_IDLE = Duration.ofMillis(WireLimits.MAX_STREAM_IDLE_TIMEOUT_MS);
    private static final AckError ERROR = AckError.badRequest("no");
    private static final List<GroupStateItem> ITEMS = List.of(
            new GroupStateItem("c1", Optional.of("alice"), Optional.of(METADATA), 1_741_652_400_000L),
            new GroupStateItem("c2", Optional.empty(), Optional.empty(), 0));

    private final MessageCodec codec;

    /** Tests the codec. */
    protected MessageCodecContract(MessageCodec codec) {
        this.codec = codec;
    }

    /** What of a service's message survives the dialect. */
    protected ServiceMessage surviving(ServiceMessage message) {
        return message;
    }

    /** Payloads of every kind. */
    static Stream<Payload> payloads() {
        return Stream.of(
                Payload.text(""),
                Payload.text("quotes \" and \\ and \u0001\n, \u00e4\u20ac\ud83d\ude00"),
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
                                new ClientMessage.Ping(),
                                new ClientMessage.Invoke("1", "echo", Optional.empty(), METADATA),
                                new ClientMessage.CancelInvocation("1"),
                                new ClientMessage.StreamStart("room", "s1", Duration.ofMillis(1), true, METADATA, 5),
                                new ClientMessage.StreamStart("room", "s1", LONGEST_IDLE, false, Map.of(), 0),
                                new ClientMessage.StreamKeepAlive("s1"),
                                new ClientMessage.StreamEnd("s1", Optional.empty()),
                                new ClientMessage.StreamEnd(
                                        "s1", Optional.of(StreamError.ofUser(Optional.of("m"), Optional.of("c")))),
                                new ClientMessage.SetGroupState("room", Optional.empty(), OptionalLong.of(1)),
                                new ClientMessage.SetGroupState("room", Optional.of(Map.of()), OptionalLong.empty()),
                                new ClientMessage.SetGroupState("room", Optional.of(METADATA), OptionalLong.empty()),
                                new ClientMessage.SubscribeGroupState("room", OptionalLong.of(1)),
                                new ClientMessage.UnsubscribeGroupState("room", OptionalLong.of(1))),
                        payloads().map(data -> new ClientMessage.StreamData("s1", -1, data)),
                        payloads().map(data -> new ClientMessage.Invoke("1", "echo", Optional.of(data), Map.of())),
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
                                new ServiceMessage.Pong(),
                                new ServiceMessage.InvokeResponse("1", Optional.empty(), METADATA, Optional.empty()),
                                ServiceMessage.InvokeResponse.failure("1", ERROR),
                                new ServiceMessage.StreamAck("s1", 1),
                                new ServiceMessage.StreamNack("s1", -1, ERROR),
                                new ServiceMessage.StreamClosed("s1", Optional.empty()),
                                new ServiceMessage.StreamClosed("s1", Optional.of(ERROR)),
                                new ServiceMessage.GroupStateSnapshot("room", List.of(), OptionalLong.empty()),
                                new ServiceMessage.GroupStateUpdate("room", ITEMS, OptionalLong.of(3)),
                                streamed(StreamInfo.fragment("s1", 1)),
                                streamed(StreamInfo.end("s1", 2, Optional.empty())),
                                streamed(StreamInfo.end("s1", 2, Optional.of(StreamError.of("Cancelled", "")))),
                                streamed(StreamInfo.end(
                                        "s1",
                                        -1,
                                        Optional.of(StreamError.ofUser(Optional.empty(), Optional.of("c")))))),
                        payloads()
                                .map(data -> new ServiceMessage.InvokeResponse(
                                        "1", Optional.of(data), METADATA, Optional.empty())),
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

        assertThat(codec.decodeServiceMessage(frame, 0, frame.length)).contains(surviving(message));
    }

    @ParameterizedTest
    @MethodSource("serviceMessages")
    void aTemplateMakesTheSameFrameAsTheWholeMessage(ServiceMessage message) {
        if (message instanceof ServiceMessage.Sequenced sequenced) {
            FrameTemplate template = codec.template(sequenced);
            OptionalLong sequenceId = sequenced.sequenceId();

            sequenceId.ifPresent(id -> assertThat(template.frame(id)).isEqualTo(codec.encode(message)));
            assertThat(template.frame(-1)).hasSizeGreaterThan(template.body().size());
        }
    }

    @Test
    void everyKindOfMessageIsAmongTheRoundTrips() {
        Set<Class<?>> onlyRead = Set.of(ClientMessage.Unacceptable.class, ClientMessage.StreamMisuse.class);

        assertThat(kindsOf(clientMessages()))
                .containsExactlyInAnyOrderElementsOf(leaves(ClientMessage.class)
                        .filter(kind -> !onlyRead.contains(kind))
                        .collect(Collectors.toList()));
        assertThat(kindsOf(serviceMessages()))
                .containsExactlyInAnyOrderElementsOf(
                        leaves(ServiceMessage.class).collect(Collectors.toList()));
        assertThat(kindsOf(payloads()))
                .containsExactlyInAnyOrderElementsOf(leaves(Payload.class).collect(Collectors.toList()));
    }

    @Test
    void whatIsOnlyReadHasNoFrame() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.encode(new ClientMessage.StreamMisuse("s1", "why")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.encode(new ClientMessage.Unacceptable(Feature.INVOKE, Optional.empty())));
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

    private static ServiceMessage streamed(StreamInfo stream) {
        return new ServiceMessage.GroupData(
                "room", Optional.empty(), Payload.text(""), METADATA, Optional.of(stream), OptionalLong.of(1));
    }

    private static Stream<Class<?>> leaves(Class<?> sealed) {
        return sealed.isSealed()
                ? Stream.of(sealed.getPermittedSubclasses()).flatMap(MessageCodecContract::leaves)
                : Stream.of(sealed);
    }

    private static List<Class<?>> kindsOf(Stream<?> values) {
        return values.map(Object::getClass).distinct().collect(Collectors.toList());
    }
}
