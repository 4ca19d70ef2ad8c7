package dev.groundwave.server.upstream;

/**
 * How many events are on their way to a handler, so that a handler that is given up is closed behind the last one.
 *
 * <p>Safe for all threads.
 */
final class CallsUnderWay {
    private final Runnable whenOver;

    // Guarded by this.
    private int calls;
    private boolean givenUp;

    /** @param whenOver run once, when the handler is given up and nothing is under way */
    CallsUnderWay(Runnable whenOver) {
        this.whenOver = whenOver;
    }

    /** One more is under way; false when the handler was given up, and another one is to be looked for. */
    synchronized boolean tryBegin() {
        if (givenUp) {
            return false;
        }
        calls++;
        return true;
    }

    /** One is over, however it ended. */
    void end() {
        boolean last;
        synchronized (this) {
            calls--;
            last = givenUp && calls == 0;
        }
        if (last) {
            whenOver.run();
        }
    }

    /** No more begins. Once more does no harm. */
    void giveUp() {
        boolean over;
        synchronized (this) {
            over = !givenUp && calls == 0;
            givenUp = true;
        }
        if (over) {
            whenOver.run();
        }
    }
}
