package dev.groundwave.server.net;

import dev.groundwave.server.auth.Peer;
import dev.groundwave.server.settings.Cidr;
import dev.groundwave.server.settings.EdgeSettings;
import dev.groundwave.wire.event.ClientCertificate;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who is behind the proxies.
 *
 * <p>Each proxy adds the address that it sees at the right end of {@code X-Forwarded-For}. From the right on, the first
 * address that is not a trusted proxy's is the caller's: what stands left of it was written by nobody we know. A header
 * with one value for each proxy is read at the same place; one that does not reach that far, at its left end.
 */
final class Forwarding {
    /** An address with a port behind it, as some proxies write it. */
    private static final Pattern WITH_PORT = Pattern.compile("\\[(?<six>[^]]+)](?::\\d+)?|(?<four>[\\d.]+):\\d+");

    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9._~-]+(?::\\d{1,5})?|\\[[0-9A-Fa-f:.]+](?::\\d{1,5})?");

    private Forwarding() {}

    static Peer callerOf(EdgeSettings settings, Peer connection, HttpHeaders headers) {
        Optional<InetAddress> address = connection.address();
        if (address.filter(settings::trusts).isEmpty()) {
            return connection;
        }
        List<String> hops = values(headers, "x-forwarded-for");
        int passed = 0;
        while (passed < hops.size() && address.filter(settings::trusts).isPresent()) {
            passed++;
            address = address(hops.get(hops.size() - passed));
        }
        int place = Math.max(1, passed);
        boolean secure = fromRight(values(headers, "x-forwarded-proto"), place)
                .map("https"::equalsIgnoreCase)
                .orElse(connection.secure());
        Optional<String> host = fromRight(values(headers, "x-forwarded-host"), place)
                .filter(name -> HOST.matcher(name).matches());
        List<ClientCertificate> certificates = settings
                .clientCertHeader()
                .flatMap(name -> Optional.ofNullable(headers.get(name)))
                .flatMap(ClientCertificate::parse)
                .stream()
                .toList();
        return new Peer(address, secure, certificates, host);
    }

    private static List<String> values(HttpHeaders headers, String name) {
        List<String> values = new ArrayList<>();
        for (String line : headers.getAll(name)) {
            for (String value : line.split(",", -1)) {
                values.add(value.strip());
            }
        }
        return values;
    }

    private static Optional<String> fromRight(List<String> values, int place) {
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(Math.max(0, values.size() - place)));
    }

    private static Optional<InetAddress> address(String text) {
        Matcher withPort = WITH_PORT.matcher(text);
        if (!withPort.matches()) {
            return Cidr.address(text);
        }
        String six = withPort.group("six");
        return Cidr.address(six == null ? withPort.group("four") : six);
    }
}
