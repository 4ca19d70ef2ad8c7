/** JSON payloads by Jackson 2. */
@SuppressWarnings("module") // The digit is the library's: two lines of it stand side by side.
module dev.groundwave.codec.jackson2 {
    requires transitive dev.groundwave.wire;
    requires transitive com.fasterxml.jackson.databind;
    requires static org.jspecify;

    exports dev.groundwave.codec.jackson2;

    provides dev.groundwave.wire.PayloadCodec with
            dev.groundwave.codec.jackson2.Jackson2PayloadCodec;
}
