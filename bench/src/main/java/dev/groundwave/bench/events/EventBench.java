package dev.groundwave.bench.events;

import dev.groundwave.bench.run.Clients;
import dev.groundwave.bench.run.ServerProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * Measures echoes for each second of processor time: of the service's process for events that go over a handler, and of
 * the handler's own process when it is called directly.
 *
 * <p>Both take turns within every round, and in the other order in every other round.
 */
public final class EventBench {
    private final EventBenchOptions options;
    private final PrintStream out;

    EventBench(EventBenchOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /** Runs the scenarios and prints their figures. The module's README names the options. */
    public static void main(String[] args) throws IOException {
        System.setProperty(ServerProcess.LOG_SETTINGS, ServerProcess.LOG_FILE);
        new EventBench(EventBenchOptions.parse(List.of(args)), System.out).run();
    }

    void run() throws IOException {
        for (int connections : options.connections()) {
            run(connections);
        }
    }

    private void run(int connections) throws IOException {
        String classPath = System.getProperty("java.class.path");
        try (ServerProcess handler = ServerProcess.start(HandlerMain.class, classPath, List.of(), List.of());
                ServerProcess service = ServerProcess.start(
                        EventServiceMain.class, classPath, List.of(), List.of(Integer.toString(handler.port())));
                Clients clients = new Clients()) {
            List<EchoCandidate> candidates = List.of(
                    new EchoCandidate("direct", handler, new DirectLoad(clients, handler.port(), connections)),
                    new EchoCandidate("groundwave", service, new ClientLoad(clients, service.port(), connections)));
            for (int i = 0; i < options.warmUps(); i++) {
                candidates.forEach(each -> each.warmUp(options.echoes()));
            }
            for (int i = 0; i < options.rounds(); i++) {
                for (EchoCandidate each : i % 2 == 0 ? candidates : candidates.reversed()) {
                    each.measure(options.echoes());
                }
            }
            report(connections, candidates);
        }
    }

    private void report(int connections, List<EchoCandidate> candidates) {
        out.printf(
                "echo-%d: %d echoes a round, %d rounds; echoes per CPU-second of the process, least / median / most;"
                        + " load %.1f on %d%n",
                connections,
                options.echoes(),
                options.rounds(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                Runtime.getRuntime().availableProcessors());
        candidates.forEach(each -> out.println(each.report()));
        out.flush();
    }
}
