package dev.groundwave.wire.protobuf;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.groundwave.wire.Bytes;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.codec.AnyShape;
import dev.groundwave.wire.codec.JsonText;
import dev.groundwave.wire.protobuf.frame.MessageData;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Translates between payloads and {@code MessageData}. Source: client-protocol.md, section 9. */
final class PayloadFrames {
    private final JsonText jsonText = new JsonText();

    /** A client's payload, which may be missing only beside metadata and is an empty text then. */
    Payload required(MessageData data, Map<String, String> metadata) throws MalformedMessageException {
        Optional<Payload> payload = checked(data);
        if (payload.isPresent()) {
            return payload.get();
        }
        if (metadata.isEmpty()) {
            throw ProtobufCodec.malformed("data may be missing only beside metadata");
        }
        return Payload.text("");
    }

    /** A client's payload, with its JSON and its Any examined; empty when no case is set. */
    Optional<Payload> checked(MessageData data) throws MalformedMessageException {
        Optional<Payload> payload = unchecked(data);
        if (payload.isPresent() && payload.get() instanceof Payload.Json json) {
            require(jsonText.isPayload(json.raw().toArray()), "json_data is one JSON value other than null");
        } else if (payload.isPresent() && payload.get() instanceof Payload.ProtobufAny any) {
            require(AnyShape.isAny(any.serialised().toArray()), "protobuf_data is a google.protobuf.Any");
        }
        return payload;
    }

    /** A service's payload, taken at its word; empty when no case is set. */
    static Optional<Payload> unchecked(MessageData data) {
        return switch (data.getDataCase()) {
            case TEXT_DATA -> Optional.of(Payload.text(data.getTextData()));
            case JSON_DATA -> Optional.of(new Payload.Json(bytes(data.getJsonDataBytes())));
            case BINARY_DATA -> Optional.of(new Payload.Binary(bytes(data.getBinaryData())));
            case PROTOBUF_DATA -> Optional.of(new Payload.ProtobufAny(bytes(data.getProtobufData())));
            case DATA_NOT_SET -> Optional.empty();
        };
    }

    static MessageData write(Payload payload) {
        MessageData.Builder data = MessageData.newBuilder();
        if (payload instanceof Payload.Text text) {
            data.setTextData(wellFormed(text.text()));
        } else if (payload instanceof Payload.Json json) {
            data.setJsonDataBytes(view(json.raw()));
        } else if (payload instanceof Payload.Binary binary) {
            data.setBinaryData(view(binary.bytes()));
        } else if (payload instanceof Payload.ProtobufAny any) {
            data.setProtobufData(view(any.serialised()));
        } else {
            throw new IllegalArgumentException("no protobuf form for " + payload.getClass());
        }
        return data.build();
    }

    /**
     * The text with a question mark for each lone surrogate, which JSON can carry and protobuf cannot. Left to itself, the
     * library does the same, but logs each time, and clients could fill the log.
     */
    static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            }
        }
        return text;
    }

    static Map<String, String> wellFormed(Map<String, String> map) {
        Map<String, String> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(wellFormed(key), wellFormed(value)));
        return copy;
    }

    private static Bytes bytes(ByteString bytes) {
        return Bytes.wrap(bytes.toByteArray());
    }

    /** Without a copy, which is safe because neither side ever changes. */
    private static ByteString view(Bytes bytes) {
        return UnsafeByteOperations.unsafeWrap(bytes.asByteBuffer());
    }

    private static void require(boolean condition, String rule) throws MalformedMessageException {
        if (!condition) {
            throw ProtobufCodec.malformed(rule);
        }
    }
}
