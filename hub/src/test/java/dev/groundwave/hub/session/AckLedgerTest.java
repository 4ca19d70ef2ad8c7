package dev.groundwave.hub.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.wire.WireLimits;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Source: client-protocol.md, section 7.2. */
final class AckLedgerTest {
    private final AckLedger ledger = new AckLedger();

    @Test
    void knowsNothingAtFirst() {
        assertThat(ledger.contains(0)).isFalse();
        assertThat(ledger.contains(1)).isFalse();
        assertThat(ledger.contains(-1)).isFalse();
    }

    @Test
    void knowsWhatWasAddedInAnyOrder() {
        ledger.add(5);
        ledger.add(1);
        ledger.add(3);

        assertThat(ledger.contains(1)).isTrue();
        assertThat(ledger.contains(3)).isTrue();
        assertThat(ledger.contains(5)).isTrue();
        assertThat(ledger.contains(2)).isFalse();
        assertThat(ledger.contains(4)).isFalse();
        assertThat(ledger.contains(6)).isFalse();
    }

    @Test
    void takesZeroAndTheGreatestUnsignedNumberAsIds() {
        ledger.add(0);
        assertThat(ledger.contains(0)).isTrue();
        assertThat(ledger.contains(-1)).isFalse();

        ledger.add(-1);
        assertThat(ledger.contains(-1)).isTrue();
        assertThat(ledger.contains(0)).isTrue();
        assertThat(ledger.contains(Long.MAX_VALUE)).isFalse();
        ledger.add(Long.MAX_VALUE);
        assertThat(ledger.contains(Long.MAX_VALUE)).isTrue();
    }

    @Nested
    class WhenItIsFull {
        @Test
        void remembersExactlyTheLastThousand() {
            for (long id = 1; id <= WireLimits.ACK_MEMORY; id++) {
                ledger.add(id);
            }
            assertThat(ledger.contains(1)).isTrue();

            ledger.add(1001);

            assertThat(ledger.contains(1)).isFalse();
            assertThat(ledger.contains(2)).isTrue();
            assertThat(ledger.contains(1001)).isTrue();
        }

        @Test
        void forgetsInTheOrderOfSuccessNotOfTheNumbers() {
            ledger.add(9_999);
            for (long id = 1; id < WireLimits.ACK_MEMORY; id++) {
                ledger.add(id);
            }
            assertThat(ledger.contains(9_999)).isTrue();

            ledger.add(1000);

            assertThat(ledger.contains(9_999)).isFalse();
            assertThat(ledger.contains(1)).isTrue();
        }

        @Test
        void anIdThatWasForgottenCountsAgain() {
            for (long id = 0; id <= WireLimits.ACK_MEMORY; id++) {
                ledger.add(id);
            }
            assertThat(ledger.contains(0)).isFalse();

            ledger.add(0);

            assertThat(ledger.contains(0)).isTrue();
            assertThat(ledger.contains(1)).isFalse();
        }
    }

    @Test
    void behavesLikeAPlainQueueOfAThousand() {
        Random random = new Random(7);
        Deque<Long> model = new ArrayDeque<>();
        for (int i = 0; i < 20_000; i++) {
            long id = random.nextInt(1500) - 10L;
            assertThat(ledger.contains(id)).as("id %d at step %d", id, i).isEqualTo(model.contains(id));
            if (!model.contains(id)) {
                ledger.add(id);
                model.addLast(id);
                if (model.size() > WireLimits.ACK_MEMORY) {
                    model.removeFirst();
                }
            }
        }
    }
}
