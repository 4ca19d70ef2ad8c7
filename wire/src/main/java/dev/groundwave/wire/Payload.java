package dev.groundwave.wire;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What a message carries: one of the four data types of the protocol.
 *
 * <p>Immutable. {@code toString()} of every kind tells the size only. Source: client-protocol.md, section 6.1.
 */
public sealed interface Payload {
    /** A string. */
    record Text(String text) implements Payload {
        @Override
        public String toString() {
            return "Text[" + text.length() + " characters]";
        }
    }

    /**
     * One JSON value other than {@code null} as UTF-8, kept as its raw text: number forms and member order survive.
     *
     * <p>Whoever makes it vouches that the text is well-formed. Payloads of the same text are equal, whoever reads them.
     *
     * @param codec what {@link #asJson(Class)} goes by; empty for the one that is installed
     */
    record Json(Bytes raw, Optional<PayloadCodec> codec) implements Payload {
        /** One that the installed codec reads. */
        public Json(Bytes raw) {
            this(raw, Optional.empty());
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Json json && raw.equals(json.raw);
        }

        @Override
        public int hashCode() {
            return raw.hashCode();
        }

        @Override
        public String toString() {
            return "Json[" + raw.size() + " bytes]";
        }
    }

    /** Any bytes. */
    record Binary(Bytes bytes) implements Payload {
        @Override
        public String toString() {
            return "Binary[" + bytes.size() + " bytes]";
        }
    }

    /** A serialised {@code google.protobuf.Any}. */
    record ProtobufAny(Bytes serialised) implements Payload {
        @Override
        public String toString() {
            return "ProtobufAny[" + serialised.size() + " bytes]";
        }
    }

    /** A text payload. */
    static Payload text(String text) {
        return new Text(text);
    }

    /** A JSON payload from its text, which must be one well-formed value; it is not checked here. */
    static Payload jsonRaw(String json) {
        return new Json(Bytes.utf8(json));
    }

    /**
     * A JSON payload from a value, by the codec that is installed: see {@link PayloadCodec#installed}.
     *
     * @throws IllegalArgumentException when the value has no JSON form, or its form is {@code null}
     * @throws IllegalStateException when several codecs are installed
     */
    static Payload json(Object value) {
        return json(value, PayloadCodec.installed());
    }

    /** As {@link #json(Object)}, by this codec, which {@link #asJson(Class)} then goes by, too. */
    static Payload json(Object value, PayloadCodec codec) {
        String json = codec.toJson(value);
        if (json.strip().equals("null")) {
            throw new IllegalArgumentException("null is no payload");
        }
        return jsonRaw(json).withCodec(codec);
    }

    /** A binary payload; the array is copied. */
    static Payload binary(byte[] bytes) {
        return new Binary(Bytes.copyOf(bytes));
    }

    /** A binary payload of what remains in the buffer; it is copied and the buffer's position stays. */
    static Payload binary(ByteBuffer bytes) {
        return new Binary(Bytes.copyOf(bytes));
    }

    /** A protobuf payload from a serialised {@code google.protobuf.Any}; the array is copied. */
    static Payload protobuf(byte[] serialisedAny) {
        return new ProtobufAny(Bytes.copyOf(serialisedAny));
    }

    /** The data type's name as on the wire: {@code text}, {@code json}, {@code binary} or {@code protobuf}. */
    default String dataType() {
        if (this instanceof Text) {
            return "text";
        }
        if (this instanceof Json) {
            return "json";
        }
        return this instanceof Binary ? "binary" : "protobuf";
    }

    /** The text, the JSON text, or the bytes read as UTF-8. */
    default String asText() {
        return this instanceof Text text ? text.text() : asBytes().asUtf8();
    }

    /** This payload with a codec for {@link #asJson(Class)} to go by; what is not JSON stays as it is. */
    default Payload withCodec(PayloadCodec codec) {
        return this instanceof Json json ? new Json(json.raw(), Optional.of(codec)) : this;
    }

    /**
     * The JSON payload as a value of this type, by the codec that came with it: that of the client that received it, if
     * one did, else the one that is installed, see {@link PayloadCodec#installed}.
     *
     * @throws IllegalArgumentException when this is no JSON payload, or not of that type
     * @throws IllegalStateException when several codecs are installed and none came with it
     */
    default <T> T asJson(Class<T> type) {
        Optional<PayloadCodec> own = this instanceof Json json ? json.codec() : Optional.empty();
        return asJson(type, own.orElseGet(PayloadCodec::installed));
    }

    /** As {@link #asJson(Class)}, by this codec. */
    default <T> T asJson(Class<T> type, PayloadCodec codec) {
        if (!(this instanceof Json)) {
            throw new IllegalArgumentException("the payload is " + dataType() + " and not json");
        }
        return codec.fromJson(asText(), type);
    }

    /** The bytes of the payload; text and JSON as UTF-8. */
    default Bytes asBytes() {
        if (this instanceof Text text) {
            return Bytes.utf8(text.text());
        }
        if (this instanceof Json json) {
            return json.raw();
        }
        return this instanceof Binary binary ? binary.bytes() : ((ProtobufAny) this).serialised();
    }
}
