package dev.groundwave.codec.jackson2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.groundwave.wire.PayloadCodec;
import dev.groundwave.wire.PayloadCodecContract;
import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The contract, and what the mapper decides. Source: client-sdk.md, section 5. */
final class Jackson2PayloadCodecTest extends PayloadCodecContract {
    /** A value whose form is the mapper's choice. */
    record Meeting(Instant beginsAt) {}

    private final Instant noon = Instant.parse("2026-01-01T12:00:00Z");

    @Override
    protected PayloadCodec codec() {
        return new Jackson2PayloadCodec();
    }

    @Nested
    final class AMapperOfTheProgram {
        @Test
        void decidesOnNames() {
            PayloadCodec codec = new Jackson2PayloadCodec(
                    new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE));
            String json = codec.toJson(new Shop(7));
            assertThat(json).isEqualTo("{\"open_days\":7}");
            assertThat(codec.fromJson(json, Shop.class)).isEqualTo(new Shop(7));
        }

        @Test
        void isToldWhereReadingFailedAndWhatItLacks() {
            assertThatThrownBy(() -> codec().fromJson("{\n  \"openDays\": {}}", Shop.class))
                    .hasMessage("the JSON value is not a " + Shop.class.getName() + ", line 2, column 15");
            assertThatThrownBy(() -> codec().fromJson("{\"beginsAt\":1}", Meeting.class))
                    .hasMessageStartingWith("the mapper cannot make a java.time.Instant, line 1");
            assertThatThrownBy(() -> codec().toJson(new Meeting(noon)))
                    .hasMessageContaining("java.time.Instant")
                    .hasMessageContaining("jackson-datatype-jsr310")
                    .hasMessageNotContaining("2026");
        }

        /** A value with a name of two words. */
        record Shop(int openDays) {}
    }
}
