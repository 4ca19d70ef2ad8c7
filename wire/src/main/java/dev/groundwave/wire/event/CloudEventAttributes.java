package dev.groundwave.wire.event;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an event tells beside its body, before a transport gives the names its own prefix and letter case.
 *
 * <p>One place for webhooks and listeners, so that both copies of an event say the same. Source:
 * events-and-operations.md, sections 1.6 and 2.1.
 */
public final class CloudEventAttributes {
    /** What the name of a piece of metadata begins with, on every transport; the key follows in lower case. */
    public static final String METADATA_PREFIX = "x-webpubsub-metadata-";

    private CloudEventAttributes() {}

    /** All attributes by name, for example {@code connectionId}, in a fixed order. */
    public static List<Map.Entry<String, String>> of(UpstreamEvent event, Instant time) {
        EventClient client = event.client();
        List<Map.Entry<String, String>> attributes = new ArrayList<>(12);
        attributes.add(Map.entry("specversion", "1.0"));
        attributes.add(Map.entry("awpsversion", CloudEventHeaders.VERSION_1_0));
        attributes.add(Map.entry("type", event.type()));
        attributes.add(Map.entry("source", "/hubs/" + client.hub() + "/client/" + client.connectionId()));
        attributes.add(Map.entry("id", Long.toUnsignedString(event.id())));
        attributes.add(Map.entry("time", time.truncatedTo(ChronoUnit.SECONDS).toString()));
        attributes.add(Map.entry("hub", client.hub()));
        attributes.add(Map.entry("connectionId", client.connectionId()));
        attributes.add(Map.entry("eventName", event.name()));
        client.userId().filter(id -> !id.isEmpty()).ifPresent(id -> attributes.add(Map.entry("userId", id)));
        client.subprotocol().ifPresent(name -> attributes.add(Map.entry("subprotocol", name)));
        client.state().ifPresent(state -> attributes.add(Map.entry("connectionState", state.value())));
        return attributes;
    }

    /** The metadata of a user event, under its prefix; of other events nothing. */
    public static List<Map.Entry<String, String>> metadata(UpstreamEvent event) {
        List<Map.Entry<String, String>> metadata = new ArrayList<>(0);
        if (event instanceof UpstreamEvent.UserEvent user) {
            user.metadata()
                    .forEach((key, value) ->
                            metadata.add(Map.entry(METADATA_PREFIX + key.toLowerCase(Locale.ROOT), value)));
        }
        return metadata;
    }
}
