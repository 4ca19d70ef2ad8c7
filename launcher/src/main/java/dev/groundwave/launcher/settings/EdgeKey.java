package dev.groundwave.launcher.settings;

import dev.groundwave.server.settings.ManagementSettings;
import dev.groundwave.server.settings.NetworkRules;
import dev.groundwave.server.settings.ServerSettings;
import java.util.List;

/** Where the service listens, and whom it lets near. */
public enum EdgeKey implements SettingsKey {
    /** Where to listen. */
    HOST(
            "host",
            new ValueType.Text(),
            "",
            ServerSettings.DEFAULTS.listener().host(),
            "Name or address to listen on; `0.0.0.0` or `::` for all. With the built-in key only a loopback address."),
    /** Where to listen. */
    PORT(
            "port",
            new ValueType.WholeNumber(0, 65_535),
            "",
            String.valueOf(ServerSettings.DEFAULTS.listener().port()),
            "TCP port to listen on; 0 takes any free one."),
    /** Where to be looked after. */
    MANAGEMENT_HOST(
            "management.host",
            new ValueType.Text(),
            "",
            ManagementSettings.DEFAULT_HOST,
            "Name or address to listen on for those who look after the service. On any but a loopback address, what is"
                    + " not mere health needs a token as REST calls do; all is in clear, for private networks only."),
    /** Where to be looked after. */
    MANAGEMENT_PORT(
            "management.port",
            new ValueType.WholeNumber(0, 65_535),
            "",
            "",
            "TCP port for health details and the delivery log, for example 8081; 0 takes any free one. Off when"
                    + " absent."),
    /** What the service shows; with it there is TLS. */
    TLS_CERTIFICATE(
            "tls.certificate",
            new ValueType.FilePath(),
            "",
            "",
            "PEM file with the service's certificate and those that vouch for it; with it the service speaks https and"
                    + " wss. A changed file counts for new connections within seconds."),
    /** Belongs to the certificate. */
    TLS_PRIVATE_KEY(
            "tls.privateKey",
            new ValueType.FilePath(),
            "",
            "",
            "PEM file with the certificate's key: PKCS #8, without a password."),
    /** Client certificates. */
    TLS_CLIENT_CERT(
            "tls.clientCertEnabled",
            new ValueType.Choice(List.of("true", "false")),
            "",
            "false",
            "Whether clients are asked for a certificate. None has to have one; it is handed on, not judged."),
    /** Whom to believe. */
    TRUSTED_PROXIES(
            "trustedProxies",
            ListType.addressBlocks(),
            "",
            "",
            "Proxies, as CIDR, whose `X-Forwarded-For`, `-Proto` and `-Host` count. They must set or extend all"
                    + " three."),
    /** How a proxy hands a certificate on. */
    CLIENT_CERT_HEADER(
            "clientCertHeader",
            new ValueType.Text(),
            "",
            "",
            "Header in which trusted proxies hand on a client's certificate: PEM, percent-encoded or not, or its"
                    + " base64."),
    /** Who may ask for what. */
    ACL_DEFAULT(
            "networkACLs.defaultAction",
            new ValueType.Choice(List.of("Allow", "Deny")),
            "",
            NetworkRules.OPEN.allowedByDefault() ? "Allow" : "Deny",
            "What happens to a request that no rule names. A denied request gets 403."),
    /** Who may ask for what. */
    ACL_PUBLIC_ALLOW(
            "networkACLs.publicNetwork.allow",
            ListType.requestTypes(),
            "",
            "",
            "Kinds of requests that are allowed from everywhere."),
    /** Who may ask for what. */
    ACL_PUBLIC_DENY(
            "networkACLs.publicNetwork.deny",
            ListType.requestTypes(),
            "",
            "",
            "Kinds of requests that are denied from everywhere but the private endpoints; deny wins over allow."),
    /** Who may ask for what. */
    ACL_PRIVATE_NAME(
            "networkACLs.privateEndpoints[].name",
            new ValueType.Text(),
            "",
            "",
            "Name of a network with its own rules."),
    /** Who may ask for what. */
    ACL_PRIVATE_ADDRESSES(
            "networkACLs.privateEndpoints[].addresses",
            ListType.addressBlocks(),
            "",
            "",
            "Whose addresses, as CIDR, are of that network. Only its own rules hold for them."),
    /** Who may ask for what. */
    ACL_PRIVATE_ALLOW(
            "networkACLs.privateEndpoints[].allow",
            ListType.requestTypes(),
            "",
            "",
            "Kinds of requests that are allowed from there."),
    /** Who may ask for what. */
    ACL_PRIVATE_DENY(
            "networkACLs.privateEndpoints[].deny",
            ListType.requestTypes(),
            "",
            "",
            "Kinds of requests that are denied from there."),
    /** Who may ask for what. */
    ACL_RULE_VALUE(
            "networkACLs.ipRules[].value",
            new ValueType.AddressBlock(),
            "",
            "",
            "Public addresses, as CIDR; of up to 30 rules the first that matches counts, and the default action where"
                    + " none does. What passes is judged by its kind as well."),
    /** Who may ask for what. */
    ACL_RULE_ACTION(
            "networkACLs.ipRules[].action",
            new ValueType.Choice(List.of("Allow", "Deny")),
            "",
            "",
            "What happens to requests from there."),
    /** Which pages may call. */
    CORS_ORIGINS(
            "cors.allowedOrigins",
            ListType.origins(),
            "",
            "",
            "Origins of web pages that may call the REST API, `*` for all. WebSockets need none."),
    /** How others know the service. */
    PUBLIC_ENDPOINTS(
            "publicEndpoints",
            ListType.endpoints(),
            "",
            "",
            "Further addresses under which clients know the service; tokens for them are accepted. The first one stands"
                    + " in the printed connection string."),
    /** Tokens for any host name. */
    ANY_HOST(
            "anyHost",
            new ValueType.Choice(List.of("true", "false")),
            "",
            String.valueOf(ServerSettings.DEFAULTS.anyHost()),
            "For development: accept a token for any host name.");

    @SuppressWarnings("ImmutableEnumChecker") // Value types are records of immutable values.
    private final Row row;

    EdgeKey(String path, ValueType type, String unit, String defaultText, String doc) {
        this.row = new Row(path, type, unit, defaultText, doc);
    }

    @Override
    public Row row() {
        return row;
    }
}
