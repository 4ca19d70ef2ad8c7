package dev.groundwave.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values as JSON payloads. Source: client-sdk.md, section 1.5. */
final class PayloadCodecTest {
    private static String json(Object value) {
        return Payload.json(value).asText();
    }

    @Nested
    final class Writing {
        @Test
        void knowsPlainValuesInEachOther() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("a", List.of(1, 2L, new BigInteger("9".repeat(30)), new BigDecimal("1e400"), 1.5));
            map.put("b", Arrays.asList(true, null, new Object[] {"x"}));
            map.put("c", Map.of());
            assertThat(json(map))
                    .isEqualTo("{\"a\":[1,2," + "9".repeat(30) + ",1E+400,1.5],\"b\":[true,null,[\"x\"]],\"c\":{}}");
        }

        @Test
        void escapesWhatJsonWantsEscaped() {
            assertThat(json("\"\\\n\u0001ü\uD83C\uDF0A")).isEqualTo("\"\\\"\\\\\\u000a\\u0001ü\uD83C\uDF0A\"");
            assertThat(json("\uD83C")).isEqualTo("\"\\ud83c\"");
            assertThat(json("\uDF0A\uD83C")).isEqualTo("\"\\udf0a\\ud83c\"");
        }

        @Test
        void refusesWhatHasNoForm() {
            assertRefused(new Object());
            assertRefused(Double.NaN);
            assertRefused(Float.NEGATIVE_INFINITY);
            assertRefused(Map.of(1, "a number as key"));
            List<Object> itself = new ArrayList<>();
            itself.add(itself);
            assertRefused(itself);
        }

        @Test
        void refusesNullByAnyCodec() {
            PayloadCodec codec = new PayloadCodec() {
                @Override
                public String toJson(Object value) {
                    return " null ";
                }

                @Override
                public <T> T fromJson(String json, Class<T> type) {
                    throw new IllegalArgumentException("only for writing");
                }
            };
            assertThatThrownBy(() -> Payload.json("x", codec)).isInstanceOf(IllegalArgumentException.class);
        }

        private void assertRefused(Object value) {
            assertThatThrownBy(() -> Payload.json(value)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    final class Reading {
        @Test
        void givesBackWhatWasWritten() {
            Object value = Map.of("a", List.of(1L, "x", true, Map.of("b", new BigDecimal("0.10"))));
            assertThat((Object) Payload.json(value).asJson(Map.class)).isEqualTo(value);
            assertThat(Payload.json(value).asJson(Object.class)).isEqualTo(value);
        }

        @Test
        void keepsAllDigits() {
            assertThat(Payload.jsonRaw("123456789012345678901234567890").asJson(BigInteger.class))
                    .isEqualTo(new BigInteger("123456789012345678901234567890"));
            assertThat(Payload.jsonRaw("1e400").asJson(BigDecimal.class)).isEqualTo(new BigDecimal("1e400"));
            assertThat(Payload.jsonRaw("7").asJson(Integer.class)).isEqualTo(7);
            assertThat(Payload.jsonRaw("7").asJson(Long.class)).isEqualTo(7L);
            assertThat(Payload.jsonRaw("0.5").asJson(Double.class)).isEqualTo(0.5);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "{",
                    "[1,]",
                    "{\"a\":1} 2",
                    "nul",
                    "\"x",
                    "1e99999999999",
                    "7.5",
                    "3000000000",
                    "null",
                    "\"7\""
                })
        void refusesWhatIsNotOfTheTypeWithoutQuotingIt(String json) {
            assertThatThrownBy(() -> Payload.jsonRaw(json).asJson(Integer.class))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("3000000000")
                    .hasMessageNotContaining("7.5");
        }

        @Test
        void refusesAPayloadThatIsNoJson() {
            assertThatThrownBy(() -> Payload.text("7").asJson(Integer.class))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("text");
        }
    }

    /** Answers with its name whatever it is asked. */
    private record NamedCodec(String name) implements PayloadCodec {
        @Override
        public String toJson(Object value) {
            return '"' + name + '"';
        }

        @Override
        public <T> T fromJson(String json, Class<T> type) {
            return type.cast(name);
        }
    }

    @Nested
    final class ACodecThatCameWithAPayload {
        private final PayloadCodec own = new NamedCodec("own");

        @Test
        void readsIt() {
            assertThat(Payload.jsonRaw("7").withCodec(own).asJson(String.class)).isEqualTo("own");
            assertThat(Payload.jsonRaw("7").asJson(Integer.class)).isEqualTo(7);
        }

        @Test
        void isTheOneThatWroteIt() {
            assertThat(Payload.json(7, own).asJson(String.class)).isEqualTo("own");
            assertThat(Payload.json(7, own).asText()).isEqualTo("\"own\"");
        }

        @Test
        void givesWayToTheOneThatIsAskedFor() {
            PayloadCodec other = new NamedCodec("other");
            assertThat(Payload.json(7, own).asJson(String.class, other)).isEqualTo("other");
        }

        @Test
        void makesNoOtherPayloadOfIt() {
            Payload json = Payload.jsonRaw("7");
            assertThat(json.withCodec(own)).isEqualTo(json).hasSameHashCodeAs(json);
            assertThat(json.withCodec(own).toString()).isEqualTo("Json[1 bytes]");
            assertThat(json).isNotEqualTo(Payload.jsonRaw("8")).isNotEqualTo(Payload.text("7"));
            Payload text = Payload.text("7");
            assertThat(text.withCodec(own)).isSameAs(text);
        }
    }

    @Nested
    final class CodecsOnThePath {
        @Test
        void leaveAProgramWithoutAnyToPlainValues() {
            assertThat(new InstalledCodecs(List.of()).only()).isInstanceOf(PlainPayloadCodec.class);
            assertThat(PayloadCodec.installed()).isInstanceOf(PlainPayloadCodec.class);
        }

        @Test
        void areTakenWhenThereIsOne() {
            PayloadCodec codec = new NamedCodec("a");
            assertThat(new InstalledCodecs(List.of(codec)).only()).isSameAs(codec);
        }

        @Test
        void areRefusedByNameWhenThereAreSeveral() {
            InstalledCodecs both = new InstalledCodecs(List.of(new PlainPayloadCodec(), new NamedCodec("a")));
            for (int time = 0; time < 2; time++) {
                assertThatThrownBy(both::only)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("PayloadCodecTest$NamedCodec and dev.groundwave.wire.PlainPayloadCodec");
            }
        }
    }
}
