package dev.groundwave.bench.rest;

import dev.groundwave.bench.run.ServerProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A server that is measured, with all that is connected to it. */
final class Candidate implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    private final String name;
    private final ServerProcess server;
    private final Scenario scenario;
    private final Load load;
    /** Empty for a server that delivers nothing. */
    private final Optional<Members> members;

    private final List<Double> sendsPerCpuSecond = new ArrayList<>();

    Candidate(String name, ServerProcess server, Scenario scenario, Load load, Optional<Members> members) {
        this.name = name;
        this.server = server;
        this.scenario = scenario;
        this.load = load;
        this.members = members;
    }

    String name() {
        return name;
    }

    /** One figure for each measured round. */
    List<Double> sendsPerCpuSecond() {
        return sendsPerCpuSecond;
    }

    /** A round that only warms up. */
    void warmUp() {
        send();
    }

    /** A round that counts. */
    void measure() throws IOException {
        double before = server.cpuSeconds();
        send();
        sendsPerCpuSecond.add(scenario.sends() / (server.cpuSeconds() - before));
    }

    /** Blocks until every send is answered and every message has arrived. */
    private void send() {
        CompletableFuture<Void> delivered = members.map(all -> all.expect((long) scenario.sends() * scenario.members()))
                .orElseGet(() -> CompletableFuture.completedFuture(null));
        CompletableFuture.allOf(load.begin().done(), delivered)
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
