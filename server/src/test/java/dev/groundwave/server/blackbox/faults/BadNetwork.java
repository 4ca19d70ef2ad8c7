package dev.groundwave.server.blackbox.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.hub.Connection;
import dev.groundwave.hub.Hub;
import dev.groundwave.hub.command.Target;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.wire.Dialect;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

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

    /** How many messages each publisher has sent, by its name; and which clients get them. */
    private final Map<String, Publisher> publishers = new LinkedHashMap<>();

    private volatile boolean publishing = true;

    BadNetwork(RunningServer server, long seed) {
        this.server = server;
        this.seed = seed;
        this.proxy = CuttingProxy.start(server.port(), seed);
    }

    /** One source of numbered messages. Its own thread counts, others read when it has ended. */
    private static final class Publisher {
        private final List<ReliableClient> receivers;
        private volatile int sent;
        private volatile boolean ended;

        Publisher(List<ReliableClient> receivers) {
            this.receivers = List.copyOf(receivers);
        }

        boolean hasArrived(String name) {
            return ended
                    && receivers.stream().allMatch(client -> client.received().last(name) == sent);
        }
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
        publishing = false;
        proxy.calm();
        settle("the last answers", () -> clients.stream().allMatch(ReliableClient::hasNothingPending));
        settle(
                "the last messages",
                () -> publishers.entrySet().stream()
                        .allMatch(each -> each.getValue().hasArrived(each.getKey())));
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

    private List<ReliableClient> members(int group) {
        List<ReliableClient> members = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            if (i % GROUPS == group || (i + 1) % GROUPS == group) {
                members.add(clients.get(i));
            }
        }
        return members;
    }

    private void startPublishers() {
        for (int i = 0; i < CLIENTS; i++) {
            ReliableClient client = clients.get(i);
            int group = i % GROUPS;
            String name = "client" + i;
            SplittableRandom padding = new SplittableRandom(seed + i);
            start(
                    name,
                    members(group),
                    number -> client.publish(
                            "group" + group, ReliableClient.payload(text(name, number, padding), number)));
        }
        for (int group = 0; group < GROUPS; group++) {
            startRest("rest" + group, "/groups/group" + group + "/:send", members(group));
        }
        startRest("restUser", "/users/user3/:send", List.of(clients.get(3)));
        startRest(
                "restConnection", "/connections/" + clients.get(4).connectionId() + "/:send", List.of(clients.get(4)));
        startRest("restAll", "/:send", clients);
    }

    private void startRest(String name, String path, List<ReliableClient> receivers) {
        SplittableRandom padding = new SplittableRandom(name.hashCode() + seed);
        start(name, receivers, number -> {
            int status = server.sendText(path, text(name, number, padding));
            if (status != 202) {
                throw new AssertionError(name + " was answered " + status);
            }
        });
    }

    private void start(String name, List<ReliableClient> receivers, IntConsumer sending) {
        Publisher publisher = new Publisher(receivers);
        publishers.put(name, publisher);
        SplittableRandom pace = new SplittableRandom(name.hashCode() - seed);
        threads.execute(() -> {
            try {
                while (publishing && monitor.pause(pace.nextInt(1, 2 * PACE_MS))) {
                    int number = publisher.sent + 1;
                    sending.accept(number);
                    publisher.sent = number;
                }
            } catch (AssertionError e) {
                monitor.fail(e);
            } finally {
                publisher.ended = true;
                monitor.changed();
            }
        });
    }

    /** Mostly short, now and then longer than what is copied into one buffer with others. */
    private static String text(String name, int number, SplittableRandom random) {
        return Received.text(name, number, random.nextInt(10) == 0 ? random.nextInt(8_000) : random.nextInt(200));
    }

    /** Everybody leaves with close 1000, and nothing of them stays. */
    void end() throws InterruptedException {
        Hub hub = server.inside();
        ReferenceQueue<Connection> collected = new ReferenceQueue<>();
        List<WeakReference<Connection>> connections = hub.connections().stream()
                .map(connection -> new WeakReference<>(connection, collected))
                .toList();
        assertThat(connections).as("%s", this).hasSize(CLIENTS);
        clients.forEach(ReliableClient::stop);
        settle("leaving", () -> clients.stream().allMatch(ReliableClient::isStopped));

        assertThat(hub.connectionCount()).isZero();
        assertThat(hub.exists(new Target.All())).isFalse();
        for (int i = 0; i < CLIENTS; i++) {
            assertThat(hub.exists(new Target.User("user" + i))).isFalse();
            assertThat(hub.exists(new Target.Group("group" + i % GROUPS))).isFalse();
        }
        expectCollected(collected, connections);
    }

    /** Whatever still held a connection, an index, a list of the absent or a channel, held its buffer as well. */
    private static void expectCollected(
            ReferenceQueue<Connection> collected, List<WeakReference<Connection>> connections)
            throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        for (int found = 0; found < connections.size(); ) {
            System.gc();
            if (collected.remove(100) != null) {
                found++;
            } else {
                assertThat(System.nanoTime() - deadline)
                        .as("connections still held: %s", connections.size() - found)
                        .isNegative();
            }
        }
    }

    /** How much was tried, for the report of a long run. */
    String summary() {
        StringBuilder faults = new StringBuilder();
        for (Fault.Kind kind : Fault.Kind.values()) {
            faults.append(' ').append(kind).append('=').append(proxy.applied(kind));
        }
        return this + " messages="
                + publishers.values().stream().mapToInt(each -> each.sent).sum() + " deliveries="
                + clients.stream().mapToInt(each -> each.received().total()).sum() + " connections=" + proxy.accepted()
                + " recoveries=" + recoveries() + faults;
    }

    int recoveries() {
        return clients.stream().mapToInt(ReliableClient::recoveries).sum();
    }

    @Override
    public void close() {
        publishing = false;
        monitor.fail(new IllegalStateException("the scenario is over"));
        clients.forEach(ReliableClient::lose);
        proxy.close();
        threads.close();
    }

    @Override
    public String toString() {
        return "seed=" + seed;
    }
}
