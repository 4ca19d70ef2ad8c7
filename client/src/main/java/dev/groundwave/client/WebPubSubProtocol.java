package dev.groundwave.client;

import dev.groundwave.wire.Dialect;
import dev.groundwave.wire.codec.JsonCodec;
import dev.groundwave.wire.codec.MessageCodec;

/** The frame language that a client speaks. Source: client-protocol.md, section 1.5. */
public enum WebPubSubProtocol {
    /**
     * JSON without recovery: after a lost connection there is a new one, and messages in between are lost.
     */
    JSON(Dialect.JSON);

    private final Dialect dialect;

    WebPubSubProtocol(Dialect dialect) {
        this.dialect = dialect;
    }

    /** The name offered in the handshake. */
    public String subprotocol() {
        return dialect.subprotocol();
    }

    MessageCodec newCodec() {
        return new JsonCodec();
    }
}
