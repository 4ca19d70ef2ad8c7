package dev.groundwave.wire.codec;

import dev.groundwave.wire.Bytes;
import dev.groundwave.wire.Payload;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.Map;

/**
 * Writes JSON into one growing array.
 *
 * <p>Lives for one encode call on one thread. Jackson's generator would do, but it copies raw values through characters
 * and refuses the lone surrogates that JSON texts may carry as escapes; here raw bytes are copied as they are and a lone
 * surrogate is escaped again.
 */
final class JsonWriter {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DATA_TYPE = ascii("\"dataType\":\"");
    private static final byte[] DATA = ascii("\",\"data\":");
    private static final byte[] METADATA = ascii(",\"metadata\":");
    /** Most bytes of one UTF-16 unit: {@code \}{@code u001f}. */
    private static final int MAX_CHAR_BYTES = 6;

    private byte[] buffer;
    private int size;

    JsonWriter(int expectedBytes) {
        buffer = new byte[expectedBytes];
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The bytes written. The writer must not be used afterwards: it may hand out its own array. */
    byte[] finish() {
        return size == buffer.length ? buffer : Arrays.copyOf(buffer, size);
    }

    JsonWriter raw(byte[] ready) {
        reserve(ready.length);
        System.arraycopy(ready, 0, buffer, size, ready.length);
        size += ready.length;
        return this;
    }

    JsonWriter raw(Bytes ready) {
        reserve(ready.size());
        ready.copyTo(buffer, size);
        size += ready.size();
        return this;
    }

    JsonWriter raw(char asciiSign) {
        reserve(1);
        buffer[size++] = (byte) asciiSign;
        return this;
    }

    JsonWriter unsigned(long value) {
        if (value < 0) {
            return raw(ascii(Long.toUnsignedString(value)));
        }
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        reserve(digits);
        long rest = value;
        for (int i = size + digits - 1; i >= size; i--) {
            buffer[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += digits;
        return this;
    }

    JsonWriter string(String text) {
        reserve(text.length() + 2);
        buffer[size++] = '"';
        int i = 0;
        for (; i < text.length() && isPlain(text.charAt(i)); i++) {
            buffer[size++] = (byte) text.charAt(i);
        }
        while (i < text.length()) {
            // Room for this character at its worst, and for at least one byte of each that follows.
            reserve(MAX_CHAR_BYTES + text.length() - i + 1);
            i += character(text, i);
        }
        buffer[size++] = '"';
        return this;
    }

    JsonWriter strings(Map<String, String> map) {
        raw('{');
        Iterator<Map.Entry<String, String>> entries = map.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<String, String> entry = entries.next();
            string(entry.getKey()).raw(':').string(entry.getValue());
            if (entries.hasNext()) {
                raw(',');
            }
        }
        return raw('}');
    }

    /** The members {@code dataType} and {@code data}, in this order, and {@code metadata} if there is any. */
    JsonWriter payload(Payload payload, Map<String, String> metadata) {
        raw(DATA_TYPE).raw(ascii(payload.dataType())).raw(DATA);
        if (payload instanceof Payload.Text text) {
            string(text.text());
        } else if (payload instanceof Payload.Json json) {
            raw(json.raw());
        } else {
            base64(payload.asBytes());
        }
        return metadata.isEmpty() ? this : raw(METADATA).strings(metadata);
    }

    /** A fair guess of the bytes that {@link #payload} will take, so that the array seldom grows. */
    static int expectedBytes(Payload payload) {
        if (payload instanceof Payload.Text text) {
            return text.text().length() + 64;
        }
        return payload.asBytes().size() * (payload instanceof Payload.Json ? 1 : 2) + 64;
    }

    private void base64(Bytes bytes) {
        ByteBuffer encoded = Base64.getEncoder().encode(bytes.asByteBuffer());
        reserve(encoded.remaining() + 2);
        buffer[size++] = '"';
        int length = encoded.remaining();
        encoded.get(buffer, size, length);
        size += length;
        buffer[size++] = '"';
    }

    /** Writes the character at {@code i} and returns how many UTF-16 units it took. */
    private int character(String text, int i) {
        char c = text.charAt(i);
        if (isPlain(c)) {
            buffer[size++] = (byte) c;
        } else if (c < 0x80) {
            escape(c);
        } else if (c < 0x800) {
            buffer[size++] = (byte) (0xC0 | (c >> 6));
            continuation(c);
        } else if (!Character.isSurrogate(c)) {
            buffer[size++] = (byte) (0xE0 | (c >> 12));
            continuation(c >> 6);
            continuation(c);
        } else if (Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1))) {
            int point = Character.toCodePoint(c, text.charAt(i + 1));
            buffer[size++] = (byte) (0xF0 | (point >> 18));
            continuation(point >> 12);
            continuation(point >> 6);
            continuation(point);
            return 2;
        } else {
            escape(c);
        }
        return 1;
    }

    private void continuation(int bits) {
        buffer[size++] = (byte) (0x80 | (bits & 0x3F));
    }

    private void escape(char c) {
        buffer[size++] = '\\';
        switch (c) {
            case '"', '\\' -> buffer[size++] = (byte) c;
            case '\n' -> buffer[size++] = 'n';
            case '\r' -> buffer[size++] = 'r';
            case '\t' -> buffer[size++] = 't';
            default -> {
                buffer[size++] = 'u';
                for (int shift = 12; shift >= 0; shift -= 4) {
                    buffer[size++] = HEX[(c >> shift) & 0xF];
                }
            }
        }
    }

    private static boolean isPlain(char c) {
        return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
    }

    private void reserve(int bytes) {
        if (buffer.length - size < bytes) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + bytes));
        }
    }
}
