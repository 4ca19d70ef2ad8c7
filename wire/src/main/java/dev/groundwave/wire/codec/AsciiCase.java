package dev.groundwave.wire.codec;

/** Comparison of names that ignores the case of the letters A to Z and of no others. */
final class AsciiCase {
    private AsciiCase() {}

    static boolean equal(String one, String other) {
        if (one.length() != other.length()) {
            return false;
        }
        for (int i = 0; i < one.length(); i++) {
            if (lower(one.charAt(i)) != lower(other.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }
}
