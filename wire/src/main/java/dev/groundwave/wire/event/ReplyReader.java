package dev.groundwave.wire.event;

import dev.groundwave.wire.Bytes;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.codec.AnyShape;
import dev.groundwave.wire.codec.JsonText;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what an event handler answered.
 *
 * <p>Stateless and safe for all threads. Source: events-and-operations.md, sections 1.9, 1.11 and 1.13.
 */
public final class ReplyReader {
    private final JsonText json = new JsonText();

    /** A reader; one is enough for a whole program. */
    public ReplyReader() {}

    /** The answer to a client that wants in. */
    public UpstreamReply connect(UpstreamResponse response) {
        if (!response.isSuccess()) {
            return rejected(response);
        }
        try {
            return ConnectReply.read(response.body(), state(response));
        } catch (IllegalArgumentException e) {
            return new UpstreamReply.Failed(String.valueOf(e.getMessage()));
        }
    }

    /**
     * The answer to a user event.
     *
     * @param simple whether the client is a simple one, which gets the text of broken JSON as it is
     */
    public UpstreamReply userEvent(UpstreamResponse response, boolean simple) {
        if (!response.isSuccess()) {
            return rejected(response);
        }
        try {
            Optional<ConnectionState> state = state(response);
            Map<String, String> metadata = metadata(response);
            Bytes body = response.body();
            if (body.size() > 0) {
                return new UpstreamReply.Reply(payload(response, simple), metadata, state);
            }
            return metadata.isEmpty()
                    ? new UpstreamReply.Nothing(state)
                    : new UpstreamReply.Reply(Payload.text(""), metadata, state);
        } catch (IllegalArgumentException e) {
            return new UpstreamReply.Failed(String.valueOf(e.getMessage()));
        }
    }

    private static UpstreamReply rejected(UpstreamResponse response) {
        return new UpstreamReply.Rejected(response.status(), response.header("Content-Type"), response.body());
    }

    private static Optional<ConnectionState> state(UpstreamResponse response) {
        return response.header(CloudEventHeaders.STATE).map(ConnectionState::new);
    }

    /** Keys in lower case; of a repeated header the last one counts. */
    private static Map<String, String> metadata(UpstreamResponse response) {
        Map<String, String> metadata = new LinkedHashMap<>();
        for (Map.Entry<String, String> header : response.headers()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.startsWith(CloudEventHeaders.METADATA_PREFIX)) {
                metadata.put(name.substring(CloudEventHeaders.METADATA_PREFIX.length()), header.getValue());
            }
        }
        return metadata;
    }

    private Payload payload(UpstreamResponse response, boolean simple) {
        Bytes body = response.body();
        String header = response.header("Content-Type").orElse("");
        String type = header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return switch (type) {
            case "text/plain" -> Payload.text(body.asUtf8());
            case "application/json" -> jsonPayload(body, simple);
            case "application/octet-stream", "" -> new Payload.Binary(body);
            case "application/x-protobuf" -> protobufPayload(body, simple);
            default -> throw new IllegalArgumentException("the content type is none that a message can have");
        };
    }

    private Payload jsonPayload(Bytes body, boolean simple) {
        if (json.isPayload(body.toArray())) {
            return new Payload.Json(body);
        }
        if (simple) {
            return Payload.text(body.asUtf8());
        }
        throw new IllegalArgumentException("the body is not the JSON of a message");
    }

    private static Payload protobufPayload(Bytes body, boolean simple) {
        if (simple || AnyShape.isAny(body.toArray())) {
            return new Payload.ProtobufAny(body);
        }
        throw new IllegalArgumentException("the body is not a google.protobuf.Any");
    }
}
