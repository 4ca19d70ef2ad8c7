package dev.groundwave.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Source: client-protocol.md, section 3.2. */
final class GroupPatternTest {
    private static GroupPattern pattern(String text) {
        return GroupPattern.parse(text).orElseThrow();
    }

    @Nested
    final class Matching {
        @ParameterizedTest
        @CsvSource({
            "chat-*,      chat-room,     true",
            "chat-*,      chat-,         true",
            "chat-*,      chat.1,        false",
            "chat-*,      chat-a.b,      false",
            "clientA.*,   clientA.x,     true",
            "clientA.*,   clientA.x.y,   false",
            "clientA.**,  clientA.x,     true",
            "clientA.**,  clientA.x.y,   true",
            "a?c,         abc,           true",
            "a?c,         a.c,           false",
            "a?c,         ac,            false",
            "**,          any.thing,     true",
            "***,         any.thing,     true",
            "**b*d,       a.b.bxd,       true",
            "**b*d,       a.bx.d,        false",
            "*.*,         a.b,           true",
            "*.*,         a.b.c,         false",
            "room,        room,          true",
            "room,        Room,          false",
            "room,        room2,         false",
            "room,        a-room,        false",
            "a\\*c,       a*c,           true",
            "a\\*c,       abc,           false",
            "a\\?c,       a?c,           true",
            "a\\?c,       abc,           false",
            "a\\\\c,      a\\c,          true",
            "[a-z]+,      [a-z]+,        true",
            "[a-z]+,      b,             false",
            "*\u20ac?,    x\u20acy,      true"
        })
        void decidesAboutTheWholeName(String pattern, String group, boolean expected) {
            assertThat(pattern(pattern).matches(group)).isEqualTo(expected);
        }

        @Test
        void aStarMayTakeNothingAndEveryCharacterEvenALineBreak() {
            assertThat(pattern("*").matches("a\nb")).isTrue();
            assertThat(pattern("a**b").matches("a\r\nb")).isTrue();
            assertThat(pattern("a*b").matches("ab")).isTrue();
        }

        @Test
        void agreesWithARegularExpressionOnRandomNames() {
            Random random = new Random(7);
            for (int i = 0; i < 20_000; i++) {
                String text = randomText(random, "ab.?*", 1 + random.nextInt(7));
                String group = randomText(random, "ab.", 1 + random.nextInt(8));
                GroupPattern.parse(text)
                        .ifPresent(pattern -> assertThat(pattern.matches(group))
                                .as("%s against %s", text, group)
                                .isEqualTo(Pattern.matches(asRegex(text), group)));
            }
        }

        @Test
        void theWorstPatternAgainstTheLongestNameIsDecidedAtOnce() {
            String a = "a".repeat(200);
            GroupPattern worst = pattern("**" + a + "**" + a + "**" + a + "**" + a + "**" + a + "c");
            String name = "a".repeat(WireLimits.MAX_GROUP_NAME_CHARS);

            // A matcher that backtracks would not come back from this line.
            assertThat(worst.matches(name)).isFalse();
        }

        private static String randomText(Random random, String alphabet, int length) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < length; i++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            return text.toString();
        }

        private static String asRegex(String pattern) {
            return pattern.replace(".", "\\.")
                    .replaceAll("\\*{2,}", "#")
                    .replace("*", "[^.]*")
                    .replace("#", ".*")
                    .replace("?", "[^.]");
        }
    }

    @Nested
    final class Validity {
        @ParameterizedTest
        @ValueSource(strings = {"", "a\\", "a\\b", "\\.", "*a*a*a*a*a*"})
        void refusesAnEmptyPatternAStrayBackslashAndTooManyStars(String text) {
            assertThat(GroupPattern.parse(text)).isEmpty();
        }

        @Test
        void acceptsFiveStarTokensHoweverLong() {
            assertThat(GroupPattern.parse("*a**a***a*a*")).isPresent();
        }

        @Test
        void escapedStarsDoNotCount() {
            assertThat(GroupPattern.parse("\\*\\*\\*\\*\\*\\*")).isPresent();
        }

        @Test
        void acceptsUpTo1024Characters() {
            assertThat(GroupPattern.parse("a".repeat(1024))).isPresent();
            assertThat(GroupPattern.parse("a".repeat(1025))).isEmpty();
        }
    }

    @Test
    void equalsByItsText() {
        assertThat(pattern("a*"))
                .isEqualTo(pattern("a*"))
                .hasSameHashCodeAs(pattern("a*"))
                .hasToString("a*");
        assertThat(pattern("a*")).isNotEqualTo(pattern("a**"));
    }
}
