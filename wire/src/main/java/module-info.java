/** Everything two programs must agree on byte for byte. */
module dev.groundwave.wire {
    requires static org.jspecify;
    requires tools.jackson.core;

    uses dev.groundwave.wire.PayloadCodec;

    exports dev.groundwave.wire;
    exports dev.groundwave.wire.codec;
    exports dev.groundwave.wire.event;
    exports dev.groundwave.wire.token;
}
