package dev.groundwave.launcher;

import dev.groundwave.server.settings.ManagementSettings;
import dev.groundwave.server.settings.ServerSettings;
import dev.groundwave.wire.token.ConnectionString;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/** How others reach a service with given settings. */
final class ServiceAddress {
    private ServiceAddress() {}

    /**
     * The first public endpoint; without one, the address it listens on, in clear or with TLS, which is {@code localhost} for a loopback or
     * wildcard address.
     *
     * @param port what it listens on, also when the settings say any
     */
    static ConnectionString of(ServerSettings settings, int port) {
        URI endpoint = settings.publicEndpoints().stream()
                .findFirst()
                .orElseGet(() -> URI.create((settings.listener().tls().isPresent() ? "https://" : "http://")
                        + hostName(settings.listener().host()) + ":" + port));
        return new ConnectionString(endpoint, settings.accessKeys().primary());
    }

    /** The address of the management port for programs of this machine, as it is set where that can be called. */
    static URI ofManagement(ManagementSettings settings, int port) {
        String host = settings.host();
        String called = host.equals("0.0.0.0") || host.equals("::") ? "localhost" : bracketed(host);
        return URI.create("http://" + called + ":" + port);
    }

    private static String hostName(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            if (address.isLoopbackAddress() || address.isAnyLocalAddress()) {
                return "localhost";
            }
        } catch (UnknownHostException e) {
            // A name that only others know is still what they call it.
            return host;
        }
        return bracketed(host);
    }

    private static String bracketed(String host) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }
}
