package dev.groundwave.launcher.settings;

import java.util.List;

/** The settings as a page to read, made from the table that also reads them. */
public final class SettingsReference {
    private static final String HEAD = """
            # Settings

            Printed by `./groundwave settings-doc`.

            Defaults, then the file given with `--config FILE`, then the environment, then the flags `--host` and `--port`:
            the later one counts. A key that is not known is an error, wherever it stands. The file is YAML:

            ```yaml
            port: 8080
            accessKeys:
              primary: "32 bytes or more"
            hubs:
              chat:
                anonymousConnectPolicy: deny
            ```

            An environment variable is the key's path in capitals with two underscores for a dot; a list has commas between
            its values. Hubs come from the file only. `./groundwave check-settings --config FILE` says whether a file is
            right, and what would count.

            | key | environment | type | default | meaning |
            |---|---|---|---|---|
            """;

    private SettingsReference() {}

    /** The page in Markdown. */
    public static String markdown() {
        StringBuilder page = new StringBuilder(HEAD);
        for (SettingsKey key : SettingsKey.values()) {
            String type = key.type().description() + (key.unit().isEmpty() ? "" : ", " + key.unit());
            List<String> cells = List.of(
                    code(key.path()), code(key.environmentName().orElse("")), type, code(key.defaultText()), key.doc());
            page.append("| ").append(String.join(" | ", cells)).append(" |\n");
        }
        return page.toString();
    }

    private static String code(String text) {
        return text.isEmpty() ? "–" : "`" + text + "`";
    }
}
