package dev.groundwave.wire;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A pattern for group names: {@code ?} one character but a dot, {@code *} a run without dots, {@code **} any run,
 * a backslash before {@code * ? \} makes it literal.
 *
 * <p>Immutable. Source: client-protocol.md, section 3.2.
 */
public final class GroupPattern {
    private final String text;
    private final Pattern compiled;

    private GroupPattern(String text, Pattern compiled) {
        this.text = text;
        this.compiled = compiled;
    }

    /** The pattern, or empty when it is empty, too long, has too many stars or a stray backslash. */
    public static Optional<GroupPattern> parse(String text) {
        if (text.isEmpty() || text.length() > WireLimits.MAX_PATTERN_CHARS) {
            return Optional.empty();
        }
        StringBuilder regex = new StringBuilder();
        int stars = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '*') {
                int end = endOfStars(text, i);
                // Possessive or atomic groups would be wrong here: a later part may need what a star took.
                regex.append(end - i > 1 ? ".*" : "[^.]*");
                stars++;
                i = end - 1;
            } else if (c == '?') {
                regex.append("[^.]");
            } else if (c == '\\') {
                i++;
                if (i == text.length() || "*?\\".indexOf(text.charAt(i)) < 0) {
                    return Optional.empty();
                }
                regex.append('\\').append(text.charAt(i));
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        if (stars > WireLimits.MAX_PATTERN_STARS) {
            return Optional.empty();
        }
        return Optional.of(new GroupPattern(text, Pattern.compile(regex.toString(), Pattern.DOTALL)));
    }

    /** Tells whether the whole group name matches. */
    public boolean matches(String group) {
        return compiled.matcher(group).matches();
    }

    private static int endOfStars(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) == '*') {
            end++;
        }
        return end;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GroupPattern that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
