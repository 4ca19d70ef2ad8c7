/** The protobuf frame language. */
module dev.groundwave.wire.protobuf {
    requires static org.jspecify;
    requires transitive dev.groundwave.wire;
    requires com.google.protobuf;

    exports dev.groundwave.wire.protobuf;
}
