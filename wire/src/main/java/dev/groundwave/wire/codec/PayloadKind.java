package dev.groundwave.wire.codec;

import dev.groundwave.wire.Bytes;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.Payload;

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

    /** The payload of a kind that is carried as base64; takes the array over. */
    Payload ofBytes(byte[] owned) throws MalformedMessageException {
        if (this == BINARY) {
            return new Payload.Binary(Bytes.wrap(owned));
        }
        if (!AnyShape.isAny(owned)) {
            throw JsonFields.malformed("protobuf data is a google.protobuf.Any");
        }
        return new Payload.ProtobufAny(Bytes.wrap(owned));
    }
}
