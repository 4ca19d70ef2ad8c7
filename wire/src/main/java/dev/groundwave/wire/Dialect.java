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
    SIMPLE("", false, false),
    /** JSON text frames without recovery. */
    JSON("json.webpubsub.azure.v1", true, false),
    /** JSON text frames on a connection that can be recovered. */
    JSON_RELIABLE("json.reliable.webpubsub.azure.v1", true, true),
    /** Protobuf binary frames without recovery. */
    PROTOBUF("protobuf.webpubsub.azure.v1", false, false),
    /** Protobuf binary frames on a connection that can be recovered. */
    PROTOBUF_RELIABLE("protobuf.reliable.webpubsub.azure.v1", false, true);

    private final String subprotocol;
    private final boolean text;
    private final boolean reliable;

    Dialect(String subprotocol, boolean text, boolean reliable) {
        this.subprotocol = subprotocol;
        this.text = text;
        this.reliable = reliable;
    }

    /** Whether every message is a text frame; false for {@link #SIMPLE}, where each payload decides. */
    public boolean text() {
        return text;
    }

    /** Whether messages are numbered and kept until acknowledged, so that the connection can be recovered. */
    public boolean reliable() {
        return reliable;
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
