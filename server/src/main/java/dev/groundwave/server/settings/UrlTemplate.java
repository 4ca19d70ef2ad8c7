package dev.groundwave.server.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an event handler listens, {@code http(s)://} or {@code tunnel:///} with a path at the other end of a tunnel; {@code {hub}} and {@code {event}} in path or query stand for their values.
 *
 * <p>The query may hold a secret, so {@link #toString()} leaves it out. Source: events-and-operations.md, section 1.3.
 */
public record UrlTemplate(String text) {
    private static final Pattern FORM = Pattern.compile("(?i)https?://[^/?#{}@]+([/?][^#]*)?|tunnel:///[^#]*");
    private static final String TUNNEL = "tunnel:";
    private static final Pattern PARAMETER = Pattern.compile("\\{([^{}]*)\\}");

    /** Checks the form. */
    public UrlTemplate {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("{@microsoft.keyvault")) {
            throw new IllegalArgumentException(
                    "urlTemplate: references to a key vault are not available; write ${NAME} for an environment"
                            + " variable");
        }
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("urlTemplate: '" + shown(text)
                    + "' is neither an absolute http or https address nor tunnel:///path, with its parameters in path"
                    + " or query");
        }
        Matcher parameters = PARAMETER.matcher(text);
        while (parameters.find()) {
            String name = parameters.group(1);
            if (!name.equalsIgnoreCase("hub") && !name.equalsIgnoreCase("event")) {
                throw new IllegalArgumentException(
                        "urlTemplate: {" + name + "} is unknown; there are {hub} and {event}");
            }
        }
        URI sample = parse(fill(text, "hub", "event"));
        if (sample.getHost() == null && !lower.startsWith(TUNNEL)) {
            throw new IllegalArgumentException("urlTemplate: '" + shown(text) + "' has no host");
        }
    }

    /** The address for an event of a hub. */
    public URI resolve(String hub, String event) {
        return parse(fill(text, hub, event));
    }

    /** Whether events go through a tunnel that the application opened, and not over the network. */
    public boolean isTunnel() {
        return text.regionMatches(true, 0, TUNNEL, 0, TUNNEL.length());
    }

    private static String fill(String template, String hub, String event) {
        return PARAMETER
                .matcher(template)
                .replaceAll(match ->
                        Matcher.quoteReplacement(encode(match.group(1).equalsIgnoreCase("hub") ? hub : event)));
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static URI parse(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("urlTemplate: '" + shown(url) + "' is not a URL");
        }
    }

    private static String shown(String url) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query);
    }

    @Override
    public String toString() {
        return shown(text);
    }
}
