package dev.groundwave.interop;

import java.nio.file.Path;

/** Where things are in the checkout under test. */
final class Checkout {
    private static final Path ROOT = Path.of(System.getProperty("groundwave.root", ".."))
            .toAbsolutePath()
            .normalize();

    private Checkout() {}

    /** A path from the checkout's root. */
    static Path path(String first, String... more) {
        return ROOT.resolve(Path.of(first, more));
    }
}
