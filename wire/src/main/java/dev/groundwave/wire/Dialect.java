package dev.groundwave.wire;

import java.util.Locale;
import java.util.Optional;

/**
 * A frame language that a connection speaks.
 *
 * <p>Source: client-protocol.md, sections 1.5 and 5.
 */
public enum Dialect {
    /** No subprotocol of the service: frames are bare payloads. */
    SIMPLE(""),
    /** JSON text frames without recovery. */
    JSON("json.webpubsub.azure.v1");

    private final String subprotocol;

    Dialect(String subprotocol) {
        this.subprotocol = subprotocol;
    }

    /** The name offered in {@code Sec-WebSocket-Protocol}; empty for {@link #SIMPLE}. */
    public String subprotocol() {
        return subprotocol;
    }

    /** The dialect of a subprotocol name in any letter case; empty when it is none of the service's. */
    public static Optional<Dialect> ofSubprotocol(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        for (Dialect dialect : values()) {
            if (!wanted.isEmpty() && dialect.subprotocol.equals(wanted)) {
                return Optional.of(dialect);
            }
        }
        return Optional.empty();
    }
}
