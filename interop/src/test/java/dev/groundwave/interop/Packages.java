package dev.groundwave.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The official SDKs, brought from their registries into {@code target} at the versions of the lock files.
 *
 * <p>Brought once: a stamp holds the digest of the lock file and the interpreter's version, so that later runs need no
 * network and a changed lock file brings the packages anew.
 */
final class Packages {
    private static final long INSTALL_SECONDS = 600;
    private static final String STAMP = "groundwave.stamp";

    private Packages() {}

    /** The folder with {@code node_modules}. */
    static synchronized Path node() {
        Path source = Checkout.path("interop", "src", "test", "node");
        Path home = Checkout.path("interop", "target", "node");
        String stamp = stamp(source.resolve("package-lock.json"), "node");
        if (!isCurrent(home, stamp)) {
            directories(home);
            copy(source.resolve("package.json"), home);
            copy(source.resolve("package-lock.json"), home);
            run(home, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
            write(home.resolve(STAMP), stamp);
        }
        return home;
    }

    /** The virtual environment of the SDKs. */
    static synchronized Path python() {
        return python("requirements.txt", "python");
    }

    /** The virtual environment of what derives requests from the description of the REST API. */
    static synchronized Path contract() {
        return python("requirements-contract.txt", "contract");
    }

    private static Path python(String requirements, String directory) {
        Path lock = Checkout.path("interop", "src", "test", "python", requirements);
        Path home = Checkout.path("interop", "target", directory);
        String stamp = stamp(lock, "python3");
        if (!isCurrent(home, stamp)) {
            directories(home);
            run(home, "python3", "-m", "venv", "--clear", home.toString());
            run(
                    home,
                    home.resolve(Path.of("bin", "python")).toString(),
                    "-m",
                    "pip",
                    "install",
                    "--quiet",
                    "--no-input",
                    "--disable-pip-version-check",
                    "--requirement",
                    lock.toString());
            write(home.resolve(STAMP), stamp);
        }
        return home;
    }

    private static String stamp(Path lock, String interpreter) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(lock));
            String version = String.join(" ", run(Checkout.path("interop"), interpreter, "--version"));
            return HexFormat.of().formatHex(digest) + " " + version;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static boolean isCurrent(Path home, String stamp) {
        Path file = home.resolve(STAMP);
        try {
            return Files.exists(file)
                    && Files.readString(file, StandardCharsets.UTF_8).equals(stamp);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> run(Path directory, String... command) {
        try (RunningProcess process = RunningProcess.start(directory, Map.of(), List.of(command))) {
            if (process.exitCode(INSTALL_SECONDS) != 0) {
                throw new AssertionError(process.described("failed: " + String.join(" ", command)));
            }
            return process.out().toTheEnd();
        }
    }

    private static void directories(Path home) {
        try {
            Files.createDirectories(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path file, Path directory) {
        try {
            Files.copy(file, directory.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
