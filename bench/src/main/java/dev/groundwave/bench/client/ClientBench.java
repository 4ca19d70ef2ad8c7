package dev.groundwave.bench.client;

import dev.groundwave.bench.run.Clients;
import dev.groundwave.bench.run.ServerProcess;
import dev.groundwave.bench.run.ServiceMain;
import dev.groundwave.server.settings.AccessKeys;
import dev.groundwave.wire.token.AccessToken;
import dev.groundwave.wire.token.TokenSigner;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Measures group messages, sent with acks and received, for each second of processor time that a client's process uses.
 *
 * <p>The clients take turns within every round, and in the other order in every other round.
 */
public final class ClientBench {
    private static final long AN_HOUR = 3600;

    private final ClientBenchOptions options;
    private final PrintStream out;

    ClientBench(ClientBenchOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /** Runs all clients and prints their figures. The module's README names the options. */
    public static void main(String[] args) throws IOException {
        System.setProperty(ServerProcess.LOG_SETTINGS, ServerProcess.LOG_FILE);
        new ClientBench(ClientBenchOptions.parse(List.of(args)), System.out).run();
    }

    void run() throws IOException {
        String classPath = System.getProperty("java.class.path");
        try (ServerProcess service = ServerProcess.start(ServiceMain.class, classPath, List.of(), List.of());
                Clients clients = new Clients()) {
            List<MeasuredClient> measured = new ArrayList<>();
            try {
                start(clients, service.port(), measured);
                for (int i = 0; i < options.warmUps(); i++) {
                    for (MeasuredClient each : measured) {
                        each.warmUp(options.messages());
                    }
                }
                for (int i = 0; i < options.rounds(); i++) {
                    for (MeasuredClient each : i % 2 == 0 ? measured : measured.reversed()) {
                        each.measure(options.messages());
                    }
                }
                report(measured);
            } finally {
                for (MeasuredClient each : measured) {
                    each.close();
                }
            }
        }
    }

    /** Each in a hub of its own, so that nobody gets what is another's. */
    private void start(Clients clients, int port, List<MeasuredClient> measured) throws IOException {
        List<Command> commands = new ArrayList<>(List.of(
                new Command("bare", java(BareClientMain.class)),
                new Command("ours", java(OurClientMain.class, "false")),
                new Command("ours-reliable", java(OurClientMain.class, "true"))));
        if (options.node().isPresent()) {
            commands.add(new Command("js", node(options.node().get(), "false")));
            commands.add(new Command("js-reliable", node(options.node().get(), "true")));
        } else {
            out.println("the official JavaScript client is left out: --node names a folder that has it");
        }
        for (Command command : commands) {
            String url = url(port, command.name().replace("-", ""));
            measured.add(new MeasuredClient(
                    command.name(), ClientProcess.start(command.words(), url), new Publisher(clients, port, url)));
        }
    }

    private record Command(String name, List<String> words) {}

    private static List<String> java(Class<?> main, String... arguments) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        words.addAll(List.of(arguments));
        return words;
    }

    private static List<String> node(Path folder, String reliable) throws IOException {
        try (InputStream script = Objects.requireNonNull(ClientBench.class.getResourceAsStream("client.cjs"))) {
            String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            return List.of("node", "-e", text, folder.toAbsolutePath().toString(), reliable);
        }
    }

    private static String url(int port, String hub) {
        String address = "://127.0.0.1:" + port + "/client/hubs/" + hub;
        String token = new TokenSigner(AccessKeys.PUBLIC_KEY, Clock.systemUTC())
                .sign(AccessToken.of("http" + address, Instant.now().plusSeconds(AN_HOUR))
                        .withRoles(List.of("webpubsub.joinLeaveGroup", "webpubsub.sendToGroup")));
        return "ws" + address + "?access_token=" + token;
    }

    private void report(List<MeasuredClient> measured) {
        out.printf(
                "%d messages sent and received in a round, %d rounds; messages per CPU-second of the client's process,"
                        + " least / median / most; load %.1f on %d%n",
                options.messages(),
                options.rounds(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                Runtime.getRuntime().availableProcessors());
        measured.forEach(each -> out.println(each.report()));
        out.flush();
    }
}
