package dev.groundwave.server.blackbox.faults;

/**
 * What happens to one direction of a connection when so many of its bytes have passed.
 *
 * @param millis how long it takes
 */
public record Fault(long afterBytes, Kind kind, int millis) {
    /** What can happen. */
    public enum Kind {
        /** The bytes behind come a little later. */
        DELAY,
        /** The bytes behind come much later. */
        STALL,
        /** The bytes behind get lost; the sender notices when the connection is cut a while later. */
        SWALLOW,
        /** The receiver finds the end of the stream, while the other direction goes on for a while. */
        HALF_CLOSE,
        /** Both ends find the end of the stream. */
        CLOSE,
        /** Both ends find the connection reset. */
        RESET;

        /** Whether the connection is over with it. */
        boolean isFatal() {
            return this != DELAY && this != STALL;
        }
    }
}
