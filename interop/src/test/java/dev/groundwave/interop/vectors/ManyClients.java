package dev.groundwave.interop.vectors;

import dev.groundwave.client.WebPubSubClient;
import dev.groundwave.wire.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * A program with many clients, which {@link ManyClientsProcessTest} runs as a process: connects them, lets each send itself a
 * message, closes them, and prints what it counted meanwhile, a word and a number a line.
 *
 * <p>Ends by returning: a client that left a thread behind that is no daemon would keep the process alive.
 */
final class ManyClients {
    /** Connections that are being made at a time. */
    private static final int WAVE = 250;

    private static final int WAIT_SECONDS = 120;
    private static final Duration PATIENCE = Duration.ofSeconds(WAIT_SECONDS);

    private ManyClients() {}

    /** The first argument is the access URL, the second the number of clients. */
    public static void main(String[] arguments) throws Exception {
        int count = Integer.parseInt(arguments[1]);
        // What all clients of a program share, and what the JDK keeps for all its sockets, comes with the first.
        talk(arguments[0], 1);
        long before = sockets();
        tell("threadsBefore", threads());
        talk(arguments[0], count);
        tell("threadsAfter", threads());
        // The first one's may not have been closed when they were counted.
        tell("socketsLeft", Math.max(0, awaitSockets(before) - before));
    }

    /** In a method of its own, so that nothing holds the clients afterwards. */
    private static void talk(String url, int count) throws Exception {
        CountDownLatch messages = new CountDownLatch(count);
        List<WebPubSubClient> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            WebPubSubClient client = WebPubSubClient.builder()
                    .clientAccessUrl(url)
                    .startTimeout(PATIENCE)
                    .connectTimeout(PATIENCE)
                    .build();
            client.onGroupMessage(event -> messages.countDown());
            clients.add(client);
        }
        inWaves(clients, (client, number) -> client.startAsync());
        inWaves(clients, (client, number) -> client.joinGroupAsync("of" + number));
        inWaves(clients, (client, number) -> client.sendToGroupAsync("of" + number, Payload.text("to myself")));
        tell("received", messages.await(WAIT_SECONDS, TimeUnit.SECONDS) ? count : count - messages.getCount());
        tell("connected", clients.stream().filter(WebPubSubClient::isConnected).count());
        tell("threadsDuring", threads());
        inWaves(clients, (client, number) -> client.closeAsync());
    }

    private static void inWaves(
            List<WebPubSubClient> clients, BiFunction<WebPubSubClient, Integer, CompletableFuture<?>> step)
            throws InterruptedException, ExecutionException, TimeoutException {
        for (int from = 0; from < clients.size(); from += WAVE) {
            List<CompletableFuture<?>> wave = new ArrayList<>();
            for (int i = from; i < Math.min(from + WAVE, clients.size()); i++) {
                wave.add(step.apply(clients.get(i), i));
            }
            CompletableFuture.allOf(wave.toArray(CompletableFuture[]::new)).get(WAIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Those of the platform; virtual ones are not listed. */
    private static int threads() {
        return Thread.getAllStackTraces().size();
    }

    /** The descriptors that are sockets, where the system tells. */
    private static long sockets() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return 0;
        }
        try (Stream<Path> all = Files.list(descriptors)) {
            return all.filter(ManyClients::isSocket).count();
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            return false; // It was closed since it was listed.
        }
    }

    /** How many there are when no more than these are left, or time is over. */
    private static long awaitSockets(long most) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        long left = sockets();
        while (left > most && end - System.nanoTime() > 0) {
            Thread.onSpinWait();
            left = sockets();
        }
        return left;
    }

    private static void tell(String what, long number) {
        System.out.println(what + " " + number);
    }
}
