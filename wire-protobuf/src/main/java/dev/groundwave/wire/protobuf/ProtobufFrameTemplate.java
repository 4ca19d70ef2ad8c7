package dev.groundwave.wire.protobuf;

import dev.groundwave.wire.Bytes;
import dev.groundwave.wire.codec.FrameTemplate;

/**
 * The protobuf form: the outer message's field and length, the sequence id as the inner message's first field, then its
 * other fields.
 *
 * <p>Source: client-protocol.md, section 6.3; protobuf.dev, Encoding.
 */
final class ProtobufFrameTemplate implements FrameTemplate {
    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;

    private final byte messageTag;
    private final byte sequenceIdTag;
    private final Bytes body;

    /** Takes the array over. Both fields are below 16, so that their tags are one byte each. */
    ProtobufFrameTemplate(int messageField, int sequenceIdField, byte[] body) {
        this.messageTag = (byte) ((messageField << 3) | LENGTH_DELIMITED);
        this.sequenceIdTag = (byte) ((sequenceIdField << 3) | VARINT);
        this.body = Bytes.wrap(body);
    }

    @Override
    public Bytes body() {
        return body;
    }

    @Override
    public int prefixBytes(long sequenceId) {
        int idBytes = varintSize(sequenceId);
        return 1 + varintSize(1 + idBytes + body.size()) + 1 + idBytes;
    }

    @Override
    public int writePrefix(long sequenceId, byte[] target, int offset) {
        int at = offset;
        target[at++] = messageTag;
        at = varint(1 + varintSize(sequenceId) + body.size(), target, at);
        target[at++] = sequenceIdTag;
        return varint(sequenceId, target, at) - offset;
    }

    /** Writes an unsigned number and returns the place behind it. */
    private static int varint(long unsigned, byte[] target, int offset) {
        int at = offset;
        long rest = unsigned;
        while ((rest & ~0x7FL) != 0) {
            target[at++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        target[at++] = (byte) rest;
        return at;
    }

    private static int varintSize(long unsigned) {
        int size = 1;
        for (long rest = unsigned >>> 7; rest != 0; rest >>>= 7) {
            size++;
        }
        return size;
    }
}
