package dev.groundwave.launcher.settings;

import dev.groundwave.server.settings.LimitSettings;
import dev.groundwave.server.settings.ReliableSettings;
import dev.groundwave.server.settings.ServerSettings;
import dev.groundwave.server.settings.UpstreamSettings;
import dev.groundwave.wire.Feature;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How much the service takes on, and for how long. */
enum ServiceKey implements SettingsKey {
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
            ListType.wholeNumbers(),
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
            "Events that may wait for a connection to the same event handler, or for their answers in one tunnel,"
                    + " before further ones fail."),
    /** Whom to believe. */
    UPSTREAM_TRUST(
            "upstream.trustedCertificates",
            new ValueType.FilePath(),
            "",
            "",
            "Certificates in PEM, of https event handlers or of those that vouch for them, that are believed besides"
                    + " those that the JDK knows."),
    /** Parts of the protocol. */
    DISABLED_FEATURES(
            "disabledFeatures",
            ListType.words(List.of("invoke", "stream", "groupState")),
            "",
            "",
            "Parts of the client protocol to switch off; a client that uses one is closed, as for an unknown message.");

    /** What {@link #DISABLED_FEATURES} names. */
    static final Map<String, Feature> FEATURES =
            Map.of("invoke", Feature.INVOKE, "stream", Feature.STREAM, "groupState", Feature.GROUP_STATE);

    @SuppressWarnings("ImmutableEnumChecker") // Value types are records of immutable values.
    private final Row row;

    ServiceKey(String path, ValueType type, String unit, String defaultText, String doc) {
        this.row = new Row(path, type, unit, defaultText, doc);
    }

    @Override
    public Row row() {
        return row;
    }
}
