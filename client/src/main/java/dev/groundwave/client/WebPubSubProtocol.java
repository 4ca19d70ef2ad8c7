package dev.groundwave.client;

import dev.groundwave.wire.Dialect;
import dev.groundwave.wire.codec.JsonCodec;
import dev.groundwave.wire.codec.MessageCodec;

/** The frame language that a client speaks. Source: client-protocol.md, section 1.5. */
public enum WebPubSubProtocol {
    /**
     * JSON on a connection that outlives a lost transport: for half a minute the client may come back to it, and nothing
     * is lost or told twice.
     */
    JSON_RELIABLE(Dialect.JSON_RELIABLE),
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

    /** Whether a connection can be recovered after its transport was lost. */
    public boolean isReliable() {
        return dialect.reliable();
    }

    MessageCodec newCodec() {
        return new JsonCodec();
    }
}
