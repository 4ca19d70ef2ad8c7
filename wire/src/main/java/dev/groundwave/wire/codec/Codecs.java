package dev.groundwave.wire.codec;

import dev.groundwave.wire.Dialect;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which codec speaks which dialect.
 *
 * <p>Immutable; made by whoever puts a program together, who decides which frame languages it knows.
 */
public final class Codecs {
    private final Map<Dialect, MessageCodec> byDialect;

    /** Copies the map. */
    public Codecs(Map<Dialect, MessageCodec> byDialect) {
        this.byDialect = new EnumMap<>(Dialect.class);
        this.byDialect.putAll(byDialect);
    }

    /** The codec of a dialect; empty for {@link Dialect#SIMPLE}, which has no messages, and for those left out. */
    public Optional<MessageCodec> find(Dialect dialect) {
        return Optional.ofNullable(byDialect.get(dialect));
    }
}
