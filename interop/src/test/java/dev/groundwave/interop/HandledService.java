package dev.groundwave.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A service with an event handler of somebody else's making, which is a process of its own: it says on its output where it
 * listens and what it heard. Closing ends both.
 */
final class HandledService implements AutoCloseable {
    private static final long WAIT_SECONDS = 30;
    private static final String LISTENING = "listening ";

    private final RunningProcess handler;
    private final ServiceProcess service;

    private HandledService(RunningProcess handler, ServiceProcess service) {
        this.handler = handler;
        this.service = service;
    }

    /**
     * Starts a service for a handler that was just started.
     *
     * @param hubs the setting {@code hubs} as YAML, with {@code %s} for where the handler listens
     */
    static HandledService of(RunningProcess handler, String hubs) {
        String port = await(handler, LISTENING).substring(LISTENING.length());
        try {
            Path parent = Files.createDirectories(Checkout.path("interop", "target", "handler"));
            Path settings = Files.createTempFile(parent, "groundwave", ".yaml");
            Files.writeString(settings, "hubs:\n" + hubs.replace("%s", "http://localhost:" + port), UTF_8);
            return new HandledService(handler, ServiceProcess.start("--config", settings.toString()));
        } catch (IOException e) {
            handler.close();
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
