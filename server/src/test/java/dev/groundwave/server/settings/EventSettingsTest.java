package dev.groundwave.server.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Source: events-and-operations.md, sections 1.1 to 1.4 and 1.14. */
final class EventSettingsTest {
    @Nested
    final class Templates {
        @Test
        void fillHubAndEventWhereverTheyStand() {
            UrlTemplate template = new UrlTemplate("https://app.org/{HUB}/{event}?h={hub}&e={Event}");

            assertThat(template.resolve("a`b", "order.new"))
                    .isEqualTo(URI.create("https://app.org/a%60b/order.new?h=a%60b&e=order.new"));
        }

        @Test
        void needNoPath() {
            assertThat(new UrlTemplate("http://localhost:3000").resolve("h", "e"))
                    .isEqualTo(URI.create("http://localhost:3000"));
        }

        @Test
        void mayLeadThroughATunnel() {
            UrlTemplate template = new UrlTemplate("tunnel:///{hub}/{event}?code=secret");

            assertThat(template.isTunnel()).isTrue();
            assertThat(template.resolve("chat", "order.new"))
                    .isEqualTo(URI.create("tunnel:///chat/order.new?code=secret"));
            assertThat(template).hasToString("tunnel:///{hub}/{event}");
            assertThat(new UrlTemplate("http://tunnel/").isTunnel()).isFalse();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "/hook",
                    "ftp://app.org/",
                    "{event}://app.org/",
                    "http://{hub}.org/",
                    "http:///hook",
                    "http://user:password@app.org/",
                    "http://app.org/{domain}",
                    "http://app.org/a b",
                    "tunnel://host/hook",
                    "tunnel:/hook",
                    "tunnel:///{domain}",
                    "tunnel:///a b",
                    "https://app.org/{@Microsoft.KeyVault(SecretUri=https://vault/)}"
                })
        void ofAnotherFormAreRefused(String text) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new UrlTemplate(text))
                    .withMessageStartingWith("urlTemplate: ");
        }

        @Test
        void arePrintedWithoutTheirQuery() {
            assertThat(new UrlTemplate("https://app.org/hook?code=secret")).hasToString("https://app.org/hook");
        }
    }

    @Nested
    final class Patterns {
        @Test
        void areAStarNamesOrNothing() {
            assertThat(EventPattern.parse(" * ").matches("anything")).isTrue();
            assertThat(EventPattern.parse("a, B,,").matches("b")).isTrue();
            assertThat(EventPattern.parse("a, B,,").matches("A")).isTrue();
            assertThat(EventPattern.parse("a, B").matches("c")).isFalse();
            assertThat(EventPattern.parse("")).isEqualTo(EventPattern.NONE);
        }

        @ParameterizedTest
        @ValueSource(strings = {"a*", "a,*", "**", "1a", "a b"})
        void ofAnotherFormAreRefused(String text) {
            assertThatIllegalArgumentException().isThrownBy(() -> EventPattern.parse(text));
        }
    }

    @Nested
    final class GroupFilters {
        @ParameterizedTest
        @CsvSource({
            "room, room, true",
            "room, Room, false",
            "room, room1, false",
            "room*, room, true",
            "room*, room.a/b, true",
            "room*, aroom, false",
            "*, anything, true",
            "*room*, the room is open, true",
            "a*b*c, abc, true",
            "a*b*c, a-bb-b-c, true",
            "a*b*c, a-c-b, false",
            "*aab, aaab, true",
            "a?c, abc, false",
            "a?c, a?c, true",
            "a.c, abc, false",
        })
        void takeAStarForAnyCharactersAndAllElseAsItIs(String filter, String group, boolean matches) {
            assertThat(new GroupFilter(filter).matches(group)).isEqualTo(matches);
        }

        @Test
        void ofManyStarsTakeNoLongTime() {
            String filter = "*a".repeat(512);

            assertThat(new GroupFilter(filter).matches("a".repeat(1023) + "b")).isFalse();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " "})
        void thatCanBeNoNameAreRefused(String text) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new GroupFilter(text))
                    .withMessageStartingWith("groupFilters: ");
            assertThatIllegalArgumentException().isThrownBy(() -> new GroupFilter("r".repeat(1025)));
        }

        @Test
        void letEveryGroupThroughWhereThereIsNone() {
            GroupPresenceSettings joins = new GroupPresenceSettings(Set.of(PresenceEvent.JOINED), List.of());

            assertThat(joins.matches(PresenceEvent.JOINED, "any")).isTrue();
            assertThat(joins.matches(PresenceEvent.LEFT, "any")).isFalse();
            assertThat(GroupPresenceSettings.NONE.matches(PresenceEvent.JOINED, "any"))
                    .isFalse();
        }
    }

    @Test
    void systemEventsAreWordsInAnyLetterCase() {
        assertThat(SystemEvent.parse("Connected")).contains(SystemEvent.CONNECTED);
        assertThat(SystemEvent.parse("joined")).isEqualTo(Optional.empty());
        assertThat(SystemEvent.DISCONNECTED.word()).isEqualTo("disconnected");
    }

    @Test
    void secretsAreNotPrinted() {
        assertThat(new UpstreamAuth.Header("secret")).hasToString("Header[***]");
        assertThat(new UpstreamAuth.ClientCredentials(
                                URI.create("https://login.org/token"), "id", "secret", Optional.empty())
                        .toString())
                .doesNotContain("secret");
    }

    @Test
    void headersThatCannotBeSentAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new UpstreamAuth.Header("a\nb"));
        assertThatIllegalArgumentException().isThrownBy(() -> new UpstreamAuth.Header(" "));
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new UpstreamSettings(Duration.ZERO, List.of(), 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UpstreamSettings(Duration.ofSeconds(1), List.of(Duration.ofSeconds(-1)), 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UpstreamSettings(Duration.ofSeconds(1), List.of(), 0));
    }
}
