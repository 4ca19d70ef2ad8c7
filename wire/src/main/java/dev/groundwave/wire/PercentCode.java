package dev.groundwave.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Percent-encoding of one part of a URL. Source: RFC 3986, section 2. */
final class PercentCode {
    private static final String HEX = "0123456789ABCDEF";

    private PercentCode() {}

    /** Everything but letters, digits and {@code - . _ ~} is encoded. */
    static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (isUnreserved(b)) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HEX.charAt((b >> 4) & 0xF)).append(HEX.charAt(b & 0xF));
            }
        }
        return encoded.toString();
    }

    /** Undoes {@link #encode}; a percent sign that begins no escape stays, as browsers and .NET have it. */
    static String decode(String text, boolean plusIsSpace) {
        if (text.indexOf('%') < 0 && (!plusIsSpace || text.indexOf('+') < 0)) {
            return text;
        }
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(encoded.length);
        for (int i = 0; i < encoded.length; i++) {
            int escaped = encoded[i] == '%' ? escapeAt(encoded, i) : -1;
            if (escaped >= 0) {
                decoded.write(escaped);
                i += 2;
            } else {
                decoded.write(plusIsSpace && encoded[i] == '+' ? ' ' : encoded[i]);
            }
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }

    /** The byte that the escape at {@code percent} stands for, or -1 when two hexadecimal digits do not follow. */
    private static int escapeAt(byte[] encoded, int percent) {
        if (percent + 2 >= encoded.length) {
            return -1;
        }
        int high = Character.digit((char) encoded[percent + 1], 16);
        int low = Character.digit((char) encoded[percent + 2], 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    private static boolean isUnreserved(byte b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || b == '-'
                || b == '.'
                || b == '_'
                || b == '~';
    }
}
