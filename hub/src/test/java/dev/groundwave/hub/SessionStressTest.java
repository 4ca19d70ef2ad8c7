package dev.groundwave.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.hub.command.Target;
import dev.groundwave.hub.delivery.PlainFrameEncoder;
import dev.groundwave.hub.delivery.RecordingOutbox;
import dev.groundwave.hub.delivery.Turn;
import dev.groundwave.hub.session.ReplayLimits;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.Dialect;
import dev.groundwave.wire.GroupStateItem;
import dev.groundwave.wire.HubName;
import dev.groundwave.wire.ServiceMessage;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reliable clients on lanes with real threads whose transports come, go and are taken over while two threads publish: each
 * must see every message once and in order of its publisher, and a follower of a group's state the last state of all.
 */
@Timeout(60)
final class SessionStressTest {
    private static final int LANES = 3;
    private static final int ROUNDS = 400;
    private static final String ROOM = "room";
    private static final int PUBLISHERS = 2;

    private final PlainFrameEncoder encoder = new PlainFrameEncoder();
    private final Hub hub = new Hubs(
                    encoder, new ReplayLimits(100_000, 1 << 30), System::nanoTime, InstantSource.system())
            .hub(new HubName("chat"));
    private final List<ThreadLane> lanes = new ArrayList<>();
    private final Queue<CompletableFuture<?>> answers = new ConcurrentLinkedQueue<>();

    /** A client that keeps what it got over all its transports, and drops what it saw before. Lives on its lane. */
    private final class Client implements Runnable {
        private final Connection connection;
        private final ThreadLane lane;
        private final Random random;
        private final List<RecordingOutbox> transports = new ArrayList<>();
        private final CompletableFuture<Void> over = new CompletableFuture<>();
        private boolean away;
        private int round;

        Client(int lane, long seed) {
            this.lane = lanes.get(lane);
            this.random = new Random(seed * LANES + lane);
            RecordingOutbox first = new RecordingOutbox();
            transports.add(first);
            connection = hub.attach(
                    new Attachment(
                            "client-" + lane,
                            Optional.of("user"),
                            Permissions.ofRoles(List.of("webpubsub.setGroupState", "webpubsub.getGroupState")),
                            List.of(ROOM),
                            Dialect.JSON_RELIABLE),
                    new Turn(this.lane, encoder),
                    first,
                    Optional.empty());
            hub.groupState(connection, new ClientMessage.SubscribeGroupState(ROOM, OptionalLong.empty()));
        }

        @Override
        public void run() {
            switch (random.nextInt(5)) {
                case 0 -> drop();
                case 1 -> comeBack();
                case 2 -> connection.acknowledge(lastSeen());
                case 3 ->
                    hub.groupState(
                            connection,
                            new ClientMessage.SetGroupState(
                                    ROOM, Optional.of(Map.of("round", String.valueOf(round))), OptionalLong.empty()));
                default -> transports.getLast().flush();
            }
            if (++round < ROUNDS) {
                lane.execute(this);
            } else {
                comeBack();
                over.complete(null);
            }
        }

        private void drop() {
            if (!away) {
                away = true;
                hub.suspend(connection, transports.getLast(), "");
                transports.getLast().abort();
            }
        }

        /** Also while the old transport lives, which is then taken over. */
        private void comeBack() {
            away = false;
            RecordingOutbox next = new RecordingOutbox();
            transports.add(next);
            hub.recover(
                    connection,
                    next,
                    new ServiceMessage.Connected(connection.userId(), connection.id(), Optional.of("token")));
        }

        /** On the lane, or when that is at rest. */
        private List<RecordingOutbox.Numbered> seen() {
            List<RecordingOutbox.Numbered> seen = new ArrayList<>();
            for (RecordingOutbox transport : transports) {
                for (Object entry : transport.record()) {
                    if (entry instanceof RecordingOutbox.Numbered numbered && numbered.sequenceId() > last(seen)) {
                        seen.add(numbered);
                    }
                }
            }
            return seen;
        }

        private long lastSeen() {
            return last(seen());
        }

