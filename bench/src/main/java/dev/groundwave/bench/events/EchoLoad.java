package dev.groundwave.bench.events;

/** Connections to one server, each with one echo under way at a time. Ends with its event loops. */
interface EchoLoad {
    /** What is sent and comes back. */
    String TEXT = "x".repeat(64);

    /** Begins a round of echoes on all connections. */
    EchoRound begin(int echoes);
}
