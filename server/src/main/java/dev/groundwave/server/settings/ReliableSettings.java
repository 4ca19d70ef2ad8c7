package dev.groundwave.server.settings;

import java.time.Duration;

/**
 * How long and how much a reliable connection keeps for a client that is away.
 *
 * <p>Source: client-protocol.md, sections 8.2 and 8.5.
 *
 * @param bufferMessages messages that may be unacknowledged
 * @param bufferBytes the same in bytes, frame headers included
 */
public record ReliableSettings(Duration retention, int bufferMessages, long bufferBytes) {
    /** 30 s, 1,000 messages, 16 MiB. */
    public static final ReliableSettings DEFAULTS = new ReliableSettings(Duration.ofSeconds(30), 1000, 16_777_216);

    /** Checks the ranges. */
    public ReliableSettings {
        atLeastOne("reliable.retentionSeconds", retention.toSeconds());
        atLeastOne("reliable.bufferMessages", bufferMessages);
        atLeastOne("reliable.bufferBytes", bufferBytes);
    }

    private static void atLeastOne(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + ", the least is 1");
        }
    }
}
