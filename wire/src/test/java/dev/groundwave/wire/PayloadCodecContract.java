package dev.groundwave.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every payload codec with an object mapper behind it keeps. Source: client-sdk.md, sections 1.5 and 5. */
public abstract class PayloadCodecContract {
    /** The codec as {@link java.util.ServiceLoader} makes it. */
    protected abstract PayloadCodec codec();

    /** How something is sent. */
    public enum Speed {
        /** In days. */
        SLOW,
        /** In hours. */
        FAST
    }

    /** A part of an order. */
    public record Item(String name, BigDecimal price) {}

    /** A value of a program's. */
    public record Order(long id, Speed speed, List<Item> items, Map<String, Integer> counts) {}

    /** A value that not every text makes. */
    public record Even(int number) {
        /** Says in its exception what it got, as programs do. */
        public Even {
            if (number % 2 != 0) {
                throw new IllegalStateException(number + " is odd");
            }
        }
    }

    /** A value that cannot be written. */
    public record Broken(String word) {
        @Override
        public String word() {
            throw new IllegalStateException("nobody may see " + word.length());
        }
    }

    private final Order order = new Order(
            9_007_199_254_740_993L,
            Speed.FAST,
            List.of(new Item("tea \u00e4 \uD83C\uDF0A <b>", new BigDecimal("12345678901234567890.10"))),
            Map.of("tea", 3));

    @Nested
    final class Values {
        @Test
        void comeBackAsTheyWere() {
            Payload payload = Payload.json(order, codec());
            assertThat(payload.asJson(Order.class)).isEqualTo(order);
            assertThat(payload.asText()).contains("\"id\":9007199254740993").contains("12345678901234567890.10");
        }

        @Test
        void mayBeListsOfRecordsAsArrays() {
            Item item = new Item("a", BigDecimal.ONE);
            String json = codec().toJson(List.of(item, item));
            assertThat(codec().fromJson(json, Item[].class)).containsExactly(item, item);
        }

        @Test
        void mayBePlain() {
            assertThat(codec().fromJson("\"x\"", String.class)).isEqualTo("x");
            assertThat(codec().fromJson("7", Integer.class)).isEqualTo(7);
            assertThat(codec().fromJson("7", int.class)).isEqualTo(7);
            assertThat(codec().fromJson("true", Boolean.class)).isTrue();
            assertThat((Object) codec().fromJson("[\"x\"]", List.class)).isEqualTo(List.of("x"));
            assertThat(codec().toJson("x")).isEqualTo("\"x\"");
        }

        @Test
        void keepAllDigitsOfIntegers() {
            String digits = "123456789012345678901234567890";
            assertThat(codec().fromJson(digits, BigInteger.class)).isEqualTo(new BigInteger(digits));
            assertThat((Object) codec().fromJson("[" + digits + "]", List.class))
                    .hasToString("[" + digits + "]");
        }

        @Test
        void areReadFromASpacedText() {
            assertThat(codec().fromJson(" { \"number\" : 4 }\n", Even.class)).isEqualTo(new Even(4));
        }
    }

    @Nested
    final class Refusals {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\"a-secret\"",
                    "{\"id\":\"a-secret\"}",
                    "{\"speed\":{\"a-secret\":1}}",
                    "{\"items\":[{\"price\":\"a-secret\"}]}",
                    "{\"id\":1} \"a-secret\"",
                    "{\"a-secret\"",
                    "[\"a-secret\"]",
                    "null",
                    ""
                })
        void ofJsonOfAnotherTypeDoNotQuoteIt(String json) {
            assertThatThrownBy(() -> codec().fromJson(json, Order.class))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(Order.class.getName())
                    .hasMessageNotContaining("a-secret")
                    .hasNoCause();
        }

        @Test
        void ofTheValueItselfDoNotQuoteItEither() {
            assertThatThrownBy(() -> codec().fromJson("{\"number\":77777}", Even.class))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(Even.class.getName())
                    .hasMessageNotContaining("77777")
                    .hasNoCause();
        }

        @Test
        void ofAValueThatCannotBeWrittenNameItsClass() {
            assertThatThrownBy(() -> codec().toJson(new Broken("a-secret")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(Broken.class.getName())
                    .hasMessageNotContaining("nobody may see")
                    .hasNoCause();
        }
    }

    @Nested
    final class OnThePath {
        @Test
        void isTheInstalledOne() {
            assertThat(PayloadCodec.installed()).hasSameClassAs(codec());
            assertThat(Payload.json(new Even(4)).asJson(Even.class)).isEqualTo(new Even(4));
        }
    }
}
