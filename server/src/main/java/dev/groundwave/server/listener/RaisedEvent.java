package dev.groundwave.server.listener;

import dev.groundwave.wire.Payload;
import dev.groundwave.wire.event.UpstreamEvent;
import java.time.Instant;
import java.util.Map;

/** An event and when it was raised: what sinks get, before it is made into what they send. */
record RaisedEvent(UpstreamEvent event, Instant time) {
    /** What an event costs beside its data: names, ids, user, state, headers. */
    private static final int OVERHEAD_BYTES = 1024;

    /** How much memory it holds, about; at least {@link #OVERHEAD_BYTES}. */
    int weight() {
        int weight = OVERHEAD_BYTES
                + event.client().state().map(state -> state.value().length()).orElse(0);
        if (event instanceof UpstreamEvent.UserEvent user) {
            weight += weight(user.data());
            for (Map.Entry<String, String> each : user.metadata().entrySet()) {
                weight += each.getKey().length() + each.getValue().length();
            }
        }
        return weight;
    }

    /** A text is not encoded for this: most are of one byte a character, in memory and as UTF-8. */
    private static int weight(Payload data) {
        return switch (data) {
            case Payload.Text(String text) -> text.length();
            case Payload.Json json -> json.raw().size();
            case Payload.Binary binary -> binary.bytes().size();
            case Payload.ProtobufAny any -> any.serialised().size();
        };
    }
}
