/** JSON payloads by Gson. */
module dev.groundwave.codec.gson {
    requires transitive dev.groundwave.wire;
    requires transitive com.google.gson;
    requires static org.jspecify;

    exports dev.groundwave.codec.gson;

    provides dev.groundwave.wire.PayloadCodec with
            dev.groundwave.codec.gson.GsonPayloadCodec;
}
