package dev.groundwave.launcher.settings;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Environment variables that a settings file names as {@code ${NAME}}, so that its secrets can stay elsewhere.
 *
 * <p>Source: events-and-operations.md, section 1.3.
 */
record Variables(Map<String, String> environment) {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    /**
     * The text with their values.
     *
     * @param what place and key, for the complaint about one that is not set
     */
    String fill(String text, String what) throws SettingsException {
        Matcher matcher = VARIABLE.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            String value = environment.get(matcher.group(1));
            if (value == null) {
                throw new SettingsException(
                        what + " names the environment variable " + matcher.group(1) + ", which is not set");
            }
            matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(filled).toString();
    }

    /** Names no values. */
    @Override
    public String toString() {
        return "Variables[" + environment.size() + "]";
    }
}
