package dev.groundwave.wire.event;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
    public static final String METADATA_PREFIX = CloudEventAttributes.METADATA_PREFIX;

    private static final String PREFIX = "ce-";

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
        List<Map.Entry<String, String>> headers = new ArrayList<>(20);
        headers.add(Map.entry("Content-Type", event.contentType()));
        headers.add(Map.entry(ORIGIN, origin));
        for (Map.Entry<String, String> attribute : CloudEventAttributes.of(event, time)) {
            headers.add(Map.entry(PREFIX + attribute.getKey(), attribute.getValue()));
        }
        headers.add(Map.entry("ce-signature", signature.of(event.client().connectionId())));
        headers.add(Map.entry("x-ms-client-request-id", requestId));
        headers.addAll(CloudEventAttributes.metadata(event));
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
