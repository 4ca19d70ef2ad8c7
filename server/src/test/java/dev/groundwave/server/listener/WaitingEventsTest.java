package dev.groundwave.server.listener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.wire.Payload;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The queue between event loops and a sink. Source: events-and-operations.md, section 2.2. */
final class WaitingEventsTest {
    private final WaitingEvents waiting = new WaitingEvents(2L * Raised.text(1).weight());

    @Test
    void comeOutInTheirOrder() {
        waiting.tryAdd(Raised.text(1));
        waiting.tryAdd(Raised.text(2));

        assertThat(waiting.take()).isEqualTo(Raised.text(1));
        assertThat(waiting.take()).isEqualTo(Raised.text(2));
    }

    @Test
    void areRefusedWhenTheyWouldHoldTooMuch() {
        assertThat(waiting.tryAdd(Raised.text(1))).isTrue();
        assertThat(waiting.tryAdd(Raised.text(2))).isTrue();
        assertThat(waiting.tryAdd(Raised.text(3))).isFalse();

        waiting.take();
        assertThat(waiting.tryAdd(Raised.text(4))).isTrue();
    }

    @Test
    void weighWhatTheirDataAndMetadataWeigh() {
        int empty = Raised.raised(Raised.user(1, Payload.text(""), Map.of())).weight();

        assertThat(Raised.raised(Raised.user(1, Payload.binary(new byte[500]), Map.of("key", "value")))
                        .weight())
                .isEqualTo(empty + 508);
    }

    @Test
    void canStillBeHadAfterTheEndButTakeNothingMore() {
        waiting.tryAdd(Raised.text(1));
        waiting.close();

        assertThat(waiting.tryAdd(Raised.text(2))).isFalse();
        assertThat(waiting.take()).isEqualTo(Raised.text(1));
        assertThat(waiting.take()).isNull();
    }

    @Test
    void areForgottenAndCountedWhenTheQueueIsAbandoned() {
        waiting.tryAdd(Raised.text(1));
        waiting.tryAdd(Raised.text(2));

        assertThat(waiting.abandon()).isEqualTo(2);
        assertThat(waiting.abandon()).isZero();
        assertThat(waiting.take()).isNull();
    }

    @Test
    void wakeWhoeverWaitsForThem() {
        CompletableFuture<RaisedEvent> taken = CompletableFuture.supplyAsync(waiting::take);

        waiting.tryAdd(Raised.text(1));

        assertThat(taken).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(Raised.text(1));
    }

    @Test
    void endAPauseWithTheirEnd() {
        CompletableFuture<Boolean> pause = CompletableFuture.supplyAsync(() -> waiting.pause(Duration.ofHours(1)));

        waiting.close();

        assertThat(pause).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(false);
    }

    @Test
    void haveAPauseThatEndsByItself() {
        assertThat(waiting.pause(Duration.ofMillis(1))).isTrue();
    }
}
