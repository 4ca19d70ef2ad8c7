package dev.groundwave.server.deliveries;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.deliveries.Delivery.Failure;
import dev.groundwave.server.deliveries.Delivery.Kind;
import dev.groundwave.server.deliveries.Delivery.Outcome;
import dev.groundwave.server.deliveries.HandlerDeliveries.Counts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DeliveryLogTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:20:30Z");
    private static final Failure WHY = new Failure("timeout", "it took too long");

    private long nanos = 7;
    private final DeliveryLog log = new DeliveryLog(() -> NOW, () -> nanos);

    private HandlerDeliveries shown() {
        return log.show("chat", "http://app/{event}");
    }

    @Test
    void tellsNothingAtFirst() {
        assertThat(shown())
                .isEqualTo(new HandlerDeliveries(
                        "chat", "http://app/{event}", new Counts(0, 0, 0, 0), Optional.empty(), List.of()));
    }

    @Test
    void tellsHowAnEventWent() {
        DeliveryUnderWay delivery = log.begin(Kind.USER, "say", "conn-1");
        delivery.attempted();
        delivery.answered(503);
        delivery.attempted();
        delivery.answered(204);
        nanos += 1_500_000;
        delivery.delivered();

        assertThat(shown().last())
                .containsExactly(new Delivery(
                        NOW,
                        Kind.USER,
                        "say",
                        "conn-1",
                        Outcome.DELIVERED,
                        204,
                        Optional.empty(),
                        2,
                        Duration.ofNanos(1_500_000)));
        assertThat(shown().counts()).isEqualTo(new Counts(1, 0, 1, 0));
    }

    @Test
    void knowsNothingOfAnEventThatIsUnderWayOrGivenUp() {
        log.begin(Kind.SYSTEM, "connected", "conn-1").attempted();

        assertThat(shown().last()).isEmpty();
        assertThat(shown().counts()).isEqualTo(new Counts(0, 0, 0, 0));
    }

    @Test
    void countsEveryLossAndRemembersTheFirstOfAFlood() {
        log.drop(Kind.SYSTEM, "joined", "conn-1", WHY);
        log.countDropped();
        log.countDropped();

        assertThat(shown().counts()).isEqualTo(new Counts(0, 0, 0, 3));
        assertThat(shown().last()).extracting(Delivery::outcome).containsExactly(Outcome.DROPPED);
    }

    @Test
    void remembersTheNewestAndCountsAll() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            log.begin(Kind.USER, "e" + i, "c").failed(Optional.of(WHY));
            if (i >= 150) {
                expected.addFirst("e" + i);
            }
        }

        assertThat(shown().last()).extracting(Delivery::event).isEqualTo(expected);
        assertThat(shown().counts().failed()).isEqualTo(250);
    }

    @Test
    void keepsTheLastValidationApartFromTheEvents() {
        DeliveryUnderWay refused = log.beginValidation();
        refused.attempted();
        refused.attempted();
        refused.failed(Optional.of(WHY));
        for (int i = 0; i < 200; i++) {
            log.begin(Kind.USER, "e", "c").delivered();
        }

        assertThat(shown().validation().map(Delivery::outcome)).contains(Outcome.FAILED);
        assertThat(shown().counts()).isEqualTo(new Counts(200, 0, 0, 0));
    }

    @Test
    void losesNothingWhenManyThreadsWrite() throws InterruptedException {
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            writers.add(Thread.ofPlatform().start(() -> {
                for (int j = 0; j < 10_000; j++) {
                    log.begin(Kind.USER, "e", "c").delivered();
                }
            }));
        }
        for (Thread writer : writers) {
            writer.join();
        }

        assertThat(shown().counts().delivered()).isEqualTo(40_000);
        assertThat(shown().last()).hasSize(DeliveryLog.ENTRIES);
    }
}
