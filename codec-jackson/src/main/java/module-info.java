/** JSON payloads by Jackson 3. */
module dev.groundwave.codec.jackson {
    requires transitive dev.groundwave.wire;
    requires transitive tools.jackson.databind;
    requires static org.jspecify;

    exports dev.groundwave.codec.jackson;

    provides dev.groundwave.wire.PayloadCodec with
            dev.groundwave.codec.jackson.JacksonPayloadCodec;
}
