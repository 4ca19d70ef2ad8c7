package dev.groundwave.wire.codec;

import dev.groundwave.wire.Bytes;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.Payload;
import java.util.Base64;

/** The data types by their names on the wire, read in any letter case. Source: client-protocol.md, section 6.1. */
enum PayloadKind {
    TEXT,
    JSON,
    BINARY,
    PROTOBUF;

    static PayloadKind of(String dataType) throws MalformedMessageException {
        for (PayloadKind kind : values()) {
            if (AsciiCase.equal(kind.name(), dataType)) {
                return kind;
            }
        }
        throw JsonFields.malformed("the data type is unknown");
    }

    /** The payload that a JSON string carries: itself, or bytes as base64. Not for {@link #JSON}, which is no string. */
    Payload ofString(String text) throws MalformedMessageException {
        if (this == TEXT) {
            return Payload.text(text);
        }
        byte[] bytes = base64(text);
        if (this == BINARY) {
            return new Payload.Binary(Bytes.wrap(bytes));
        }
        if (!AnyShape.isAny(bytes)) {
            throw JsonFields.malformed("protobuf data is a google.protobuf.Any");
        }
        return new Payload.ProtobufAny(Bytes.wrap(bytes));
    }

    private static byte[] base64(String text) throws MalformedMessageException {
        try {
            // The JDK forgives missing padding; the protocol does not.
            if (text.length() % 4 == 0) {
                return Base64.getDecoder().decode(text);
            }
        } catch (IllegalArgumentException e) {
            throw JsonFields.malformed("binary data is base64");
        }
        throw JsonFields.malformed("base64 is padded");
    }
}