        private static long last(List<RecordingOutbox.Numbered> seen) {
            return seen.isEmpty() ? 0 : seen.getLast().sequenceId();
        }
    }

    @AfterEach
    void stopLanes() {
        lanes.forEach(ThreadLane::close);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void everyMessageIsSeenOnceAndInOrderAcrossAllTransports(long seed) throws Exception {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < LANES; i++) {
            int lane = i;
            lanes.add(new ThreadLane(i));
            clients.add(CompletableFuture.supplyAsync(() -> new Client(lane, seed), lanes.get(i)::execute)
                    .get(10, TimeUnit.SECONDS));
        }
        clients.forEach(client -> client.lane.execute(client));
        List<Thread> publishers = IntStream.range(0, PUBLISHERS)
                .mapToObj(number -> Thread.ofPlatform().start(() -> publish("app-" + number)))
                .toList();
        for (Thread publisher : publishers) {
            publisher.join();
        }
        for (Client client : clients) {
            client.over.get(30, TimeUnit.SECONDS);
        }
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
        settle();

        Map<String, GroupStateItem> board = null;
        for (Client client : clients) {
            List<RecordingOutbox.Numbered> seen = client.seen();
            assertThat(seen.stream().map(RecordingOutbox.Numbered::sequenceId))
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, seen.size())
                            .mapToObj(Long::valueOf)
                            .toList());
            assertEachPublisherIsComplete(seen);
            Map<String, GroupStateItem> last = lastStates(seen);
            assertThat(last).hasSize(LANES);
            assertThat(board == null ? last : board).isEqualTo(last);
            board = last;
        }
        assertNothingIsLeftWithout(clients);
    }

    private void publish(String publisher) {
        for (int i = 0; i < ROUNDS; i++) {
            answers.add(hub.submit(SteppedHub.publish(new Target.Group(ROOM), publisher + "|" + i, Set.of()))
                    .toCompletableFuture());
        }
    }

    private static void assertEachPublisherIsComplete(List<RecordingOutbox.Numbered> seen) {
        for (int number = 0; number < PUBLISHERS; number++) {
            String publisher = "app-" + number + "|";
            List<String> texts = seen.stream()
                    .map(RecordingOutbox.Numbered::message)
                    .filter(ServiceMessage.GroupData.class::isInstance)
                    .map(message -> ((ServiceMessage.GroupData) message).data().asText())
                    .filter(text -> text.startsWith(publisher))
                    .toList();
            assertThat(texts)
                    .isEqualTo(IntStream.range(0, ROUNDS)
                            .mapToObj(i -> publisher + i)
                            .toList());
        }
    }

    /** What a follower believes that takes each item as it comes. */
    private static Map<String, GroupStateItem> lastStates(List<RecordingOutbox.Numbered> seen) {
        Map<String, GroupStateItem> last = new HashMap<>();
        for (RecordingOutbox.Numbered numbered : seen) {
            List<GroupStateItem> items = switch (numbered.message()) {
                case ServiceMessage.GroupStateSnapshot snapshot -> snapshot.items();
                case ServiceMessage.GroupStateUpdate update -> update.items();
                default -> List.of();
            };
            items.forEach(item -> last.put(item.connectionId(), item));
        }
        return last;
    }

    private void assertNothingIsLeftWithout(List<Client> clients) throws Exception {
        clients.forEach(client -> client.lane.execute(() -> hub.detach(client.connection, "")));
        settle();
        for (Client client : clients) {
            client.transports.forEach(RecordingOutbox::flush);
        }
        assertThat(lanes).allSatisfy(lane -> assertThat(lane.fault()).isNull());
        assertThat(encoder.unreleased()).isEmpty();
        assertThat(hub.connectionCount()).isZero();
        assertThat(hub.exists(new Target.Group(ROOM))).isFalse();
        assertThat(hub.keepsGroupState()).isFalse();
    }

    /** Every lane in turn does what it has; what one gives to another takes one round more at most. */
    private void settle() throws Exception {
        for (int i = 0; i < 10; i++) {
            for (ThreadLane lane : lanes) {
                CompletableFuture.runAsync(() -> {}, lane::execute).get(10, TimeUnit.SECONDS);
            }
        }
    }
}
