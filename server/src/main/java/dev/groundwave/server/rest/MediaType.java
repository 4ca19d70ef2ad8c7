package dev.groundwave.server.rest;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A {@code Content-Type}, as far as a message body needs it.
 *
 * @param name type and subtype in lower case
 * @param charset as given
 */
record MediaType(String name, Optional<String> charset) {
    private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
    private static final Pattern NAME = Pattern.compile("\\s*(" + TOKEN + "/" + TOKEN + ")\\s*");
    /** Quoted strings with escapes count as malformed: no charset's name needs any. */
    private static final Pattern PARAMETER = Pattern.compile(
            ";\\s*+(?:(?<name>" + TOKEN + ")=(?:(?<token>" + TOKEN + ")|\"(?<quoted>[^\"\\\\]*+)\"))?\\s*+");

    /** What nearly all callers write, parsed once. */
    private static final Map<String, Optional<MediaType>> COMMON = Stream.of(
                    "application/json",
                    "application/json; charset=utf-8",
                    "application/octet-stream",
                    "text/plain",
                    "text/plain; charset=utf-8",
                    "text/plain;charset=utf-8")
            .collect(Collectors.toUnmodifiableMap(Function.identity(), MediaType::read));

    /** The parsed header; empty when it is malformed. */
    static Optional<MediaType> parse(String header) {
        Optional<MediaType> common = COMMON.get(header);
        return common == null ? read(header) : common;
    }

    private static Optional<MediaType> read(String header) {
        Matcher name = NAME.matcher(header);
        if (!name.lookingAt()) {
            return Optional.empty();
        }
        Optional<String> charset = Optional.empty();
        Matcher parameter = PARAMETER.matcher(header);
        int end = name.end();
        while (end < header.length()) {
            if (!parameter.region(end, header.length()).lookingAt()) {
                return Optional.empty();
            }
            if ("charset".equalsIgnoreCase(parameter.group("name"))) {
                charset = Optional.of(value(parameter));
            }
            end = parameter.end();
        }
        return Optional.of(new MediaType(name.group(1).toLowerCase(Locale.ROOT), charset));
    }

    private static String value(Matcher parameter) {
        String token = parameter.group("token");
        return token != null ? token : parameter.group("quoted");
    }
}
