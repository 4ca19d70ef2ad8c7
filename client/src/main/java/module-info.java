/** The client SDK: connect, join groups, send and receive. */
module dev.groundwave.client {
    requires transitive dev.groundwave.wire;
    requires static org.jspecify;
    requires java.net.http;
    requires tools.jackson.core;

    exports dev.groundwave.client;
    exports dev.groundwave.client.port;
}
