package dev.groundwave.codec.gson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import dev.groundwave.wire.PayloadCodec;
import dev.groundwave.wire.PayloadCodecContract;
import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The contract, and what the mapper decides. Source: client-sdk.md, section 5. */
final class GsonPayloadCodecTest extends PayloadCodecContract {
    /** A value whose form is the mapper's choice. */
    record Meeting(Instant beginsAt) {}

    private final Instant noon = Instant.parse("2026-01-01T12:00:00Z");

    @Override
    protected PayloadCodec codec() {
        return new GsonPayloadCodec();
    }

    @Nested
    final class AMapperOfTheProgram {
        @Test
        void decidesOnNamesAndDates() {
            JsonSerializer<Instant> writes = (instant, type, context) -> new JsonPrimitive(instant.toString());
            JsonDeserializer<Instant> reads = (json, type, context) -> Instant.parse(json.getAsString());
            Gson gson = new GsonBuilder()
                    .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
                    .registerTypeAdapter(Instant.class, writes)
                    .registerTypeAdapter(Instant.class, reads)
                    .create();
            PayloadCodec codec = new GsonPayloadCodec(gson);
            String json = codec.toJson(new Meeting(noon));
            assertThat(json).isEqualTo("{\"begins_at\":\"2026-01-01T12:00:00Z\"}");
            assertThat(codec.fromJson(json, Meeting.class)).isEqualTo(new Meeting(noon));
            assertThatThrownBy(() -> codec.fromJson("{\"begins_at\":\"a-secret\"}", Meeting.class))
                    .hasMessage("the JSON value is not a " + Meeting.class.getName());
        }

        @Test
        void mayBeLooserThanOurs() {
            assertThatThrownBy(() -> codec().fromJson("{number: 4}", Even.class))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(new GsonPayloadCodec(new Gson()).fromJson("{number: 4}", Even.class))
                    .isEqualTo(new Even(4));
        }
    }
}
