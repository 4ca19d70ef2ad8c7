package dev.groundwave.wire.token;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a service is and with which key one calls it, as one line of text.
 *
 * <p>Immutable. {@link #toString()} hides the key, {@link #print()} shows it. Source: rest-api.md, section 3.1.
 *
 * @param endpoint {@code http} or {@code https}, host, optional port and base path; without a slash at its end
 */
public record ConnectionString(URI endpoint, AccessKey accessKey) {
    private static final int MAX_PORT = 65_535;

    /**
     * Checks the endpoint and takes a slash from its end.
     *
     * @throws IllegalArgumentException when the endpoint is no http or https address, or carries more than a base path
     */
    public ConnectionString {
        endpoint = checked(endpoint);
    }

    /**
     * Reads {@code Endpoint=…;AccessKey=…;Version=1.0;Port=…;}: names in any case and order, unknown names ignored.
     *
     * @throws IllegalArgumentException when endpoint or key is missing or invalid; the message quotes neither
     */
    public static ConnectionString parse(String text) {
        String endpoint = null;
        String key = null;
        String port = null;
        for (String pair : text.strip().split(";", -1)) {
            int equals = pair.indexOf('=');
            if (pair.isBlank()) {
                continue;
            }
            if (equals < 0) {
                throw new IllegalArgumentException("a connection string is made of name=value pairs");
            }
            String value = pair.substring(equals + 1);
            switch (pair.substring(0, equals).strip().toLowerCase(Locale.ROOT)) {
                case "endpoint" -> endpoint = value.strip();
                case "accesskey" -> key = value;
                case "port" -> port = value.strip();
                default -> {
                    // Version and whatever later versions add: nothing depends on them.
                }
            }
        }
        return new ConnectionString(endpointOf(endpoint, port), new AccessKey(required("AccessKey", key)));
    }

    /**
     * The connection string with its key: a secret.
     *
     * @throws IllegalStateException when the key holds a semicolon, which no connection string can carry
     */
    public String print() {
        if (accessKey.reveal().indexOf(';') >= 0) {
            throw new IllegalStateException("an access key with a semicolon has no connection string");
        }
        return text(accessKey.reveal());
    }

    @Override
    public String toString() {
        return text("***");
    }

    private String text(String key) {
        return "Endpoint=" + endpoint + ";AccessKey=" + key + ";Version=1.0;";
    }

    private static URI endpointOf(@Nullable String text, @Nullable String port) {
        String endpoint = required("Endpoint", text);
        // As the official JavaScript SDK reads it; the others want a scheme.
        URI uri = uri(endpoint.contains("://") ? endpoint : "https://" + endpoint);
        return port == null || port.isEmpty() ? uri : withPort(checked(uri), portOf(port));
    }

    private static String required(String name, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("the connection string has no " + name);
        }
        return value;
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("the endpoint is not a URL: " + e.getReason(), null);
        }
    }

    private static int portOf(String text) {
        boolean valid = text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = valid ? Integer.parseInt(text) : 0;
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("the port of a connection string is a number from 1 to " + MAX_PORT);
        }
        return port;
    }

    private static URI withPort(URI uri, int port) {
        return uri(uri.getScheme() + "://" + uri.getHost() + ":" + port + uri.getRawPath());
    }

    private static URI checked(URI uri) {
        String scheme = uri.getScheme();
        boolean http = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
        if (!http || uri.getHost() == null) {
            throw new IllegalArgumentException("an endpoint is an http or https address with a host");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null || uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("an endpoint has no user, query or fragment");
        }
        String text = uri.toString();
        return text.endsWith("/") ? checked(uri(text.substring(0, text.length() - 1))) : uri;
    }
}
