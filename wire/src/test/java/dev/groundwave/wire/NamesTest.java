package dev.groundwave.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Source: client-protocol.md, sections 1.1, 1.5 and 4. */
final class NamesTest {
    @Nested
    final class Hubs {
        @ParameterizedTest
        @ValueSource(strings = {"a", "Chat", "c9_`,.[]"})
        void beginWithALetter(String name) {
            assertThat(HubName.parse(name)).isPresent();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "9a", "_a", "a-b", "a b", "a/b", "\u00e4", "a\n"})
        void refuseOtherCharacters(String name) {
            assertThat(HubName.parse(name)).isEmpty();
            assertThatIllegalArgumentException().isThrownBy(() -> new HubName(name));
        }

        @Test
        void areTheSameInAnyLetterCase() {
            assertThat(new HubName("CHAT")).isEqualTo(new HubName("chat")).hasToString("chat");
        }

        @Test
        void haveUpTo128Characters() {
            assertThat(HubName.parse("a".repeat(128))).isPresent();
            assertThat(HubName.parse("a".repeat(129))).isEmpty();
        }
    }

    @Nested
    final class Groups {
        @ParameterizedTest
        @ValueSource(strings = {" a", "a/b?c#d", "\u20ac", "\ud83d\ude00", "\n\u0000"})
        void mayHoldAnyCharacter(String name) {
            assertThat(GroupName.isValid(name)).isTrue();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "\t\n"})
        void areNotBlank(String name) {
            assertThat(GroupName.isValid(name)).isFalse();
        }

        @Test
        void haveUpTo1024Utf16Units() {
            assertThat(GroupName.isValid("a".repeat(1024))).isTrue();
            assertThat(GroupName.isValid("a".repeat(1025))).isFalse();
            assertThat(GroupName.isValid("\ud83d\ude00".repeat(513))).isFalse();
        }

        @Test
        void areNotQuotedWhenRefused() {
            String secret = "secret".repeat(200);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> GroupName.check(secret))
                    .satisfies(e ->
                            assertThat(e.getMessage()).doesNotContain("secret").contains("1200"));
        }
    }

    @Nested
    final class Events {
        @ParameterizedTest
        @ValueSource(strings = {"a", "Order_1.new-x"})
        void areLettersDigitsAndThreeSigns(String name) {
            assertThat(EventName.isValid(name)).isTrue();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "1a", ".a", "a b", "a/b", "\u00e4", "a\u00e4", "a\n"})
        void refuseOtherCharacters(String name) {
            assertThat(EventName.isValid(name)).isFalse();
        }

        @Test
        void haveUpTo128Characters() {
            assertThat(EventName.isValid("a".repeat(128))).isTrue();
            assertThat(EventName.isValid("a".repeat(129))).isFalse();
        }
    }

    @Nested
    final class Dialects {
        @Test
        void areFoundByTheirSubprotocolInAnyLetterCase() {
            assertThat(Dialect.ofSubprotocol("JSON.webpubsub.azure.V1")).contains(Dialect.JSON);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "mqtt", "json.webpubsub.azure.v2"})
        void areNotFoundByOtherNames(String name) {
            assertThat(Dialect.ofSubprotocol(name)).isEmpty();
        }
    }
}
