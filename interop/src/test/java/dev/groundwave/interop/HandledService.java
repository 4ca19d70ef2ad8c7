package dev.groundwave.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A service with an event handler of somebody else's making, which is a process of its own: it says on its output where it
 * listens and what it heard. Closing ends both.
 */
final class HandledService implements AutoCloseable {
    private static final long WAIT_SECONDS = 30;
    private static final String LISTENING = "listening ";

    private final RunningProcess handler;
    private final int port;
    private final ServiceProcess service;

    private HandledService(RunningProcess handler, int port, ServiceProcess service) {
        this.handler = handler;
        this.port = port;
        this.service = service;
    }

    /**
     * Starts a service for a handler that was just started.
     *
     * @param hubs the setting {@code hubs} as YAML, with {@code %s} for where the handler listens
     */
    static HandledService of(RunningProcess handler, String hubs) {
        try {
            int port = Integer.parseInt(await(handler, LISTENING).substring(LISTENING.length()));
            Path folder = Files.createDirectories(Checkout.path("interop", "target", "handler"));
            Path settings = settings(Files.createTempDirectory(folder, "run"), hubs, port);
            return new HandledService(handler, port, ServiceProcess.start("--config", settings.toString()));
        } catch (IOException e) {
            handler.close();
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the settings of a service whose hubs have a handler on a port of this machine. */
    static Path settings(Path folder, String hubs, int port) {
        try {
            String all = "hubs:\n" + hubs.replace("%s", "http://localhost:" + port);
            return Files.writeString(folder.resolve("groundwave.yaml"), all, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String await(RunningProcess handler, String start) {
        return handler.out()
                .await(line -> line.startsWith(start), WAIT_SECONDS)
                .orElseThrow(() -> new AssertionError(handler.described("did not say: " + start)));
    }

    /** Waits until the handler says that it heard something, by the start of what it says; answers all of it. */
    String heard(String start) {
        String heard = "heard ";
        return await(handler, heard + start).substring(heard.length());
    }

    /** Posts something to the handler, for what it must know before it can work. */
    void tellHandler(String path, String what) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .POST(HttpRequest.BodyPublishers.ofString(what))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            int status = http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                    .orTimeout(WAIT_SECONDS, TimeUnit.SECONDS)
                    .join()
                    .statusCode();
            if (status != 204) {
                throw new AssertionError("the handler answered " + status);
            }
        }
    }

    String connectionString() {
        return service.connectionString();
    }

    /** The client URL of a user of a hub. */
    String url(String hub, String userId) {
        return RawClient.url(service.address(), hub, userId);
    }

    @Override
    public void close() {
        service.close();
        handler.close();
    }
}
