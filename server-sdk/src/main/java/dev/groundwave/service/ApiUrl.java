package dev.groundwave.service;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A URL being written, piece by piece: path segments first, then the query.
 *
 * <p>Whatever is not unreserved is percent-encoded as UTF-8, so a slash in a group's name stays part of the name.
 * Lists repeat their parameter. Source: rest-api.md, section 1.
 */
final class ApiUrl {
    private static final String UNRESERVED_MARKS = "-._~";

    private final StringBuilder text;
    private char separator = '?';

    /** Starts with text that is already encoded. */
    ApiUrl(String start) {
        this.text = new StringBuilder(start);
    }

    /** Adds path segments that need no encoding. */
    ApiUrl fixed(String segments) {
        text.append('/').append(segments);
        return this;
    }

    /** Adds a name as one path segment. */
    ApiUrl name(String segment) {
        // A segment of dots alone means another path to many proxies; encoded it is a name like any other.
        boolean dots = segment.equals(".") || segment.equals("..");
        text.append('/').append(dots ? segment.replace(".", "%2E") : encode(segment));
        return this;
    }

    ApiUrl query(String name, String value) {
        text.append(separator).append(name).append('=').append(encode(value));
        separator = '&';
        return this;
    }

    ApiUrl query(String name, Optional<String> value) {
        value.ifPresent(present -> query(name, present));
        return this;
    }

    ApiUrl query(String name, OptionalInt value) {
        value.ifPresent(present -> query(name, Integer.toString(present)));
        return this;
    }

    ApiUrl query(String name, Collection<String> values) {
        values.forEach(value -> query(name, value));
        return this;
    }

    URI uri() {
        return URI.create(text.toString());
    }

    /**
     * Percent-encodes everything that is not unreserved.
     *
     * @throws IllegalArgumentException when the value holds half a surrogate pair: it would arrive as another name
     */
    static String encode(String value) {
        StringBuilder encoded = new StringBuilder(value.length() + 16);
        ByteBuffer bytes = utf8(value);
        while (bytes.hasRemaining()) {
            int octet = bytes.get() & 0xff;
            if (isUnreserved(octet)) {
                encoded.append((char) octet);
            } else {
                encoded.append(String.format(Locale.ROOT, "%%%02X", octet));
            }
        }
        return encoded.toString();
    }

    private static ByteBuffer utf8(String value) {
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a name or parameter holds half a surrogate pair", e);
        }
    }

    private static boolean isUnreserved(int octet) {
        return (octet >= 'a' && octet <= 'z')
                || (octet >= 'A' && octet <= 'Z')
                || (octet >= '0' && octet <= '9')
                || UNRESERVED_MARKS.indexOf(octet) >= 0;
    }
}
