package dev.groundwave.wire;

/**
 * The rule for user event names: a letter, then up to 127 letters, digits, {@code _ . -}.
 *
 * <p>Source: client-protocol.md, section 4.
 */
public final class EventName {
    private static final int MAX_CHARS = 128;

    private EventName() {}

    /** Tells whether the name may be an event's. */
    public static boolean isValid(String name) {
        if (name.isEmpty() || name.length() > MAX_CHARS || !isLetter(name.charAt(0))) {
            return false;
        }
        for (int i = 1; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!isLetter(c) && !(c >= '0' && c <= '9') && c != '_' && c != '.' && c != '-') {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the name as it is.
     *
     * @throws IllegalArgumentException when it may not be an event's
     */
    public static String check(String name) {
        if (!isValid(name)) {
            throw new IllegalArgumentException(
                    "an event name is a letter and up to 127 letters, digits, '_', '.', '-'");
        }
        return name;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
