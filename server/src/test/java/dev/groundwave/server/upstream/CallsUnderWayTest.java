package dev.groundwave.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Source: events-and-operations.md, section 4.5. */
final class CallsUnderWayTest {
    private final AtomicInteger closed = new AtomicInteger();
    private final CallsUnderWay calls = new CallsUnderWay(closed::incrementAndGet);

    @Test
    void areClosedAtOnceWhereThereIsNone() {
        assertThat(calls.tryBegin()).isTrue();
        calls.end();
        assertThat(closed).hasValue(0);

        calls.giveUp();
        calls.giveUp();

        assertThat(closed).hasValue(1);
    }

    @Test
    void areClosedBehindTheLast() {
        assertThat(calls.tryBegin()).isTrue();
        assertThat(calls.tryBegin()).isTrue();

        calls.giveUp();
        assertThat(calls.tryBegin()).isFalse();
        calls.end();
        assertThat(closed).hasValue(0);
        calls.end();

        assertThat(closed).hasValue(1);
    }
}
