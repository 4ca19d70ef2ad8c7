package dev.groundwave.bench.rest;

import java.io.IOException;
import java.io.OutputStream;

/** What a server's process and the benchmark have to agree on. */
final class Serving {
    /** Begins the line that tells the port. */
    static final String PORT = "port=";

    private Serving() {}

    /** Tells where the server listens and blocks until the benchmark wants it to end. */
    static void untilTheEnd(int port) throws IOException {
        System.out.println(PORT + port);
        System.out.flush();
        System.in.transferTo(OutputStream.nullOutputStream());
    }
}
