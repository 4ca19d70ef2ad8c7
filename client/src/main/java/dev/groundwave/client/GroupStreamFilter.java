package dev.groundwave.client;

import dev.groundwave.wire.WireLimits;
import java.time.Duration;
import java.util.Optional;

/**
 * Which streams a handler wants, and how patiently. Immutable. Preview. Source: client-sdk.md, section 3.1.
 *
 * @param group compared exactly; empty for all groups
 * @param fromStartOnly leaves out streams whose beginning this client missed
 * @param idleTimeout a stream that is silent for longer fails
 */
public record GroupStreamFilter(Optional<String> group, boolean fromStartOnly, Duration idleTimeout) {
    private static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofMillis(WireLimits.DEFAULT_STREAM_IDLE_TIMEOUT_MS);

    /** Checks the timeout. */
    public GroupStreamFilter {
        Spans.positive("idleTimeout", idleTimeout);
    }

    /** Streams of one group, also those under way. */
    public static GroupStreamFilter ofGroup(String group) {
        return new GroupStreamFilter(Optional.of(group), false, DEFAULT_IDLE_TIMEOUT);
    }

    /** Streams of all groups, also those under way. */
    public static GroupStreamFilter ofAllGroups() {
        return new GroupStreamFilter(Optional.empty(), false, DEFAULT_IDLE_TIMEOUT);
    }

    /** These without streams whose beginning was missed. */
    public GroupStreamFilter withFromStartOnly() {
        return new GroupStreamFilter(group, true, idleTimeout);
    }

    /** These with a patience. */
    public GroupStreamFilter withIdleTimeout(Duration newIdleTimeout) {
        return new GroupStreamFilter(group, fromStartOnly, newIdleTimeout);
    }
}
