package dev.groundwave.server.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
                    "tunnel:///hook",
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
