package dev.groundwave.server.rest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The decoded parameters of a query; names are the same in any letter case. Source: rest-api.md, section 1. */
final class QueryParameters {
    private final Map<String, List<String>> byName;

    private QueryParameters(Map<String, List<String>> byName) {
        this.byName = byName;
    }

    /**
     * Reads a query.
     *
     * @param raw without its question mark, still percent-encoded
     */
    static QueryParameters parse(String raw) throws BadRequestException {
        Map<String, List<String>> byName = new HashMap<>();
        for (String pair : raw.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            byName.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                    .add(value);
        }
        return new QueryParameters(byName);
    }

    /** Every value of a parameter that may be repeated; nothing is split or trimmed. */
    List<String> all(String name) {
        return byName.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    /** The value of a parameter that may be given once. */
    Optional<String> one(String name) throws BadRequestException {
        List<String> values = all(name);
        if (values.size() > 1) {
            throw new BadRequestException(RestError.invalid(name, "The parameter is given more than once."));
        }
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
    }

    /** The value of a parameter that is an integer in a range. */
    OptionalInt integer(String name, int least, int most) throws BadRequestException {
        Optional<String> text = one(name);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        String digits = text.get();
        boolean isNumber = !digits.isEmpty()
                && digits.length() <= 10
                && digits.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        long value = isNumber ? Long.parseLong(digits) : -1;
        if (value < least || value > most) {
            throw new BadRequestException(RestError.invalid(
                    name, "The value of " + name + " must be an integer from " + least + " to " + most + "."));
        }
        return OptionalInt.of((int) value);
    }

    private static String decode(String raw) throws BadRequestException {
        return PercentCoding.decodeQueryPart(raw)
                .orElseThrow(
                        () -> new BadRequestException(RestError.badRequest("The query is not percent-encoded UTF-8.")));
    }
}
