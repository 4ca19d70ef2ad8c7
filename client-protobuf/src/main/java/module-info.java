/** The protobuf dialects of the client SDK. */
module dev.groundwave.client.protobuf {
    requires transitive dev.groundwave.client;
    requires dev.groundwave.wire;
    requires dev.groundwave.wire.protobuf;
    requires static org.jspecify;

    exports dev.groundwave.client.protobuf;
}
