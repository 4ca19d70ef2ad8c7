package dev.groundwave.server.blackbox.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.hub.Hub;
import dev.groundwave.hub.command.Target;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.wire.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/**
 * Reliable clients of both languages in groups, with publishers among them and on the server's side, over a proxy that
 * cuts them off all the time.
 *
 * <p>{@link #run} makes them talk and then looks whether each got everything once and in order; {@link #end} sends them
 * away and looks whether the server kept anything. Used by the test's thread.
 */
final class BadNetwork implements AutoCloseable {
    private static final int CLIENTS = 16;
    private static final int GROUPS = 4;
    private static final int PATIENCE_MS = 60_000;
    /** Between two messages of one publisher, on average. */
    private static final int PACE_MS = 100;

    private final RunningServer server;
    private final long seed;
    private final CuttingProxy proxy;
    private final Monitor monitor = new Monitor();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<ReliableClient> clients = new ArrayList<>();

    private final Publishers publishers;

    BadNetwork(RunningServer server, long seed) {
        this.server = server;
        this.seed = seed;
        this.proxy = CuttingProxy.start(server.port(), seed);
        this.publishers = new Publishers(monitor, PACE_MS, seed);
    }

    /** Connects, joins, publishes for so long, and waits until everybody has everything. */
    void run(long millis) {
        for (int i = 0; i < CLIENTS; i++) {
            Dialect dialect = i % 2 == 0 ? Dialect.JSON_RELIABLE : Dialect.PROTOBUF_RELIABLE;
            ReliableClient client =
                    new ReliableClient(server, proxy.port(), dialect, "user" + i, monitor, seed * 31 + i);
            clients.add(client);
            threads.execute(client);
            threads.execute(() -> acknowledgeNowAndThen(client));
            client.join("group" + i % GROUPS);
            client.join("group" + (i + 1) % GROUPS);
            client.lose();
        }
        settle("joining", () -> clients.stream().allMatch(ReliableClient::hasNothingPending));
        startPublishers();
        monitor.pause(millis);
        publishers.stop();
        proxy.calm();
        settle("the last answers", () -> clients.stream().allMatch(ReliableClient::hasNothingPending));
        settle("the last messages", publishers::haveArrived);
    }

    private void settle(String what, BooleanSupplier condition) {
        boolean settled = monitor.await(condition, PATIENCE_MS);
        monitor.check(summary() + ", " + what);
        assertThat(settled).as("%s, %s", summary(), what).isTrue();
    }

    private void acknowledgeNowAndThen(ReliableClient client) {
        while (!client.isStopped() && monitor.pause(PACE_MS)) {
            client.acknowledge();
        }
    }

    private List<Received> members(int group) {
        List<Received> members = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            if (i % GROUPS == group || (i + 1) % GROUPS == group) {
                members.add(clients.get(i).received());
            }
        }
        return members;
    }

    private void startPublishers() {
        for (int i = 0; i < CLIENTS; i++) {
            ReliableClient client = clients.get(i);
            int group = i % GROUPS;
            publishers.start(
                    "client" + i,
                    members(group),
                    (number, text) -> client.publish("group" + group, Received.payload(text, number)));
        }
        for (int group = 0; group < GROUPS; group++) {
            startRest("rest" + group, "/groups/group" + group + "/:send", members(group));
        }
        startRest("restUser", "/users/user3/:send", List.of(clients.get(3).received()));
        startRest(
                "restConnection",
                "/connections/" + clients.get(4).connectionId() + "/:send",
                List.of(clients.get(4).received()));
        startRest(
                "restAll",
                "/:send",
                clients.stream().map(ReliableClient::received).toList());
    }

    private void startRest(String name, String path, List<Received> receivers) {
        publishers.start(name, receivers, (number, text) -> {
            int status = server.sendText(path, text);
            if (status != 202) {
                throw new AssertionError(name + " was answered " + status);
            }
        });
    }

    /** Everybody leaves with close 1000, and nothing of them stays. */
    void end() throws InterruptedException {
        Hub hub = server.inside();
        Leftovers connections = new Leftovers(hub.connections());
        assertThat(connections.count()).as("%s", this).isEqualTo(CLIENTS);
        clients.forEach(ReliableClient::stop);
        settle("leaving", () -> clients.stream().allMatch(ReliableClient::isStopped));

        assertThat(hub.connectionCount()).isZero();
        assertThat(hub.exists(new Target.All())).isFalse();
        for (int i = 0; i < CLIENTS; i++) {
            assertThat(hub.exists(new Target.User("user" + i))).isFalse();
            assertThat(hub.exists(new Target.Group("group" + i % GROUPS))).isFalse();
        }
        connections.expectNone();
    }

    /** How much was tried, for the report of a long run. */
    String summary() {
        StringBuilder faults = new StringBuilder();
        for (Fault.Kind kind : Fault.Kind.values()) {
            faults.append(' ').append(kind).append('=').append(proxy.applied(kind));
        }
        return this + " messages="
                + publishers.messages() + " deliveries="
                + clients.stream().mapToInt(each -> each.received().total()).sum() + " connections=" + proxy.accepted()
                + " recoveries=" + recoveries() + faults;
    }

    int recoveries() {
        return clients.stream().mapToInt(ReliableClient::recoveries).sum();
    }

    @Override
    public void close() {
        monitor.fail(new IllegalStateException("the scenario is over"));
        clients.forEach(ReliableClient::lose);
        publishers.close();
        proxy.close();
        threads.close();
    }

    @Override
    public String toString() {
        return "seed=" + seed;
    }
}
