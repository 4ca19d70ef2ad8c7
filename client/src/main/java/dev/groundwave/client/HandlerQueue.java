package dev.groundwave.client;

/** How much may wait for the listeners, what happens beyond, and in what order they are called. */
record HandlerQueue(int messages, long bytes, Overflow overflow, HandlerOrder order) {
    HandlerQueue {
        if (messages < 1 || bytes < 1) {
            throw new IllegalArgumentException(
                    "the handler queue holds " + messages + " messages and " + bytes + " bytes; at least 1 is allowed");
        }
    }
}
