package dev.groundwave.bench.run;

import java.io.IOException;
import java.io.OutputStream;

/** What a server's process and the benchmark have to agree on. */
public final class Serving {
    /** Begins the line that tells the port. */
    public static final String PORT = "port=";

    private Serving() {}

    /** Tells where the server listens and blocks until the benchmark wants it to end. */
    public static void untilTheEnd(int port) throws IOException {
        System.out.println(PORT + port);
        System.out.flush();
        System.in.transferTo(OutputStream.nullOutputStream());
    }
}
