package dev.groundwave.server.listener;

import dev.groundwave.wire.Payload;
import dev.groundwave.wire.event.ConnectionState;
import dev.groundwave.wire.event.EventClient;
import dev.groundwave.wire.event.UpstreamEvent;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Events of one client, as the tests here raise them. */
final class Raised {
    static final Instant TIME = Instant.parse("2026-11-21T10:20:30.987Z");
    static final EventClient ALICE = new EventClient(
            "Chat",
            "conn-1",
            Optional.of("Zoë"),
            Optional.of("json.webpubsub.azure.v1"),
            Optional.of(new ConnectionState("kept")));
    static final EventClient NOBODY =
            new EventClient("Chat", "conn-1", Optional.empty(), Optional.empty(), Optional.empty());

    private Raised() {}

    static UpstreamEvent.UserEvent user(long id, Payload data, Map<String, String> metadata) {
        return new UpstreamEvent.UserEvent(ALICE, id, "Order.New", data, metadata);
    }

    static RaisedEvent text(long id) {
        return raised(user(id, Payload.text("event " + id), Map.of()));
    }

    static RaisedEvent raised(UpstreamEvent event) {
        return new RaisedEvent(event, TIME);
    }
}
