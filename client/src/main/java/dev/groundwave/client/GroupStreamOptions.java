package dev.groundwave.client;

import dev.groundwave.wire.Metadata;
import dev.groundwave.wire.WireLimits;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Options of a stream to a group. Immutable. Preview. Source: client-sdk.md, section 3.1. */
public final class GroupStreamOptions {
    private static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofMillis(WireLimits.DEFAULT_STREAM_IDLE_TIMEOUT_MS);
    private static final GroupStreamOptions DEFAULTS = new GroupStreamOptions(
            new Start(Optional.empty(), DEFAULT_IDLE_TIMEOUT, true), SendToGroupOptions.defaults());

    /** How the stream itself begins and lives. */
    private record Start(Optional<String> streamId, Duration idleTimeout, boolean keepAlive) {}

    private final Start start;
    /** What a stream shares with a message to a group. */
    private final SendToGroupOptions common;

    private GroupStreamOptions(Start start, SendToGroupOptions common) {
        this.start = start;
        this.common = common;
    }

    /** A generated id, echo, an idle timeout of 5 minutes, and everything else as the client is set. */
    public static GroupStreamOptions defaults() {
        return DEFAULTS;
    }

    /** These with an id, not empty and other than those of this client's open streams. */
    public GroupStreamOptions withStreamId(String streamId) {
        return new GroupStreamOptions(new Start(Optional.of(streamId), start.idleTimeout, start.keepAlive), common);
    }

    /** These with a time of silence after which the service ends the stream; whole milliseconds. */
    public GroupStreamOptions withIdleTimeout(Duration idleTimeout) {
        Spans.positive("idleTimeout", idleTimeout);
        if (idleTimeout.toMillis() < 1 || idleTimeout.toMillis() > WireLimits.MAX_STREAM_IDLE_TIMEOUT_MS) {
            throw new IllegalArgumentException("idleTimeout is " + idleTimeout + ", allowed are 1 to "
                    + WireLimits.MAX_STREAM_IDLE_TIMEOUT_MS + " ms");
        }
        return new GroupStreamOptions(new Start(start.streamId, idleTimeout, start.keepAlive), common);
    }

    /** These without the frames that keep a silent stream alive. */
    public GroupStreamOptions withoutKeepAlive() {
        return new GroupStreamOptions(new Start(start.streamId, start.idleTimeout, false), common);
    }

    /** These without copies to this connection itself. */
    public GroupStreamOptions withNoEcho() {
        return new GroupStreamOptions(start, common.withNoEcho());
    }

    /** These with metadata, which every fragment carries; rules in client-protocol.md, section 4. */
    public GroupStreamOptions withMetadata(Map<String, String> metadata) {
        return new GroupStreamOptions(start, common.withMetadata(Metadata.checkedCopy(metadata)));
    }

    /** These with a time to live of every fragment, whole seconds from 0 (none) to 300. */
    public GroupStreamOptions withTtl(Duration ttl) {
        return new GroupStreamOptions(start, common.withTtl(ttl));
    }

    /** These with a timeout of the opening. */
    public GroupStreamOptions withTimeout(Duration timeout) {
        return new GroupStreamOptions(start, common.withTimeout(timeout));
    }

    Optional<String> streamId() {
        return start.streamId;
    }

    Duration idleTimeout() {
        return start.idleTimeout;
    }

    boolean keepAlive() {
        return start.keepAlive;
    }

    SendToGroupOptions common() {
        return common;
    }
}
