package dev.groundwave.launcher.settings;

import dev.groundwave.server.settings.AuthSettings;
import dev.groundwave.server.settings.HubEventSettings;
import dev.groundwave.server.settings.HubSettings;
import dev.groundwave.server.settings.IssuerSettings;
import dev.groundwave.server.settings.LimitSettings;
import dev.groundwave.server.settings.NetworkRules;
import dev.groundwave.server.settings.ReliableSettings;
import dev.groundwave.server.settings.ServerSettings;
import dev.groundwave.server.settings.UpstreamSettings;
import dev.groundwave.wire.Feature;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The table of all settings: it drives reading, checking and the printed reference.
 *
 * <p>Defaults come from the server's own records, so that there is one place that says them.
 */
public enum SettingsKey {
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
            new ValueType.Texts(),
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
            new ValueType.Texts(),
            "",
            "",
            "Values of that claim that allow every call. With neither owner nor reader roles every token does."),
    /** What its tokens allow. */
    ISSUER_READER_ROLES(
            "issuers[].readerRoles", new ValueType.Texts(), "", "", "Values of that claim that allow HEAD and GET."),
    /** Whom to believe. */
    TRUSTED_PROXIES(
            "trustedProxies",
            new ValueType.AddressBlocks(),
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
            new ValueType.RequestTypes(),
            "",
            "",
            "Kinds of requests that are allowed from everywhere."),
    /** Who may ask for what. */
    ACL_PUBLIC_DENY(
            "networkACLs.publicNetwork.deny",
            new ValueType.RequestTypes(),
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
            new ValueType.AddressBlocks(),
            "",
            "",
            "Whose addresses, as CIDR, are of that network. Only its own rules hold for them."),
    /** Who may ask for what. */
    ACL_PRIVATE_ALLOW(
            "networkACLs.privateEndpoints[].allow",
            new ValueType.RequestTypes(),
            "",
            "",
            "Kinds of requests that are allowed from there."),
    /** Who may ask for what. */
    ACL_PRIVATE_DENY(
            "networkACLs.privateEndpoints[].deny",
            new ValueType.RequestTypes(),
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
            new ValueType.Origins(),
            "",
            "",
            "Origins of web pages that may call the REST API, `*` for all. WebSockets need none."),
    /** How others know the service. */
    PUBLIC_ENDPOINTS(
            "publicEndpoints",
            new ValueType.Endpoints(),
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
            "For development: accept a token for any host name."),
    /** How long a stop may take. */
    DRAIN_SECONDS(
            "drainSeconds",
            new ValueType.WholeNumber(0, Integer.MAX_VALUE),
            "seconds",
            String.valueOf(ServerSettings.DEFAULTS.drain().toSeconds()),
            "How long a stop waits for clients to leave; it ends early when they are gone."),
    /** How long a reliable connection waits. */
    RETENTION_SECONDS(
            "reliable.retentionSeconds",
            new ValueType.WholeNumber(1, Integer.MAX_VALUE),
            "seconds",
            String.valueOf(ReliableSettings.DEFAULTS.retention().toSeconds()),
            "How long a reliable connection waits for a client whose network dropped."),
    /** A bound. */
    BUFFER_MESSAGES(
            "reliable.bufferMessages",
            new ValueType.WholeNumber(1, Integer.MAX_VALUE),
            "messages",
            String.valueOf(ReliableSettings.DEFAULTS.bufferMessages()),
            "Messages that a reliable client may leave unacknowledged before it is closed."),
    /** A bound. */
    BUFFER_BYTES(
            "reliable.bufferBytes",
            new ValueType.WholeNumber(1, Integer.MAX_VALUE),
            "bytes",
            String.valueOf(ReliableSettings.DEFAULTS.bufferBytes()),
            "Bytes that a reliable client may leave unacknowledged before it is closed."),
    /** A bound. */
    MAX_CONNECTIONS(
            "limits.maxConnections",
            new ValueType.WholeNumber(0, Integer.MAX_VALUE),
            "connections",
            String.valueOf(LimitSettings.DEFAULTS.maxConnections()),
            "Client connections at one time; 0 = no limit."),
    /** A bound. */
    REQUEST_LINE_BYTES(
            "limits.requestLineBytes",
            new ValueType.WholeNumber(16_384, Integer.MAX_VALUE),
            "bytes",
            String.valueOf(LimitSettings.DEFAULTS.requestLineBytes()),
            "Longest request line, which carries the client's token."),
    /** A bound. */
    REST_BODY_BYTES(
            "limits.restBodyBytes",
            new ValueType.WholeNumber(1, Integer.MAX_VALUE),
            "bytes",
            String.valueOf(LimitSettings.DEFAULTS.restBodyBytes()),
            "Largest body of a REST call."),
    /** A bound. */
    OUTBOUND_MESSAGES(
            "limits.outboundMessages",
            new ValueType.WholeNumber(1, Integer.MAX_VALUE),
            "messages",
            String.valueOf(LimitSettings.DEFAULTS.outboundMessages()),
            "Messages that may wait for a slow client before it is closed."),
    /** A bound. */
    OUTBOUND_BYTES(
            "limits.outboundBytes",
            new ValueType.WholeNumber(1, Integer.MAX_VALUE),
            "bytes",
            String.valueOf(LimitSettings.DEFAULTS.outboundBytes()),
            "Bytes that may wait for a slow client before it is closed."),
    /** How long an event may take. */
    UPSTREAM_TIMEOUT(
            "upstream.timeoutSeconds",
            new ValueType.WholeNumber(1, Integer.MAX_VALUE),
            "seconds",
            String.valueOf(UpstreamSettings.DEFAULTS.timeout().toSeconds()),
            "How long an event handler may take for an answer, retries and their delays included."),
    /** How often an event is tried. */
    UPSTREAM_RETRY_DELAYS(
            "upstream.retryDelaysSeconds",
            new ValueType.WholeNumbers(),
            "seconds",
            UpstreamSettings.DEFAULTS.retryDelays().stream()
                    .map(delay -> String.valueOf(delay.toSeconds()))
                    .collect(Collectors.joining(", ")),
            "Pauses before an event is sent again after 408, 5xx or a broken connection; as many retries as pauses."),
    /** A bound. */
    UPSTREAM_WAITING(
            "upstream.waiting",
            new ValueType.WholeNumber(1, Integer.MAX_VALUE),
            "events",
            String.valueOf(UpstreamSettings.DEFAULTS.waiting()),
            "Events that may wait for a connection to the same event handler before further ones fail."),
    /** Parts of the protocol. */
    DISABLED_FEATURES(
            "disabledFeatures",
            new ValueType.Words(List.of("invoke", "stream", "groupState")),
            "",
            "",
            "Parts of the client protocol to switch off; a client that uses one is closed, as for an unknown message."),
    /** Whether a hub lets clients without a token in. */
    ANONYMOUS_CONNECT_POLICY(
            "hubs.<name>.anonymousConnectPolicy",
            new ValueType.Choice(List.of("allow", "deny")),
            "",
            HubSettings.DEFAULTS.anonymousAllowed() ? "allow" : "deny",
            "Whether clients may connect to the hub without a token."),
    /** A hub's pings. */
    KEEP_ALIVE_INTERVAL(
            "hubs.<name>.webSocketKeepAliveIntervalInSeconds",
            new ValueType.WholeNumber(1, 120),
            "seconds",
            String.valueOf(HubSettings.DEFAULTS.keepAliveInterval().toSeconds()),
            "Time between the service's WebSocket pings."),
    /** Whether a failed event ends its connection. */
    CLOSE_ON_FAILURE(
            "hubs.<name>.closeOnUserEventFailure",
            ValueType.Choice.ofFlag(),
            "",
            String.valueOf(HubEventSettings.NONE.closeOnUserEventFailure()),
            "Whether a client whose event failed is closed behind the error."),
    /** Where events go. */
    HANDLER_URL(
            "hubs.<name>.eventHandlers[].urlTemplate",
            new ValueType.Template(),
            "",
            "",
            "Where an event handler listens; `{hub}` and `{event}` in path or query stand for their values. Of the"
                    + " handlers of a hub the first one that wants an event gets it."),
    /** What goes there. */
    HANDLER_USER_EVENTS(
            "hubs.<name>.eventHandlers[].userEventPattern",
            new ValueType.EventNames(),
            "",
            "",
            "User events that the handler wants: `*`, or names with commas between them; none when absent."),
    /** What goes there. */
    HANDLER_SYSTEM_EVENTS(
            "hubs.<name>.eventHandlers[].systemEvents",
            new ValueType.SystemEvents(),
            "",
            "",
            "System events that the handler wants; none when absent."),
    /** Whether consent counts. */
    HANDLER_SKIP_VALIDATION(
            "hubs.<name>.eventHandlers[].skipValidation",
            ValueType.Choice.ofFlag(),
            "",
            "false",
            "Whether events go out although the handler was not asked for its consent; for closed networks."),
    /** Who we are. */
    HANDLER_AUTH_TYPE(
            "hubs.<name>.eventHandlers[].auth.type",
            new ValueType.Choice(List.of("None", "Header", "ClientCredentials")),
            "",
            "None",
            "How the service proves who it is, besides the signature of every event."),
    /** Who we are. */
    HANDLER_AUTH_VALUE(
            "hubs.<name>.eventHandlers[].auth.value",
            new ValueType.Secret(),
            "",
            "",
            "For `Header`: the value of the `Authorization` header."),
    /** Who we are. */
    HANDLER_TOKEN_URL(
            "hubs.<name>.eventHandlers[].auth.tokenUrl",
            new ValueType.Text(),
            "",
            "",
            "For `ClientCredentials`: where OAuth 2 tokens are issued."),
    /** Who we are. */
    HANDLER_CLIENT_ID(
            "hubs.<name>.eventHandlers[].auth.clientId",
            new ValueType.Text(),
            "",
            "",
            "For `ClientCredentials`: who asks for a token."),
    /** Who we are. */
    HANDLER_CLIENT_SECRET(
            "hubs.<name>.eventHandlers[].auth.clientSecret",
            new ValueType.Secret(),
            "",
            "",
            "For `ClientCredentials`: the proof of it."),
    /** Who we are. */
    HANDLER_SCOPE(
            "hubs.<name>.eventHandlers[].auth.scope",
            new ValueType.Text(),
            "",
            "",
            "For `ClientCredentials`: what the token is for.");

    /** What {@link #DISABLED_FEATURES} names. */
    static final Map<String, Feature> FEATURES =
            Map.of("invoke", Feature.INVOKE, "stream", Feature.STREAM, "groupState", Feature.GROUP_STATE);

    /** How the path of a hub's key begins; the name stands for any hub. */
    static final String HUB_PREFIX = "hubs.<name>.";

    /** Stands in a path behind a list, for any of its items. */
    static final String ITEM = "[]";

    static final String ENVIRONMENT_PREFIX = "GROUNDWAVE_";

    private static final Pattern WORD_BORDER = Pattern.compile("(?<=[a-z])(?=[A-Z])");

    private final String path;

    @SuppressWarnings("ImmutableEnumChecker") // Value types are records of immutable values.
    private final ValueType type;

    private final String unit;
    private final String defaultText;
    private final String doc;

    SettingsKey(String path, ValueType type, String unit, String defaultText, String doc) {
        this.path = path;
        this.type = type;
        this.unit = unit;
        this.defaultText = defaultText;
        this.doc = doc;
    }

    /** The key of this path, for example {@code limits.maxConnections}. */
    static Optional<SettingsKey> at(String path) {
        return Arrays.stream(values()).filter(key -> key.path.equals(path)).findFirst();
    }

    /** The name of an environment variable for a path: words in capitals, two underscores for a dot. */
    static String environmentName(String path) {
        String words = WORD_BORDER.matcher(path).replaceAll("_");
        return ENVIRONMENT_PREFIX + words.replace(".", "__").toUpperCase(Locale.ROOT);
    }

    /** Where it stands in the file, with dots between the levels. */
    public String path() {
        return path;
    }

    ValueType type() {
        return type;
    }

    /** What a number counts; empty for everything else. */
    String unit() {
        return unit;
    }

    /** The default as one would write it; empty for none. */
    String defaultText() {
        return defaultText;
    }

    String doc() {
        return doc;
    }

    /** Whether every hub has its own. */
    boolean isOfHub() {
        return path.startsWith(HUB_PREFIX);
    }

    /** Whether every item of a list has its own. */
    boolean isOfItem() {
        return path.contains(ITEM);
    }

    /** The environment variable that sets it; empty for hubs and items of lists, which come from the file only. */
    Optional<String> environmentName() {
        return isOfHub() || isOfItem() ? Optional.empty() : Optional.of(environmentName(path));
    }
}
