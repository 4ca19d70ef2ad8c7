package dev.groundwave.wire;

/** The size limits of the protocol. Source: client-protocol.md, sections 3.2, 4 and 10 to 12. */
public final class WireLimits {
    /** Largest message from a client after defragmentation, envelope included, in bytes. */
    public static final int MAX_MESSAGE_BYTES = 1_048_576;
    /** Longest group name, in UTF-16 units. */
    public static final int MAX_GROUP_NAME_CHARS = 1024;
    /** Longest user id, in UTF-16 units. */
    public static final int MAX_USER_ID_CHARS = 1024;
    /** Longest life of a queued message, in seconds. */
    public static final int MAX_TTL_SECONDS = 300;
    /** Longest metadata key, in characters. */
    public static final int MAX_METADATA_KEY_CHARS = 256;
    /** Longest metadata value, in characters. */
    public static final int MAX_METADATA_VALUE_CHARS = 1024;
    /** All metadata keys and values of a message together, in bytes. */
    public static final int MAX_METADATA_BYTES = 8192;
    /** Deepest nesting of a JSON message. */
    public static final int MAX_JSON_DEPTH = 64;
    /** How many successful ack ids a connection remembers. */
    public static final int ACK_MEMORY = 1000;
    /** Longest group pattern in a role, in characters. */
    public static final int MAX_PATTERN_CHARS = 1024;
    /** Most star tokens in one pattern. */
    public static final int MAX_PATTERN_STARS = 5;
    /** Most patterns of one permission kind. */
    public static final int MAX_PATTERNS = 10;
    /** Most literal groups of one permission kind. */
    public static final int MAX_LITERALS = 1000;
    /** Shortest access key, in bytes. */
    public static final int MIN_ACCESS_KEY_BYTES = 32;
    /** Longest invocation id, in characters. */
    public static final int MAX_INVOCATION_ID_CHARS = 256;
    /** How long a stream may be silent that does not say so itself, in milliseconds. */
    public static final long DEFAULT_STREAM_IDLE_TIMEOUT_MS = 300_000;
    /** Longest silence of a stream that all dialects can express, in milliseconds. */
    public static final long MAX_STREAM_IDLE_TIMEOUT_MS = 0xFFFF_FFFFL;
    /** Most streams that one connection may have open at a time. */
    public static final int MAX_OPEN_STREAMS = 1000;
    /** Keys and values of one connection's state in a group together, in bytes of UTF-8. */
    public static final int MAX_GROUP_STATE_BYTES = 512;
    /** Most members in one snapshot of a group's state. */
    public static final int MAX_GROUP_STATE_ITEMS = 200;

    private WireLimits() {}
}
