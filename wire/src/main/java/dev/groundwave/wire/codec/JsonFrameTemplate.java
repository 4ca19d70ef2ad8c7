package dev.groundwave.wire.codec;

import dev.groundwave.wire.Bytes;

/** The JSON form: the prefix opens the object with its member {@code sequenceId}, the body has the other members. */
final class JsonFrameTemplate implements FrameTemplate {
    private static final byte[] HEAD = JsonWriter.ascii("{\"sequenceId\":");

    private final Bytes body;

    JsonFrameTemplate(Bytes body) {
        this.body = body;
    }

    @Override
    public Bytes body() {
        return body;
    }

    @Override
    public int prefixBytes(long sequenceId) {
        return HEAD.length + digits(sequenceId) + 1;
    }

    @Override
    public int writePrefix(long sequenceId, byte[] target, int offset) {
        System.arraycopy(HEAD, 0, target, offset, HEAD.length);
        int digits = digits(sequenceId);
        int end = offset + HEAD.length + digits;
        target[end] = ',';
        long rest = sequenceId;
        for (int i = end - 1; i >= offset + HEAD.length; i--) {
            long next = Long.divideUnsigned(rest, 10);
            target[i] = (byte) ('0' + (rest - next * 10));
            rest = next;
        }
        return end + 1 - offset;
    }

    private static int digits(long unsigned) {
        int digits = 1;
        for (long rest = Long.divideUnsigned(unsigned, 10); rest != 0; rest /= 10) {
            digits++;
        }
        return digits;
    }
}
