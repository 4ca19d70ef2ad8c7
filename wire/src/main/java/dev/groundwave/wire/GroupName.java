package dev.groundwave.wire;

/**
 * The rule for group names: 1 to 1024 UTF-16 units, not all white space, case-sensitive, otherwise free.
 *
 * <p>Source: client-protocol.md, section 4.
 */
public final class GroupName {
    private GroupName() {}

    /** Tells whether the name may be a group's. */
    public static boolean isValid(String name) {
        return name.length() <= WireLimits.MAX_GROUP_NAME_CHARS && !name.isBlank();
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
