package dev.groundwave.service;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * An expression that chooses connections, such as {@code userId ne 'alice'}.
 *
 * <p>The server judges the expression; here values are only quoted, so that none of them can change its meaning.
 * {@code toString()} tells the length only. Source: rest-api.md, section 6.
 */
public record Filter(String text) {
    private static final String PLACEHOLDER = "{}";

    /**
     * The expression with each {@code {}} replaced by a value: a string is quoted, a whole number or boolean stands as it
     * is, a collection becomes a list for {@code in}. A {@code {}} inside the expression's own quotes is plain text.
     *
     * @throws IllegalArgumentException when values and places do not match in number, a value is of another type, or a
     *     collection is empty
     */
    public static Filter of(String expression, Object... values) {
        StringBuilder text = new StringBuilder(expression.length() + 16 * values.length);
        boolean quoted = false;
        int used = 0;
        for (int i = 0; i < expression.length(); i++) {
            if (!quoted && expression.startsWith(PLACEHOLDER, i)) {
                if (used == values.length) {
                    throw new IllegalArgumentException("the expression has more places than the " + used + " values");
                }
                text.append(literal(values[used++]));
                i += PLACEHOLDER.length() - 1;
            } else {
                char c = expression.charAt(i);
                quoted ^= c == '\'';
                text.append(c);
            }
        }
        if (used < values.length) {
            throw new IllegalArgumentException(
                    "the expression has " + used + " places for " + values.length + " values");
        }
        return new Filter(text.toString());
    }

    @Override
    public String toString() {
        return "Filter[" + text.length() + " characters]";
    }

    private static String literal(Object value) {
        if (value instanceof String string) {
            return "'" + string.replace("'", "''") + "'";
        }
        if (value instanceof Integer || value instanceof Long || value instanceof Boolean) {
            return value.toString();
        }
        if (value instanceof Collection<?> collection && !collection.isEmpty()) {
            return collection.stream().map(Filter::scalar).collect(Collectors.joining(",", "(", ")"));
        }
        throw new IllegalArgumentException(
                "a value is a string, a whole number, a boolean or a collection of such that is not empty");
    }

    private static String scalar(Object value) {
        if (value instanceof Collection) {
            throw new IllegalArgumentException("a list holds no lists");
        }
        return literal(value);
    }
}
