package dev.groundwave.server.settings;

/**
 * Where those who look after the service listen in: health details and what became of events. In clear.
 *
 * <p>Source: events-and-operations.md, section 4.4.
 *
 * @param host a name or address; on any but a loopback one, what is not mere health needs a token
 * @param port 1 to 65535, or 0 for any free one
 */
public record ManagementSettings(String host, int port) {
    /** Where it is when nothing else is said. */
    public static final String DEFAULT_HOST = "127.0.0.1";

    /** Checks the port. */
    public ManagementSettings {
        if (host.isBlank()) {
            throw new IllegalArgumentException("management.host is blank");
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("management.port is " + port + ", allowed are 0 to 65535");
        }
    }

    /** Whether only programs of this machine reach it. */
    public boolean isLoopback() {
        return ServerSettings.isLoopback(host);
    }
}
