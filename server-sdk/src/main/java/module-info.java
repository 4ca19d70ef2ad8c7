/** For application servers: issue client URLs and call the service. */
module dev.groundwave.service {
    requires static org.jspecify;
    requires transitive dev.groundwave.wire;
    requires transitive java.net.http;
    requires tools.jackson.core;

    exports dev.groundwave.service;
}
