/** Tests of code that uses the client SDK: a network in memory, a scripted service, a hand-stepped clock. */
module dev.groundwave.client.testing {
    requires transitive dev.groundwave.client;
    requires transitive dev.groundwave.wire;
    requires static org.jspecify;

    exports dev.groundwave.client.testing;
}
