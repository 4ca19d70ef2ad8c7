package dev.groundwave.interop.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.client.WebPubSubProtocol;
import dev.groundwave.client.protobuf.ProtobufProtocol;
import dev.groundwave.hub.Hub;
import dev.groundwave.hub.command.Target;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.blackbox.faults.CuttingProxy;
import dev.groundwave.server.blackbox.faults.Fault;
import dev.groundwave.server.blackbox.faults.FaultScript;
import dev.groundwave.server.blackbox.faults.Leftovers;
import dev.groundwave.server.blackbox.faults.Monitor;
import dev.groundwave.server.blackbox.faults.Publishers;
import dev.groundwave.server.blackbox.faults.Received;
import dev.groundwave.service.ClientUrlRequest;
import dev.groundwave.service.WebPubSubService;
import dev.groundwave.wire.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Fifty clients of ours in groups, with publishers among them and on the server's side, over a proxy that cuts them off
 * all the time.
 *
 * <p>{@link #run} makes them talk and then looks whether each got everything once and in order, on the connection it
 * began with; {@link #end} closes them and looks whether anything of them was kept. Used by the test's thread.
 */
final class Crowd implements AutoCloseable {
    private static final int CLIENTS = 50;
    private static final int GROUPS = 10;
    private static final int PATIENCE_MS = 120_000;
    /** Between two messages of one publisher, on average. */
    private static final int PACE_MS = 250;
    /** Between two moments at which everybody is cut off at once. */
    private static final int CUT_ALL_MS = 7_000;
    /** Longer than everybody needs to begin. */
    private static final FaultScript UNHARMED = new FaultScript(List.of(), List.of(), 3_600_000);

    private final RunningServer server;
    private final long seed;
    private final CuttingProxy proxy;
    private final Monitor monitor = new Monitor();
    private final Publishers publishers;
    private final WebPubSubService backEnd;
    private final WebPubSubService behindProxy;
    private final List<Member> members = new ArrayList<>();

    /** Of the counts that are asked for when the members are gone. */
    private int deliveries;

    private int recoveries;
    private long longestDowntimeMs;
    private volatile boolean begun;

    Crowd(RunningServer server, long seed) {
        this.server = server;
        this.seed = seed;
        this.proxy = CuttingProxy.start(server.port(), number -> begun ? FaultScript.of(seed, number) : UNHARMED);
        this.publishers = new Publishers(monitor, PACE_MS, seed);
        this.backEnd = service(server.port());
        this.behindProxy = service(proxy.port());
    }

    /** The endpoint is part of what a token is for. */
    private WebPubSubService service(int port) {
        return WebPubSubService.builder()
                .endpoint("http://127.0.0.1:" + port)
                .accessKey(RunningServer.PRIMARY_KEY)
                .hub(server.hub())
                .build();
    }

    /** Connects, joins, publishes for so long, and waits until everybody has everything. */
    void run(long millis) {
        for (int i = 0; i < CLIENTS; i++) {
            members.add(member("user" + i, i % 2 == 0));
        }
        List<String> connectionIds = members.parallelStream()
                .map(each -> each.start(List.of(group(members.indexOf(each)), group(members.indexOf(each) + 1))))
                .toList();
        begun = true;
        proxy.cutAll();
        startPublishers(connectionIds);
        for (long left = millis; left > 0 && monitor.pause(Math.min(left, CUT_ALL_MS)); left -= CUT_ALL_MS) {
            proxy.cutAll();
        }
        publishers.stop();
        proxy.calm();
        settle("the last answers", () -> members.stream().allMatch(Member::hasNothingPending));
        settle("the last messages", publishers::haveArrived);
        assertThat(members.stream().map(each -> each.client().connectionId().orElse("none")))
                .as("%s", this)
                .containsExactlyElementsOf(connectionIds);
    }

    private Member member(String userId, boolean json) {
        ClientUrlRequest request =
                ClientUrlRequest.forUser(userId).withRoles("webpubsub.joinLeaveGroup", "webpubsub.sendToGroup");
        return new Member(
                userId,
                () -> behindProxy.clientAccessUrl(request).url().toString(),
                json ? WebPubSubProtocol.JSON_RELIABLE : ProtobufProtocol.PROTOBUF_RELIABLE,
                monitor);
    }

    private static String group(int client) {
        return "group" + client % GROUPS;
    }

    private List<Received> membersOf(int group) {
        List<Received> found = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            if (i % GROUPS == group || (i + 1) % GROUPS == group) {
                found.add(members.get(i).received());
            }
        }
        return found;
    }

    private void startPublishers(List<String> connectionIds) {
        for (int i = 0; i < CLIENTS; i++) {
            Member member = members.get(i);
            String group = group(i);
            publishers.start(
                    "client" + i,
                    membersOf(i % GROUPS),
                    (number, text) -> member.publish(group, Received.payload(text, number)));
        }
        for (int i = 0; i < GROUPS; i++) {
            String group = group(i);
            startRest("restGroup" + i, membersOf(i), payload -> backEnd.sendToGroup(group, payload));
        }
        List<Received> all = members.stream().map(Member::received).toList();
        startRest("restUser", List.of(all.get(3)), payload -> backEnd.sendToUser("user3", payload));
        startRest(
                "restConnection",
                List.of(all.get(4)),
                payload -> backEnd.sendToConnection(connectionIds.get(4), payload));
        startRest("restAll", all, backEnd::sendToAll);
    }

    private void startRest(String name, List<Received> receivers, Consumer<Payload> call) {
        publishers.start(name, receivers, (number, text) -> call.accept(Received.payload(text, number)));
    }

    private void settle(String what, BooleanSupplier condition) {
        boolean settled = monitor.await(condition, PATIENCE_MS);
        monitor.check(summary() + ", " + what);
        assertThat(settled).as("%s, %s; %s", summary(), what, members).isTrue();
    }

    /** Everybody is closed, and nothing of them stays: no connection, no member of anything, no object. */
    void end() throws InterruptedException {
        Hub hub = server.inside();
        Leftovers connections = new Leftovers(hub.connections());
        assertThat(connections.count()).as("%s", this).isEqualTo(CLIENTS);
        members.parallelStream().forEach(Member::close);
        assertThat(members).as("%s", this).allMatch(Member::hasEndedWell);
        settle("leaving", () -> hub.connectionCount() == 0 && proxy.open() == 0);

        assertThat(hub.exists(new Target.All())).isFalse();
        for (int i = 0; i < CLIENTS; i++) {
            assertThat(hub.exists(new Target.User("user" + i))).isFalse();
            assertThat(hub.exists(new Target.Group(group(i)))).isFalse();
        }
        connections.expectNone();
        Leftovers clients = new Leftovers(members.stream().map(Member::client).toList());
        count();
        publishers.close();
        members.clear();
        clients.expectNone();
    }

    private void count() {
        deliveries = members.stream().mapToInt(each -> each.received().total()).sum();
        recoveries = members.stream().mapToInt(Member::recoveries).sum();
        longestDowntimeMs =
                members.stream().mapToLong(Member::longestDowntimeMs).max().orElse(0);
    }

    /** How much was tried, for the report of a long run. */
    String summary() {
        if (!members.isEmpty()) {
            count();
        }
        StringBuilder faults = new StringBuilder();
        for (Fault.Kind kind : Fault.Kind.values()) {
            faults.append(' ').append(kind).append('=').append(proxy.applied(kind));
        }
        return this + " messages=" + publishers.messages() + " deliveries=" + deliveries + " connections="
                + proxy.accepted() + " recoveries=" + recoveries + " longestDowntimeMs=" + longestDowntimeMs + faults;
    }

    int recoveries() {
        return recoveries;
    }

    @Override
    public void close() {
        monitor.fail(new IllegalStateException("the scenario is over"));
        publishers.close();
        members.parallelStream().forEach(Member::close);
        proxy.close();
    }

    @Override
    public String toString() {
        return "seed=" + seed;
    }
}
