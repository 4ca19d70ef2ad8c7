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
        its values. Hubs, and lists whose items have keys of their own (`[]`), come from the file only.
        `./groundwave check-settings --config FILE` says whether a file is
        right, and what would count.

        While the service runs it looks at the settings file, and at the files that are named in it, every second. Changed
        access keys, certificates, issuers, switches, proxies, network rules and origins count from then on, for new
        connections and calls. So does all of `hubs` and `upstream`: connected clients stay, and their next events go to
        the event handlers as they are then. A handler whose address and `auth` are the same keeps its connections and its
        consent, while `upstream` is the same too; one that is left out gets to the end of what is under way. All handlers
        are asked for a consent that is due, and the answers are logged. An event listener that
        stays as it was is not disturbed. A connected client keeps its
        `webSocketKeepAliveIntervalInSeconds`. All else needs a restart. Settings that cannot be used are logged and
        change nothing.

        ```yaml
        tls: { certificate: cert.pem, privateKey: key.pem }
        issuers:
          - issuer: https://login.microsoftonline.com/TENANT/v2.0
            audiences: [CLIENT-ID]
            ownerRoles: [WebPubSub.Owner]
            readerRoles: [WebPubSub.Reader]
        trustedProxies: [10.0.0.0/8]
        networkACLs:
          defaultAction: Deny
          publicNetwork: { allow: [ClientConnection] }
          privateEndpoints:
            - { name: backend, addresses: [192.168.0.0/16], allow: [RESTAPI] }
          ipRules:
            - { value: 198.51.100.0/24, action: Deny }
            - { value: 0.0.0.0/0, action: Allow }
        cors: { allowedOrigins: ["https://app.example"] }
        ```

        | key | environment | type | default | meaning |
        |---|---|---|---|---|
        """;

    private SettingsReference() {}

    /** The page in Markdown. */
    public static String markdown() {
        StringBuilder page = new StringBuilder(HEAD);
        for (SettingsKey key : SettingsKey.all()) {
            String type = key.type().description()
                    + (key.row().unit().isEmpty() ? "" : ", " + key.row().unit());
            List<String> cells = List.of(
                    code(key.path()),
                    code(key.environmentName().orElse("")),
                    type,
                    code(key.defaultText()),
                    key.row().doc());
            page.append("| ").append(String.join(" | ", cells)).append(" |\n");
        }
        return page.toString();
    }

    private static String code(String text) {
        return text.isEmpty() ? "–" : "`" + text + "`";
    }
}
