package dev.groundwave.codec.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwave.wire.PayloadCodec;
import dev.groundwave.wire.PayloadCodecContract;
import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** The contract, and what the mapper decides. Source: client-sdk.md, section 5. */
final class JacksonPayloadCodecTest extends PayloadCodecContract {
    /** A value whose form is the mapper's choice. */
    record Meeting(Instant beginsAt) {}

    private final Instant noon = Instant.parse("2026-01-01T12:00:00Z");

    @Override
    protected PayloadCodec codec() {
        return new JacksonPayloadCodec();
    }

    @Nested
    final class AMapperOfTheProgram {
        @Test
        void decidesOnNamesAndDates() {
            PayloadCodec codec = new JacksonPayloadCodec(JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .build());
            String json = codec.toJson(new Meeting(noon));
            assertThat(json).isEqualTo("{\"begins_at\":\"2026-01-01T12:00:00Z\"}");
            assertThat(codec.fromJson(json, Meeting.class)).isEqualTo(new Meeting(noon));
        }

        @Test
        void isToldWhereReadingFailedAndWhatItLacks() {
            assertThatThrownBy(() -> codec().fromJson("{\n  \"beginsAt\": {}}", Meeting.class))
                    .hasMessage("the JSON value is not a " + Meeting.class.getName() + ", line 2, column 15");
            assertThatThrownBy(() -> codec().fromJson("{}", Runnable.class))
                    .hasMessage("the mapper cannot make a java.lang.Runnable, line 1, column 1");
        }
    }
}
