package dev.groundwave.interop.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.RunningServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ten thousand clients in one program, over the network. Source: client-sdk.md, sections 1.8 and 8. */
@Timeout(600)
final class ManyClientsProcessTest {
    private static final int CLIENTS = Integer.getInteger("groundwave.clients", 10_000);
    /** Carriers of virtual threads, and what looks after those, may come with the load. */
    private static final int SHARED_THREADS = Runtime.getRuntime().availableProcessors() + 8;

    @RegisterExtension
    static final RunningServer SERVER = new RunningServer();

    @Test
    void shareAFewThreadsAndLeaveNothingBehind() throws Exception { // 43
        String token = SERVER.token()
                .roles("webpubsub.joinLeaveGroup", "webpubsub.sendToGroup")
                .sign();
        String url = "ws://" + SERVER.authority() + "/client/hubs/" + SERVER.hub() + "?access_token=" + token;
        Map<String, Long> counts = run(url);

        assertThat(counts)
                .containsEntry("connected", (long) CLIENTS)
                .containsEntry("received", (long) CLIENTS)
                .containsEntry("socketsLeft", 0L);
        long before = Objects.requireNonNull(counts.get("threadsBefore"));
        assertThat(List.of("threadsDuring", "threadsAfter"))
                .allSatisfy(when -> assertThat(counts.get(when)).as(when).isLessThanOrEqualTo(before + SHARED_THREADS));
        awaitNobodyConnected();
    }

    /** The service may still be at the last one's end. */
    private static void awaitNobodyConnected() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (SERVER.inside().connectionCount() > 0 && end - System.nanoTime() > 0) {
            Thread.onSpinWait();
        }
        assertThat(SERVER.inside().connectionCount()).isZero();
    }

    /** What the program counted; it has ended by itself then. */
    private static Map<String, Long> run(String url) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        ManyClients.class.getName(),
                        url,
                        Integer.toString(CLIENTS))
                .redirectErrorStream(true)
                .start();
        try {
            List<String> lines = List.of(
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\n", -1));
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s", lines).isTrue();
            assertThat(process.exitValue()).as("%s", lines).isZero();
            Map<String, Long> counts = new TreeMap<>();
            for (String line : lines) {
                String[] words = line.split(" ", -1);
                if (words.length == 2) {
                    counts.put(words[0], Long.parseLong(words[1]));
                }
            }
            return counts;
        } finally {
            process.destroyForcibly();
        }
    }
}
