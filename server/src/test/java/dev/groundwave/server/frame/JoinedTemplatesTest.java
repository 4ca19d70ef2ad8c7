package dev.groundwave.server.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.hub.delivery.EncodedFrame;
import dev.groundwave.wire.Dialect;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.codec.Codecs;
import dev.groundwave.wire.codec.JsonCodec;
import dev.groundwave.wire.protobuf.ProtobufCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several numbered messages as one frame say and take exactly what they say and take one by one. */
@ParameterizedClass
@EnumSource(names = {"JSON_RELIABLE", "PROTOBUF_RELIABLE"})
final class JoinedTemplatesTest {
    private final NettyFrameEncoder encoder = new NettyFrameEncoder(
            new Codecs(Map.of(Dialect.JSON_RELIABLE, new JsonCodec(), Dialect.PROTOBUF_RELIABLE, new ProtobufCodec())),
            UnpooledByteBufAllocator.DEFAULT);

    private final List<EncodedFrame> parts;
    private final NumberedFrame joined;

    JoinedTemplatesTest(Dialect dialect) {
        // Around the sizes where the header of a WebSocket frame, or a length in protobuf, grows.
        parts = Stream.of(1, 60, 110, 125, 2000)
                .map(size -> encoder.encode(
                        new ServiceMessage.ServerData(Payload.text("x".repeat(size)), Map.of(), OptionalLong.empty()),
                        dialect))
                .toList();
        joined = (NumberedFrame) encoder.join(parts);
    }

    @AfterEach
    void releaseAll() {
        joined.release();
        parts.forEach(EncodedFrame::release);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 6, 8, 96, 100, 124, 126, 16_380, 99_997, 1_000_000, Long.MAX_VALUE - 4})
    void areTheBytesOfTheirPartsUnderNumbersThatFollowEachOther(long first) {
        ByteBuf together = Unpooled.buffer();
        ByteBuf oneByOne = Unpooled.buffer();

        joined.appendTo(together, first);
        for (int i = 0; i < parts.size(); i++) {
            ((NumberedFrame) parts.get(i)).appendTo(oneByOne, first + i);
        }

        assertThat(ByteBufUtil.hexDump(together)).isEqualTo(ByteBufUtil.hexDump(oneByOne));
        // Twice, because a size is remembered.
        assertThat(joined.bytes(first)).isEqualTo(together.readableBytes());
        assertThat(joined.bytes(first)).isEqualTo(together.readableBytes());
        assertThat(joined.bytes()).isGreaterThanOrEqualTo(together.readableBytes());
    }

    @ParameterizedTest
    @ValueSource(longs = {9, 99, 127})
    void haveTheRightSizeWhicheverNumbersWereAskedBefore(long first) {
        int[] sizes = new int[parts.size()];
        for (int i = 0; i < sizes.length; i++) {
            ByteBuf frame = Unpooled.buffer();
            joined.appendTo(frame, first - i);
            sizes[i] = frame.readableBytes();
        }

        for (int i = 0; i < sizes.length; i++) {
            assertThat(joined.bytes(first - i)).isEqualTo(sizes[i]);
        }
        for (int i = sizes.length - 1; i >= 0; i--) {
            assertThat(joined.bytes(first - i)).isEqualTo(sizes[i]);
        }
    }
}
