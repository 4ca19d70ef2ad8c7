/** Meters of the client SDK for Micrometer. */
module dev.groundwave.client.micrometer {
    requires transitive dev.groundwave.client;
    requires transitive micrometer.core;
    requires static org.jspecify;

    exports dev.groundwave.client.micrometer;
}
