package dev.groundwave.bench.events;

import dev.groundwave.bench.run.ServerProcess;
import dev.groundwave.bench.run.Spread;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A server that is measured, with its load and its figures. */
final class EchoCandidate {
    private static final long PATIENCE_SECONDS = 120;
    private static final double NANOS_PER_MILLI = 1e6;

    private final String name;
    private final ServerProcess server;
    private final EchoLoad load;
    private final List<Double> echoesPerCpuSecond = new ArrayList<>();
    private final List<long[]> nanos = new ArrayList<>();

    EchoCandidate(String name, ServerProcess server, EchoLoad load) {
        this.name = name;
        this.server = server;
        this.load = load;
    }

    /** A round that only warms up. */
    void warmUp(int echoes) {
        echo(echoes);
    }

    /** A round that counts. */
    void measure(int echoes) throws IOException {
        double before = server.cpuSeconds();
        long[] took = echo(echoes);
        echoesPerCpuSecond.add(echoes / (server.cpuSeconds() - before));
        nanos.add(took);
    }

    private long[] echo(int echoes) {
        return load.begin(echoes)
                .done()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** Its figures in a line. */
    String report() {
        long[] all = nanos.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        return String.format(
                Locale.ROOT,
                "  %-10s %s   p50 %.2f ms   p99 %.2f ms",
                name,
                Spread.of(echoesPerCpuSecond).text(0),
                percentile(all, 50),
                percentile(all, 99));
    }

    private static double percentile(long[] sorted, int percent) {
        return sorted[(int) ((long) (sorted.length - 1) * percent / 100)] / NANOS_PER_MILLI;
    }
}
