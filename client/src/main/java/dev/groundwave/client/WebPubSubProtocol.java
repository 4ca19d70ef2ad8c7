package dev.groundwave.client;

import dev.groundwave.wire.Dialect;
import dev.groundwave.wire.codec.JsonCodec;
import dev.groundwave.wire.codec.MessageCodec;

/**
 * The frame language that a client speaks: a dialect and the codec for it. Immutable.
 *
 * <p>JSON is here; protobuf is in the module {@code client-protobuf}, so that only those who want it get its library.
 * Source: client-protocol.md, section 1.5.
 */
public final class WebPubSubProtocol {
    /**
     * JSON on a connection that outlives a lost transport: for half a minute the client may come back to it, and nothing
     * is lost or told twice.
     */
    public static final WebPubSubProtocol JSON_RELIABLE = of(Dialect.JSON_RELIABLE, new JsonCodec());
    /**
     * JSON without recovery: after a lost connection there is a new one, and messages in between are lost.
     */
    public static final WebPubSubProtocol JSON = of(Dialect.JSON, new JsonCodec());

    private final Dialect dialect;
    private final MessageCodec codec;

    private WebPubSubProtocol(Dialect dialect, MessageCodec codec) {
        this.dialect = dialect;
        this.codec = codec;
    }

    /**
     * Another language.
     *
     * @param codec speaks this dialect; used by all clients of this protocol at the same time
     * @throws IllegalArgumentException for {@link Dialect#SIMPLE}, which has no messages
     */
    public static WebPubSubProtocol of(Dialect dialect, MessageCodec codec) {
        if (dialect == Dialect.SIMPLE) {
            throw new IllegalArgumentException("the dialect " + dialect + " has no messages; take another");
        }
        return new WebPubSubProtocol(dialect, codec);
    }

    /** The name offered in the handshake. */
    public String subprotocol() {
        return dialect.subprotocol();
    }

    /** Whether a connection can be recovered after its transport was lost. */
    public boolean isReliable() {
        return dialect.reliable();
    }

    MessageCodec codec() {
        return codec;
    }

    @Override
    public String toString() {
        return subprotocol();
    }
}
