package dev.groundwave.server.rest;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** Percent-coding, and decoding without leniency, which the JDK's decoder has for broken UTF-8. Source: rest-api.md, section 1. */
final class PercentCoding {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private PercentCoding() {}

    /** A path segment's text, in which a plus is a plus; empty when it is ill-formed. */
    static Optional<String> decodeSegment(String raw) {
        return decode(raw, '+');
    }

    /** The text of a name or value in a query, in which a plus is a space; empty when it is ill-formed. */
    static Optional<String> decodeQueryPart(String raw) {
        return decode(raw, ' ');
    }

    /** A text as a path segment, in which nothing but the unreserved characters of RFC 3986 stands for itself. */
    static String encodeSegment(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xFF);
            boolean unreserved = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "-._~".indexOf(c) >= 0;
            if (unreserved) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX.toHexDigits(octet));
            }
        }
        return encoded.toString();
    }

    private static Optional<String> decode(String raw, char plus) {
        return isPlain(raw, plus) ? Optional.of(raw) : decodeOctets(raw, plus);
    }

    /** Whether a text stands for itself, as most do. */
    private static boolean isPlain(String raw, char plus) {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%' || c > '~' || (c == '+' && plus != '+')) {
                return false;
            }
        }
        return true;
    }

    private static Optional<String> decodeOctets(String raw, char plus) {
        byte[] utf8 = raw.getBytes(StandardCharsets.UTF_8);
        int length = 0;
        for (int i = 0; i < utf8.length; i++) {
            if (utf8[i] == '%') {
                int octet = i + 2 < utf8.length ? octet(utf8[i + 1], utf8[i + 2]) : -1;
                if (octet < 0) {
                    return Optional.empty();
                }
                utf8[length++] = (byte) octet;
                i += 2;
            } else {
                utf8[length++] = utf8[i] == '+' ? (byte) plus : utf8[i];
            }
        }
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8, 0, length));
            return Optional.of(text.toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static int octet(byte high, byte low) {
        int highDigit = Character.digit(high, 16);
        int lowDigit = Character.digit(low, 16);
        return highDigit < 0 || lowDigit < 0 ? -1 : highDigit << 4 | lowDigit;
    }
}
