package dev.groundwave.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Values in filters. Source: rest-api.md, section 6. */
class FilterTest {
    @Test
    void aStringIsQuotedAndItsQuotesDoubled() {
        assertThat(Filter.of("userId ne {}", "o'neil' or userId ne '").text())
                .isEqualTo("userId ne 'o''neil'' or userId ne '''");
    }

    @Test
    void eachPlaceTakesItsValueInOrder() {
        assertThat(Filter.of("{} in groups and length(groups) gt {} and {}", "a", 2, true)
                        .text())
                .isEqualTo("'a' in groups and length(groups) gt 2 and true");
    }

    @Test
    void aCollectionBecomesAList() {
        assertThat(Filter.of("userId in {}", List.of("a", "b'", 3L)).text()).isEqualTo("userId in ('a','b''',3)");
    }

    @Test
    void aPlaceInAValueIsNotFilledAgain() {
        assertThat(Filter.of("userId in ({},{})", "{}", "b").text()).isEqualTo("userId in ('{}','b')");
    }

    @Test
    void aPlaceInsideQuotesIsText() {
        assertThat(Filter.of("userId eq '{}' or userId eq {}", "a").text())
                .isEqualTo("userId eq '{}' or userId eq 'a'");
        assertThat(Filter.of("userId eq 'o''{}' or userId eq {}", "a").text())
                .isEqualTo("userId eq 'o''{}' or userId eq 'a'");
    }

    @Test
    void placesAndValuesMustMatch() {
        assertThatThrownBy(() -> Filter.of("userId eq {}")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Filter.of("userId eq {}", "a", "b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void valuesThatTheLanguageDoesNotKnowAreRefused() {
        assertThatThrownBy(() -> Filter.of("length(userId) gt {}", 1.5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Filter.of("userId in {}", List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Filter.of("userId in {}", List.of(List.of("a"))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
