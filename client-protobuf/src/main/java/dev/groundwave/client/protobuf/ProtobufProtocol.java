package dev.groundwave.client.protobuf;

import dev.groundwave.client.WebPubSubProtocol;
import dev.groundwave.wire.Dialect;
import dev.groundwave.wire.codec.MessageCodec;
import dev.groundwave.wire.protobuf.ProtobufCodec;

/**
 * The protobuf protocols, for {@link dev.groundwave.client.WebPubSubClientBuilder#protocol}. Source: client-sdk.md,
 * section 3.6; client-protocol.md, section 9.
 */
public final class ProtobufProtocol {
    private static final MessageCodec CODEC = new ProtobufCodec();

    /** Protobuf on a connection that outlives a lost transport, as {@link WebPubSubProtocol#JSON_RELIABLE}. */
    public static final WebPubSubProtocol PROTOBUF_RELIABLE = WebPubSubProtocol.of(Dialect.PROTOBUF_RELIABLE, CODEC);
    /** Protobuf without recovery, as {@link WebPubSubProtocol#JSON}. */
    public static final WebPubSubProtocol PROTOBUF = WebPubSubProtocol.of(Dialect.PROTOBUF, CODEC);

    private ProtobufProtocol() {}
}
