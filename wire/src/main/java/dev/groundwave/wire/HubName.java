package dev.groundwave.wire;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A hub's name in lower case, because hubs are the same in any letter case.
 *
 * <p>Source: client-protocol.md, section 1.1.
 */
public record HubName(String value) {
    private static final Pattern RULE = Pattern.compile("[A-Za-z][A-Za-z0-9_`,.\\[\\]]{0,127}");

    /**
     * Checks the name and brings it to lower case.
     *
     * @throws IllegalArgumentException when it may not be a hub's
     */
    public HubName {
        if (!RULE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a hub name is a letter and up to 127 letters, digits and characters of _`,.[]");
        }
        value = value.toLowerCase(Locale.ROOT);
    }

    /** The name, or empty when it may not be a hub's. */
    public static Optional<HubName> parse(String name) {
        return RULE.matcher(name).matches() ? Optional.of(new HubName(name)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
