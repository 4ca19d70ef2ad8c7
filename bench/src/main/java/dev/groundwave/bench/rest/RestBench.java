package dev.groundwave.bench.rest;

import dev.groundwave.bench.run.BenchCertificate;
import dev.groundwave.bench.run.Clients;
import dev.groundwave.bench.run.ServerProcess;
import dev.groundwave.bench.run.ServiceMain;
import dev.groundwave.bench.run.Spread;
import dev.groundwave.server.settings.AccessKeys;
import dev.groundwave.wire.token.AccessKey;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Measures REST sends for each second of processor time that the server's process uses, beside the floor.
 *
 * <p>The servers take turns within every round, and in the other order in every other round, so that what else goes on
 * on the machine meets all of them.
 */
public final class RestBench {
    private static final AccessKey KEY = AccessKeys.PUBLIC_KEY;
    private static final String FLOOR = "floor";

    private final BenchOptions options;
    private final PrintStream out;

    RestBench(BenchOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /** Runs the scenarios and prints their figures. The module's README names the options. */
    public static void main(String[] args) throws IOException, InterruptedException {
        System.setProperty(ServerProcess.LOG_SETTINGS, ServerProcess.LOG_FILE);
        new RestBench(BenchOptions.parse(List.of(args)), System.out).run();
    }

    void run() throws IOException, InterruptedException {
        List<Scenario> chosen = Scenario.all(options.sends()).stream()
                .filter(scenario -> options.only().isEmpty() || scenario.name().equals(options.only()))
                .toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("there is no scenario " + options.only());
        }
        try (BenchCertificate certificate = BenchCertificate.make()) {
            for (Scenario scenario : chosen) {
                run(scenario, certificate);
            }
        }
    }

    private void run(Scenario scenario, BenchCertificate certificate) throws IOException {
        List<String> arguments = scenario.http2() ? List.of(certificate.file().toString()) : List.of();
        List<Candidate> candidates = new ArrayList<>();
        try (Clients clients = new Clients()) {
            try {
                start(new Stage(clients, scenario, arguments), candidates);
                for (int i = 0; i < options.warmUps(); i++) {
                    candidates.forEach(Candidate::warmUp);
                }
                for (int i = 0; i < options.rounds(); i++) {
                    for (Candidate candidate : i % 2 == 0 ? candidates : candidates.reversed()) {
                        candidate.measure();
                    }
                }
                report(scenario, candidates);
            } finally {
                for (Candidate candidate : candidates) {
                    candidate.close();
                }
            }
        }
    }

    private void start(Stage stage, List<Candidate> candidates) throws IOException {
        String classPath = System.getProperty("java.class.path");
        ServerProcess floor = ServerProcess.start(FloorMain.class, classPath, List.of(), stage.arguments());
        candidates.add(new Candidate(FLOOR, floor, stage.scenario(), stage.load(floor), Optional.empty()));
        if (options.before().isPresent()) {
            candidates.add(service("before", options.before().get(), List.of(), stage));
        }
        List<String> recording = options.recording()
                .map(file -> List.of("-XX:StartFlightRecording:settings=profile,dumponexit=true,filename=" + file))
                .orElse(List.of());
        candidates.add(service("groundwave", classPath, recording, stage));
    }

    private static Candidate service(String name, String classPath, List<String> jvm, Stage stage) throws IOException {
        ServerProcess server = ServerProcess.start(ServiceMain.class, classPath, jvm, stage.arguments());
        Members members = Members.connect(stage.clients(), stage.scenario(), server.port(), KEY);
        return new Candidate(name, server, stage.scenario(), stage.load(server), Optional.of(members));
    }

    /** What the candidates of one scenario share. */
    private record Stage(Clients clients, Scenario scenario, List<String> arguments) {
        Load load(ServerProcess server) throws IOException {
            return new Load(clients, scenario, server.port(), Calls.of(scenario, server.port(), KEY));
        }
    }

    private void report(Scenario scenario, List<Candidate> candidates) {
        out.printf(
                "%s: %d sends a round, %d rounds; sends per CPU-second, least / median / most; load %.1f on %d%n",
                scenario.name(),
                scenario.sends(),
                options.rounds(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                Runtime.getRuntime().availableProcessors());
        List<Double> floor = candidates.getFirst().sendsPerCpuSecond();
        for (Candidate candidate : candidates) {
            List<Double> shares = new ArrayList<>();
            for (int i = 0; i < floor.size(); i++) {
                shares.add(100 * candidate.sendsPerCpuSecond().get(i) / floor.get(i));
            }
            out.printf(
                    "  %-10s %s   %% of the floor in the same round: %s%n",
                    candidate.name(),
                    Spread.of(candidate.sendsPerCpuSecond()).text(0),
                    Spread.of(shares).text(1));
        }
        out.flush();
    }
}
