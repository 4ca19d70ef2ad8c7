package dev.groundwave.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.wire.Dialect;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CodecsTest {
    @Test
    void findsWhatItWasGivenAndNothingElse() {
        MessageCodec json = new JsonCodec();
        Map<Dialect, MessageCodec> given = new EnumMap<>(Dialect.class);
        given.put(Dialect.JSON, json);
        Codecs codecs = new Codecs(given);
        given.clear();

        assertThat(codecs.find(Dialect.JSON)).containsSame(json);
        assertThat(codecs.find(Dialect.SIMPLE)).isEmpty();
    }
}
