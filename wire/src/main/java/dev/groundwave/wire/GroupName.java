package dev.groundwave.wire;

/**
 * The rule for group names: 1 to 1024 UTF-16 units, not all white space, case-sensitive, otherwise free.
 *
 * <p>Source: client-protocol.md, section 4.
 */
public final class GroupName {
    private static final char NEXT_LINE = 0x85;

    private GroupName() {}

    /** Tells whether the name may be a group's. */
    public static boolean isValid(String name) {
        return name.length() <= WireLimits.MAX_GROUP_NAME_CHARS && !isBlank(name);
    }

    /** Blank as the hosted service sees it: no-break spaces and the next-line sign are white space too. */
    private static boolean isBlank(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!Character.isWhitespace(c) && !Character.isSpaceChar(c) && c != NEXT_LINE) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the name as it is.
     *
     * @throws IllegalArgumentException when it may not be a group's; the message gives its length, not the name
     */
    public static String check(String name) {
        if (!isValid(name)) {
            throw new IllegalArgumentException("a group name has 1 to " + WireLimits.MAX_GROUP_NAME_CHARS
                    + " characters and is not blank; this one has " + name.length());
        }
        return name;
    }
}
