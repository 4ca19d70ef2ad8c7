package dev.groundwave.server.frame;

import dev.groundwave.hub.delivery.EncodedFrame;
import dev.groundwave.hub.delivery.FrameEncoder;
import dev.groundwave.wire.Dialect;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.StreamInfo;
import dev.groundwave.wire.codec.Codecs;
import dev.groundwave.wire.codec.FrameTemplate;
import dev.groundwave.wire.codec.MessageCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.List;

/**
 * Builds WebSocket header and payload once, in direct memory that every socket writes without a copy.
 *
 * <p>Server frames are unmasked and so the same for all receivers; passing them through Netty's own frame encoder would
 * copy them for each.
 */
public final class NettyFrameEncoder implements FrameEncoder {
    private final Codecs codecs;
    private final ByteBufAllocator allocator;

    /** An encoder for the dialects of these codecs and for simple clients. */
    public NettyFrameEncoder(Codecs codecs, ByteBufAllocator allocator) {
        this.codecs = codecs;
        this.allocator = allocator;
    }

    @Override
    public EncodedFrame encode(ServiceMessage message, Dialect dialect) {
        if (dialect == Dialect.SIMPLE) {
            return encodeBare(message);
        }
        MessageCodec codec = codecs.find(dialect).orElseThrow();
        int opcode = dialect.text() ? FrameHeader.TEXT : FrameHeader.BINARY;
        if (dialect.reliable() && message instanceof ServiceMessage.Sequenced sequenced) {
            FrameTemplate template = codec.template(sequenced);
            ByteBuf body = allocator.directBuffer(template.body().size());
            return new PooledTemplate(template, body.writeBytes(template.body().asByteBuffer()), opcode);
        }
        return frame(opcode, codec.encode(message));
    }

    @Override
    public EncodedFrame join(List<EncodedFrame> frames) {
        if (frames.getFirst() instanceof PooledTemplate) {
            return new JoinedTemplates(
                    frames.stream().map(PooledTemplate.class::cast).toList());
        }
        int bytes = 0;
        int count = 0;
        for (EncodedFrame frame : frames) {
            bytes += frame.bytes();
            count += frame.frames();
        }
        ByteBuf memory = allocator.directBuffer(bytes);
        for (EncodedFrame frame : frames) {
            ((PooledFrame) frame).appendTo(memory);
        }
        return new PooledFrame(memory, count);
    }

    /** The bare payload for a simple client, nothing for the end of a stream. Source: client-protocol.md, section 5.2. */
    private EncodedFrame encodeBare(ServiceMessage message) {
        if (message instanceof ServiceMessage.GroupData group
                && group.stream().map(StreamInfo::endOfStream).orElse(false)) {
            return new PooledFrame(Unpooled.EMPTY_BUFFER, 0);
        }
        Payload data = switch (message) {
            case ServiceMessage.GroupData group -> group.data();
            case ServiceMessage.ServerData server -> server.data();
            case ServiceMessage.Ack _,
                    ServiceMessage.Connected _,
                    ServiceMessage.Disconnected _,
                    ServiceMessage.Pong _,
                    ServiceMessage.InvokeResponse _,
                    ServiceMessage.StreamAck _,
                    ServiceMessage.StreamNack _,
                    ServiceMessage.StreamClosed _,
                    ServiceMessage.GroupStateSnapshot _,
                    ServiceMessage.GroupStateUpdate _ ->
                throw new IllegalArgumentException("simple clients get data only");
        };
        int opcode = switch (data) {
            case Payload.Text _, Payload.Json _ -> FrameHeader.TEXT;
            case Payload.Binary _, Payload.ProtobufAny _ -> FrameHeader.BINARY;
        };
        return frame(opcode, data.asBytes().toArray());
    }

    private EncodedFrame frame(int opcode, byte[] payload) {
        ByteBuf memory = allocator.directBuffer(FrameHeader.MAX_BYTES + payload.length);
        FrameHeader.write(memory, opcode, payload.length);
        return new PooledFrame(memory.writeBytes(payload), 1);
    }
}
