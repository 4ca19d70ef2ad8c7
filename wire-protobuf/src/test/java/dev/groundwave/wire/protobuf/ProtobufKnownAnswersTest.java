package dev.groundwave.wire.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.StreamInfo;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The frames that the specification gives byte for byte. Source: client-protocol.md, Appendix B. */
final class ProtobufKnownAnswersTest {
    private static final Payload HI = Payload.text("hi");

    private final ProtobufCodec codec = new ProtobufCodec();

    static Stream<Arguments> fromClients() {
        return Stream.of(
                Arguments.of("32080A04726F6F6D1000", new ClientMessage.JoinGroup("room", OptionalLong.of(0))),
                Arguments.of(
                        "0A0E0A04726F6F6D10021A040A026869",
                        new ClientMessage.SendToGroup("room", HI, false, OptionalLong.of(2), Map.of(), 0)),
                Arguments.of(
                        "2A0F0A056F7264657212040A0268691805",
                        new ClientMessage.SendEvent("order", HI, OptionalLong.of(5), Map.of())),
                Arguments.of("42020803", new ClientMessage.SequenceAck(3)),
                Arguments.of("4A00", new ClientMessage.Ping()),
                Arguments.of(
                        "520F0A046563686F1201311A040A026869",
                        new ClientMessage.Invoke("1", "echo", Optional.of(HI), Map.of())),
                Arguments.of(
                        "0A100A04726F6F6D3A080A02733110B0EA01",
                        new ClientMessage.StreamStart("room", "s1", Duration.ofSeconds(30), false, Map.of(), 0)),
                Arguments.of("6A0B0A02733110011A030A0161", new ClientMessage.StreamData("s1", 1, Payload.text("a"))));
    }

    static Stream<Arguments> fromTheService() {
        return Stream.of(
                Arguments.of("2200", new ServiceMessage.Pong()),
                Arguments.of("0A021001", ServiceMessage.Ack.success(0)),
                Arguments.of("0A0408011001", ServiceMessage.Ack.success(1)),
                Arguments.of(
                        "12150A0567726F75701204726F6F6D1A040A0268692001",
                        new ServiceMessage.GroupData("room", Optional.empty(), HI, Map.of(), OptionalLong.of(1))),
                Arguments.of(
                        "120E0A067365727665721A040A026869",
                        new ServiceMessage.ServerData(HI, Map.of(), OptionalLong.empty())),
                Arguments.of("32060A0273311001", new ServiceMessage.StreamAck("s1", 1)));
    }

    @ParameterizedTest
    @MethodSource("fromClients")
    void framesOfClientsAreReadAndWritten(String hex, ClientMessage message) throws Exception {
        byte[] frame = HexFormat.of().parseHex(hex);

        assertThat(codec.decodeClientMessage(frame, 0, frame.length)).isEqualTo(message);
        assertThat(hex(codec.encode(message))).isEqualTo(hex);
    }

    @ParameterizedTest
    @MethodSource("fromTheService")
    void framesOfTheServiceAreRead(String hex, ServiceMessage message) throws Exception {
        byte[] frame = HexFormat.of().parseHex(hex);

        assertThat(codec.decodeServiceMessage(frame, 0, frame.length)).contains(message);
    }

    @ParameterizedTest
    @MethodSource("fromTheService")
    void framesOfTheServiceAreWrittenWithTheSameFields(String hex, ServiceMessage message) throws Exception {
        byte[] frame = codec.encode(message);

        assertThat(frame).hasSize(hex.length() / 2);
        assertThat(codec.decodeServiceMessage(frame, 0, frame.length)).contains(message);
    }

    @Test
    void theSequenceIdIsTheFirstFieldInside() {
        ServiceMessage message =
                new ServiceMessage.GroupData("room", Optional.empty(), HI, Map.of(), OptionalLong.of(300));

        assertThat(hex(codec.encode(message)))
                .isEqualTo(
                        "1216" // data_message, 22 bytes
                                + "20AC02" // sequence_id 300
                                + "0A0567726F7570" // from
                                + "1204726F6F6D" // group
                                + "1A040A026869"); // data
    }

    @Test
    void everyFieldHasTheNumberOfTheSpecification() {
        assertThat(hex(codec.encode(new ServiceMessage.Connected(Optional.of("u"), "c", Optional.of("t")))))
                .isEqualTo("1A0B0A09" + "0A0163" + "120175" + "1A0174");
        assertThat(hex(codec.encode(new ServiceMessage.Disconnected("b")))).isEqualTo("1A051203120162");
        assertThat(hex(codec.encode(new ServiceMessage.GroupData(
                        "g",
                        Optional.empty(),
                        Payload.binary(new byte[] {7}),
                        Map.of("k", "v"),
                        Optional.of(StreamInfo.end("s", 2, Optional.empty())),
                        OptionalLong.empty()))))
                .isEqualTo("1220" + "0A0567726F7570" + "120167" + "1A03120107" + "2A060A016B120176" + "3207" + "0A0173"
                        + "1002" + "1801");
    }

    private static String hex(byte[] frame) {
        return HexFormat.of().withUpperCase().formatHex(frame);
    }
}
