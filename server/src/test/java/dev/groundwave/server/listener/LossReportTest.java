package dev.groundwave.server.listener;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is lost is counted to the event, and told without flooding the log. */
final class LossReportTest {
    private static final long QUIET = LossReport.QUIET.toNanos();

    private final Logger log = (Logger) LoggerFactory.getLogger(LossReport.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final AtomicLong now = new AtomicLong(5);
    private final EventListenerCounters counters = new EventListenerCounters();
    private final LossReport report = new LossReport("hub=chat topic=t", counters, now::get);

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void end() {
        log.detachAppender(lines);
    }

    private List<String> lines() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void theFirstLossIsToldAtOnce() {
        report.dropped(1, "too much waits");

        assertThat(counters.dropped()).isEqualTo(1);
        assertThat(lines())
                .containsExactly("EventListenerDropped: 1 events for a listener are dropped. hub=chat topic=t"
                        + " reason=too much waits");
    }

    @Test
    void aBurstIsToldInOneLineForEachQuietTime() {
        for (int i = 0; i < 100; i++) {
            report.dropped(1, "too much waits");
        }
        now.addAndGet(QUIET);
        report.dropped(1, "TimeoutException");

        assertThat(counters.dropped()).isEqualTo(101);
        assertThat(lines()).hasSize(2).last().asString().contains(": 100 events", "reason=TimeoutException");
    }

    @Test
    void whatWasNotToldIsToldAtTheEnd() {
        report.dropped(1, "a");
        report.dropped(2, "a");
        report.end();
        report.end();

        assertThat(lines()).hasSize(2).last().asString().contains(": 2 events");
    }

    @Test
    void nothingIsSaidOfNothing() {
        report.dropped(0, "a");
        report.end();

        assertThat(lines()).isEmpty();
    }

    @Test
    void aListenerThatCannotSendIsToldOncePerQuietTime() {
        report.stuck("ConfigException");
        report.stuck("ConfigException");

        assertThat(lines())
                .containsExactly("EventListenerUnavailable: nothing can be sent, tried again. hub=chat topic=t"
                        + " reason=ConfigException");
        assertThat(counters.dropped()).isZero();
    }
}
