package dev.groundwave.wire;

/** The rule for a message's time to live: 0 to 300 seconds. Source: client-protocol.md, section 4. */
final class TimeToLive {
    private TimeToLive() {}

    static void check(int ttlSeconds) {
        if (ttlSeconds < 0 || ttlSeconds > WireLimits.MAX_TTL_SECONDS) {
            throw new IllegalArgumentException(
                    "ttlSeconds is " + ttlSeconds + ", allowed are 0 to " + WireLimits.MAX_TTL_SECONDS);
        }
    }
}
