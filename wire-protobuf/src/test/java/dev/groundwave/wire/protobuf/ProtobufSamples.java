package dev.groundwave.wire.protobuf;

import dev.groundwave.wire.codec.DecoderRules;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Frames to start mutations from: those that the specification shows, and one of every kind as the codec writes it.
 *
 * <p>Source: client-protocol.md, Appendix B.
 */
final class ProtobufSamples {
    static final DecoderRules RULES = new DecoderRules(new ProtobufCodec());

    private static final List<byte[]> CLIENT = frames(ProtobufKnownAnswersTest.fromClients());

    private static final List<byte[]> SERVICE = frames(ProtobufKnownAnswersTest.fromTheService());

    private ProtobufSamples() {}

    static List<byte[]> clientFrames() {
        return Stream.concat(CLIENT.stream(), RULES.clientFrames().stream()).toList();
    }

    static List<byte[]> serviceFrames() {
        return Stream.concat(SERVICE.stream(), RULES.serviceFrames().stream()).toList();
    }

    private static List<byte[]> frames(Stream<Arguments> answers) {
        return answers.map(answer -> HexFormat.of().parseHex((String) answer.get()[0]))
                .toList();
    }
}
