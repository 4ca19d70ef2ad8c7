package dev.groundwave.launcher.settings;

import dev.groundwave.server.settings.AuthSettings;
import dev.groundwave.server.settings.IssuerSettings;
import dev.groundwave.server.settings.ServerSettings;
import java.util.List;

/** Who may call, and how that is proved. */
enum AuthKey implements SettingsKey {
    /** Signs and checks. */
    PRIMARY_KEY(
            "accessKeys.primary",
            new ValueType.Key(),
            "",
            ServerSettings.DEFAULTS.accessKeys().primary().reveal(),
            "Key that signs and checks tokens. The default is public: it is the key of the vendor's emulator."),
    /** Checks only. */
    SECONDARY_KEY(
            "accessKeys.secondary",
            new ValueType.Key(),
            "",
            "",
            "Second key that checks tokens as well, so that keys can be changed without a pause."),
    /** A way in. */
    DISABLE_LOCAL_AUTH(
            "disableLocalAuth",
            new ValueType.Choice(List.of("true", "false")),
            "",
            String.valueOf(AuthSettings.DEFAULTS.localAuthDisabled()),
            "Whether REST calls with tokens of the access keys are refused. Client tokens, which `:generateToken`"
                    + " signs with the primary key, stay good."),
    /** A way in. */
    DISABLE_AAD_AUTH(
            "disableAadAuth",
            new ValueType.Choice(List.of("true", "false")),
            "",
            String.valueOf(AuthSettings.DEFAULTS.aadAuthDisabled()),
            "Whether tokens of the issuers are refused."),
    /** Whose tokens count. */
    ISSUER(
            "issuers[].issuer",
            new ValueType.Text(),
            "",
            "",
            "An OpenID Connect issuer, to the letter as in its tokens' `iss`, whose tokens open the REST API; for a"
                    + " tenant of Microsoft Entra ID `https://sts.windows.net/TENANT/` or"
                    + " `https://login.microsoftonline.com/TENANT/v2.0`."),
    /** How its tokens are checked. */
    ISSUER_JWKS(
            "issuers[].jwks",
            new ValueType.UrlOrFile(),
            "",
            "",
            "Where the issuer's keys (JWKS) are: an https address, or a file. Without it the issuer's discovery"
                    + " document says so."),
    /** For whom its tokens must be. */
    ISSUER_AUDIENCES(
            "issuers[].audiences",
            ListType.texts(),
            "",
            IssuerSettings.DEFAULT_AUDIENCE,
            "Audiences of which a token must have one."),
    /** What its tokens allow. */
    ISSUER_ROLE_CLAIM(
            "issuers[].roleClaim",
            new ValueType.Text(),
            "",
            IssuerSettings.DEFAULT_ROLE_CLAIM,
            "Claim that says what the caller is."),
    /** What its tokens allow. */
    ISSUER_OWNER_ROLES(
            "issuers[].ownerRoles",
            ListType.texts(),
            "",
            "",
            "Values of that claim that allow every call. With neither owner nor reader roles every token does."),
    /** What its tokens allow. */
    ISSUER_READER_ROLES(
            "issuers[].readerRoles", ListType.texts(), "", "", "Values of that claim that allow HEAD and GET.");

    @SuppressWarnings("ImmutableEnumChecker") // Value types are records of immutable values.
    private final Row row;

    AuthKey(String path, ValueType type, String unit, String defaultText, String doc) {
        this.row = new Row(path, type, unit, defaultText, doc);
    }

    @Override
    public Row row() {
        return row;
    }
}
