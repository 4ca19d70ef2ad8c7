package dev.groundwave.wire;

import java.util.Arrays;
import java.util.Optional;

/**
 * A pattern for group names: {@code ?} one character but a dot, {@code *} a run without dots, {@code **} any run,
 * a backslash before {@code * ? \} makes it literal.
 *
 * <p>Immutable. Source: client-protocol.md, section 3.2.
 *
 * <h2>Matching</h2>
 *
 * All ways through the pattern are followed side by side, one character of the name at a time: a set holds how many
 * tokens may have been consumed so far. The work is at most the pattern's length times the name's, whatever the two look
 * like; a backtracking matcher, as in {@code java.util.regex}, would take the fifth power with five stars. Only the
 * range of the set that is in use is walked.
 */
public final class GroupPattern {
    /** Tokens that are no literal character. */
    private static final int ANY_BUT_DOT = -1;

    private static final int RUN_WITHOUT_DOTS = -2;
    private static final int ANY_RUN = -3;

    private final String text;
    private final int[] tokens;

    private GroupPattern(String text, int[] tokens) {
        this.text = text;
        this.tokens = tokens;
    }

    /** The pattern, or empty when it is empty, too long, has too many stars or a stray backslash. */
    public static Optional<GroupPattern> parse(String text) {
        if (text.isEmpty() || text.length() > WireLimits.MAX_PATTERN_CHARS) {
            return Optional.empty();
        }
        int[] tokens = new int[text.length()];
        int count = 0;
        int stars = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '*') {
                int end = endOfStars(text, i);
                tokens[count++] = end - i > 1 ? ANY_RUN : RUN_WITHOUT_DOTS;
                stars++;
                i = end - 1;
            } else if (c == '\\') {
                i++;
                if (i == text.length() || "*?\\".indexOf(text.charAt(i)) < 0) {
                    return Optional.empty();
                }
                tokens[count++] = text.charAt(i);
            } else {
                tokens[count++] = c == '?' ? ANY_BUT_DOT : c;
            }
        }
        return stars > WireLimits.MAX_PATTERN_STARS
                ? Optional.empty()
                : Optional.of(new GroupPattern(text, Arrays.copyOf(tokens, count)));
    }

    /** Tells whether the whole group name matches. */
    public boolean matches(String group) {
        // consumed[i]: the name up to here may have used up the first i tokens.
        boolean[] consumed = new boolean[tokens.length + 1];
        boolean[] next = new boolean[tokens.length + 1];
        consumed[0] = true;
        int last = passEmptyRuns(consumed, 0);
        for (int at = 0; at < group.length(); at++) {
            char c = group.charAt(at);
            int reached = -1;
            for (int i = 0; i <= last; i++) {
                if (consumed[i] && i < tokens.length && accepts(tokens[i], c)) {
                    int to = isRun(tokens[i]) ? i : i + 1;
                    next[to] = true;
                    reached = Math.max(reached, to);
                }
            }
            if (reached < 0) {
                return false;
            }
            Arrays.fill(consumed, 0, last + 1, false);
            last = passEmptyRuns(next, reached);
            boolean[] free = consumed;
            consumed = next;
            next = free;
        }
        return consumed[tokens.length];
    }

    /** A run may be empty: whoever stands before one stands behind it too. Returns the last place reached. */
    private int passEmptyRuns(boolean[] consumed, int reached) {
        int last = reached;
        for (int i = 0; i <= last && i < tokens.length; i++) {
            if (consumed[i] && isRun(tokens[i])) {
                consumed[i + 1] = true;
                last = Math.max(last, i + 1);
            }
        }
        return last;
    }

    private static boolean accepts(int token, char c) {
        return token == ANY_RUN || (token >= 0 ? token == c : c != '.');
    }

    private static boolean isRun(int token) {
        return token == ANY_RUN || token == RUN_WITHOUT_DOTS;
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
