package dev.groundwave.client;

/** Why a client makes no more attempts. Source: client-sdk.md, section 1.7. */
public enum StopReason {
    /** {@code stop()} or {@code close()} was called. */
    STOP_CALLED,
    /** The connection was lost and reconnecting is switched off. */
    AUTO_RECONNECT_OFF,
    /** As many attempts in a row failed as the reconnect policy allows. */
    RETRIES_EXHAUSTED,
    /** The fixed access URL has expired, or was refused with 401 or 403 three times in a row. */
    CREDENTIAL_REJECTED
}
