package dev.groundwave.wire.event;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An event's attributes as headers of an HTTP request, in CloudEvents' binary mode.
 *
 * <p>Safe for all threads. Values are ASCII, save that of {@code ce-userId}, which goes out as UTF-8. Source:
 * events-and-operations.md, section 1.6.
 */
public final class CloudEventHeaders {
    /** Who asks for consent and who sends: the service's host. */
    public static final String ORIGIN = "WebHook-Request-Origin";
    /** The version of the contract. */
    public static final String VERSION = "ce-awpsversion";
    /** The only version. */
    public static final String VERSION_1_0 = "1.0";
    /** The application's state of a connection, both ways. */
    public static final String STATE = "ce-connectionState";
    /** What the name of a header with metadata begins with; the key follows in lower case. */
    public static final String METADATA_PREFIX = "x-webpubsub-metadata-";

    private final String origin;
    private final EventSignature signature;

    /**
     * Headers of a service.
     *
     * @param origin the public host of the service, without port
     */
    public CloudEventHeaders(String origin, EventSignature signature) {
        this.origin = origin;
        this.signature = signature;
    }

    /**
     * All headers that follow from the event, with the length of its body; empty when a value, such as a user id with a
     * line break, cannot stand in a header.
     *
     * @param requestId new for each event, the same when it is sent again
     */
    public Optional<List<Map.Entry<String, String>>> of(UpstreamEvent event, Instant time, String requestId) {
        EventClient client = event.client();
        List<Map.Entry<String, String>> headers = new ArrayList<>(20);
        headers.add(Map.entry("Content-Type", event.contentType()));
        headers.add(Map.entry(ORIGIN, origin));
        headers.add(Map.entry("ce-specversion", "1.0"));
        headers.add(Map.entry(VERSION, VERSION_1_0));
        headers.add(Map.entry("ce-type", event.type()));
        headers.add(Map.entry("ce-source", "/hubs/" + client.hub() + "/client/" + client.connectionId()));
        headers.add(Map.entry("ce-id", Long.toUnsignedString(event.id())));
        headers.add(Map.entry("ce-time", time.truncatedTo(ChronoUnit.SECONDS).toString()));
        headers.add(Map.entry("ce-signature", signature.of(client.connectionId())));
        headers.add(Map.entry("ce-hub", client.hub()));
        headers.add(Map.entry("ce-connectionId", client.connectionId()));
        headers.add(Map.entry("ce-eventName", event.name()));
        client.userId().filter(id -> !id.isEmpty()).ifPresent(id -> headers.add(Map.entry("ce-userId", id)));
        client.subprotocol().ifPresent(name -> headers.add(Map.entry("ce-subprotocol", name)));
        client.state().ifPresent(state -> headers.add(Map.entry(STATE, state.value())));
        headers.add(Map.entry("x-ms-client-request-id", requestId));
        if (event instanceof UpstreamEvent.UserEvent user) {
            user.metadata()
                    .forEach((key, value) ->
                            headers.add(Map.entry(METADATA_PREFIX + key.toLowerCase(Locale.ROOT), value)));
        }
        return headers.stream().allMatch(header -> isHeaderValue(header.getValue()))
                ? Optional.of(headers)
                : Optional.empty();
    }

    private static boolean isHeaderValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7F) {
                return false;
            }
        }
        return true;
    }
}
