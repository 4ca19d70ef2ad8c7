package dev.groundwave.server.settings;

import java.time.Duration;

/**
 * What can be set for one hub.
 *
 * @param anonymousAllowed whether clients may come without a token
 * @param keepAliveInterval between the service's pings, 1 to 120 s
 * @param events who hears of them
 */
public record HubSettings(boolean anonymousAllowed, Duration keepAliveInterval, HubEventSettings events) {
    /** A hub that nobody configured. Source: client-protocol.md, sections 1.6 and 13.2. */
    public static final HubSettings DEFAULTS = new HubSettings(false, Duration.ofSeconds(20));

    /** Checks the range. */
    public HubSettings {
        long seconds = keepAliveInterval.toSeconds();
        if (seconds < 1 || seconds > 120) {
            throw new IllegalArgumentException(
                    "webSocketKeepAliveIntervalInSeconds is " + seconds + ", allowed are 1 to 120");
        }
    }

    /** A hub of whose events nobody hears. */
    public HubSettings(boolean anonymousAllowed, Duration keepAliveInterval) {
        this(anonymousAllowed, keepAliveInterval, HubEventSettings.NONE);
    }
}
