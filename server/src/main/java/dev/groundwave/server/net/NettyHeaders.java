package dev.groundwave.server.net;

import dev.groundwave.server.rest.RestHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A request's headers as the REST API sees them: those of Netty, which compares names in any letter case.
 *
 * @param forwardedHost what a trusted proxy tells, before the request's own host
 * @param framed for HTTP/2, where the transfer encoding is Netty's own invention if no length is told
 */
record NettyHeaders(HttpHeaders headers, Optional<String> forwardedHost, boolean framed) implements RestHeaders {
    private static final String HOST = HttpHeaderNames.HOST.toString();
    private static final String TRANSFER_ENCODING = HttpHeaderNames.TRANSFER_ENCODING.toString();

    @Override
    public List<String> values(String lowerCaseName) {
        if (framed && lowerCaseName.equals(TRANSFER_ENCODING)) {
            return List.of();
        }
        List<String> values = headers.getAll(lowerCaseName);
        if (forwardedHost.isEmpty() || !lowerCaseName.equals(HOST)) {
            return values;
        }
        List<String> hosts = new ArrayList<>(values);
        hosts.addFirst(forwardedHost.get());
        return hosts;
    }

    @Override
    public void forEach(BiConsumer<String, String> action) {
        headers.forEach(header -> action.accept(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
    }

    /** Hides what may be secret. */
    @Override
    public String toString() {
        return "NettyHeaders[" + headers.size() + "]";
    }
}
