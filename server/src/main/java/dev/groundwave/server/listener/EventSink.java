package dev.groundwave.server.listener;

import java.time.Duration;

/** Where the events of one listener go. Safe for all threads. */
interface EventSink {
    /** Takes an event, or counts it as dropped. Never blocks: it is called on event loops. */
    void offer(RaisedEvent event);

    /** Sends what was taken, but no longer than this; what is left is counted as dropped. Blocks. */
    void close(Duration atMost);
}
