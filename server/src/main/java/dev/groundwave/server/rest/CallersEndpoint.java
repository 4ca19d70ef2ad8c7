package dev.groundwave.server.rest;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * The address under which a caller reached the service, for links and audiences that must work for the caller.
 *
 * <p>Behind something that ends TLS the request itself tells a wrong scheme; a public endpoint of that host knows better.
 * Source: rest-api.md, sections 5.9 and 5.10.
 */
final class CallersEndpoint {
    private final List<URI> publicEndpoints;

    CallersEndpoint(List<URI> publicEndpoints) {
        this.publicEndpoints = List.copyOf(publicEndpoints);
    }

    /** Scheme and host, without a path and without a slash at the end. */
    String of(RestHead head) throws BadRequestException {
        String host = head.header("host")
                .filter(name -> !name.isEmpty())
                .orElseThrow(() -> new BadRequestException(RestError.badRequest("The Host header is missing.")));
        for (URI endpoint : publicEndpoints) {
            if (withoutDefaultPort(host, endpoint).equals(withoutDefaultPort(endpoint.getRawAuthority(), endpoint))) {
                return endpoint.getScheme() + "://" + host;
            }
        }
        return (head.secure() ? "https://" : "http://") + host;
    }

    private static String withoutDefaultPort(String authority, URI endpoint) {
        String lower = authority.toLowerCase(Locale.ROOT);
        String defaultPort = endpoint.getScheme().equalsIgnoreCase("https") ? ":443" : ":80";
        return lower.endsWith(defaultPort) ? lower.substring(0, lower.length() - defaultPort.length()) : lower;
    }
}
