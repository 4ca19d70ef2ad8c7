package dev.groundwave.wire.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Frames made of good ones by a few random changes, the same ones for the same seed.
 *
 * <p>Blind, unlike a fuzzer that watches the code: good enough to notice in every build what a long run found once.
 */
public final class Mutations {
    private static final int MOST_CHANGES = 6;

    /** What decoders are known to stumble over. */
    private static final List<byte[]> SPECIALS = List.of(
            utf8("null"),
            utf8("\"\""),
            utf8("{}"),
            utf8("[]"),
            utf8("-1"),
            utf8("1e999999999"),
            utf8("18446744073709551616"),
            utf8("9".repeat(400)),
            utf8("[".repeat(70)),
            utf8("{\"a\":".repeat(70)),
            utf8("\\u0000"),
            utf8("\\ud800"),
            utf8("\u20ac\ud83d\ude00"),
            utf8("\"type\":"),
            utf8(",\"data\":"),
            utf8(",\"dataType\":\"protobuf\""),
            utf8(",\"stream\":{"),
            utf8(",\"error\":{"),
            utf8(",\"metadata\":{"),
            new byte[] {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F},
            new byte[] {
                (byte) 0xFF,
                (byte) 0xFF,
                (byte) 0xFF,
                (byte) 0xFF,
                (byte) 0xFF,
                (byte) 0xFF,
                (byte) 0xFF,
                (byte) 0xFF,
                (byte) 0xFF,
                0x01
            },
            new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
            new byte[] {0x0B, 0x0C});

    private final SplittableRandom random;
    private final List<byte[]> seeds;

    /** Changes of these frames. */
    public Mutations(long seed, List<byte[]> seeds) {
        this.random = new SplittableRandom(seed);
        this.seeds = List.copyOf(seeds);
    }

    /** The next frame. */
    public byte[] next() {
        byte[] frame = any();
        int changes = 1 + random.nextInt(MOST_CHANGES);
        for (int i = 0; i < changes; i++) {
            frame = change(frame);
        }
        return frame;
    }

    private byte[] change(byte[] frame) {
        int from = random.nextInt(frame.length + 1);
        int to = from + random.nextInt(Math.min(16, frame.length - from) + 1);
        return switch (random.nextInt(6)) {
            case 0 -> flipped(frame);
            case 1 -> replaced(frame, from, to, new byte[0]);
            case 2 -> replaced(frame, from, from, Arrays.copyOfRange(frame, from, to));
            case 3 -> replaced(frame, from, to, SPECIALS.get(random.nextInt(SPECIALS.size())));
            case 4 -> replaced(frame, from, to, noise(to - from));
            default -> spliced(frame, from);
        };
    }

    private byte[] flipped(byte[] frame) {
        byte[] changed = frame.clone();
        if (changed.length > 0) {
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return changed;
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        for (int i = 0; i < length; i++) {
            noise[i] = (byte) random.nextInt();
        }
        return noise;
    }

    private byte[] spliced(byte[] frame, int at) {
        byte[] other = any();
        return replaced(frame, at, frame.length, Arrays.copyOfRange(other, Math.min(at, other.length), other.length));
    }

    private byte[] any() {
        return seeds.get(random.nextInt(seeds.size()));
    }

    private static byte[] replaced(byte[] frame, int from, int to, byte[] middle) {
        byte[] changed = new byte[frame.length - (to - from) + middle.length];
        System.arraycopy(frame, 0, changed, 0, from);
        System.arraycopy(middle, 0, changed, from, middle.length);
        System.arraycopy(frame, to, changed, from + middle.length, frame.length - to);
        return changed;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
