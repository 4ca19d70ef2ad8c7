package dev.groundwave.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.hub.command.HubCommand;
import dev.groundwave.hub.command.Target;
import dev.groundwave.hub.delivery.PlainFrameEncoder;
import dev.groundwave.hub.delivery.RecordingOutbox;
import dev.groundwave.hub.delivery.Turn;
import dev.groundwave.hub.session.ReplayLimits;
import dev.groundwave.wire.HubName;
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
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Lanes with real threads, and an application that calls from two more: what interleavings bring out. The residents of
 * the room stay throughout, so each of them must get everything that guests on all lanes publish there.
 */
@Timeout(60)
final class HubStressTest {
    private static final int LANES = 3;
    private static final int ROUNDS = 300;
    private static final int GUESTS_A_LANE = 4;
    private static final String ROOM = "room";
    private static final List<String> SIDE_ROOMS = List.of("red", "green", "blue");
    private static final Pattern BAR = Pattern.compile("\\|");

    private final PlainFrameEncoder encoder = new PlainFrameEncoder();
    private final Hub hub =
            new Hubs(encoder, ReplayLimits.DEFAULTS, System::nanoTime, InstantSource.system()).hub(new HubName("chat"));
    private final List<ThreadLane> lanes = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();
    private final Queue<CompletableFuture<?>> answers = new ConcurrentLinkedQueue<>();
    private final Queue<String> toTheRoom = new ConcurrentLinkedQueue<>();

    /** One lane's life: its guests come and go, join, leave and publish, all on the lane. */
    private final class LaneLife implements Runnable {
        private final int lane;
        private final Random random;
        private final CompletableFuture<Void> over = new CompletableFuture<>();
        private final List<Connection> guests = new ArrayList<>();
        private int round;
        private int arrivals;

        LaneLife(int lane, long seed) {
            this.lane = lane;
            this.random = new Random(seed * LANES + lane);
        }

        @Override
        public void run() {
            while (guests.size() < GUESTS_A_LANE) {
                guests.add(attach(lane, "guest-" + lane + "-" + arrivals++, new RecordingOutbox()));
            }
            for (int i = 0; i < 8; i++) {
                act(guests.get(random.nextInt(guests.size())), i);
            }
            if (random.nextInt(4) == 0) {
                hub.detach(guests.removeFirst(), "");
            }
            if (++round < ROUNDS) {
                lanes.get(lane).execute(this);
            } else {
                guests.forEach(guest -> hub.detach(guest, ""));
                over.complete(null);
            }
        }

        private void act(Connection guest, int number) {
            String side = SIDE_ROOMS.get(random.nextInt(SIDE_ROOMS.size()));
            if (random.nextInt(3) == 0) {
                HubCommand change = random.nextBoolean()
                        ? new HubCommand.Join(guest.asTarget(), side)
                        : new HubCommand.Leave(guest.asTarget(), side);
                hub.ask(guest, OptionalLong.empty(), change);
                return;
            }
            boolean main = random.nextBoolean();
            String text = guest.id() + "|" + (main ? ROOM : side) + "|" + (round * 8 + number);
            Set<String> excluded = random.nextBoolean() ? guest.onlySelf() : Set.of();
            HubCommand publish = SteppedHub.publish(new Target.Group(main ? ROOM : side), text, excluded);
            if (main && guest.isAttached()) {
                toTheRoom.add(text);
            }
            hub.ask(guest, OptionalLong.empty(), publish);
        }
    }

    /** The application, on a thread of its own. */
    private void applicationLife(Random random, String name) {
        for (int i = 0; i < ROUNDS; i++) {
            String side = SIDE_ROOMS.get(random.nextInt(SIDE_ROOMS.size()));
            Target someone = new Target.OneConnection("guest-" + random.nextInt(LANES) + "-" + random.nextInt(60));
            HubCommand command = switch (random.nextInt(8)) {
                case 0 -> new HubCommand.Join(someone, side);
                case 1 -> new HubCommand.Join(new Target.Group(ROOM), side);
                case 2 -> new HubCommand.Leave(new Target.All(), side);
                case 3 -> new HubCommand.LeaveAll(someone);
                case 4 -> new HubCommand.Close(someone, Set.of(), Optional.empty());
                case 5 -> SteppedHub.publish(new Target.All(), name + "|all|" + i, Set.of("resident-0"));
                default -> publishToTheRoom(name + "|" + ROOM + "|" + i);
            };
            answers.add(hub.submit(command).toCompletableFuture());
        }
    }

    private HubCommand publishToTheRoom(String text) {
        toTheRoom.add(text);
        return SteppedHub.publish(new Target.Group(ROOM), text, Set.of());
    }

    private Connection attach(int lane, String id, RecordingOutbox outbox) {
        return hub.attach(SteppedHub.attachment(id, "user"), turns.get(lane), outbox, Optional.empty());
    }

    @AfterEach
    void stopLanes() {
        lanes.forEach(ThreadLane::close);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whoStaysGetsEverythingOnceAndInOrderAndNothingIsLeft(long seed) throws Exception {
        for (int i = 0; i < LANES; i++) {
            lanes.add(new ThreadLane(i));
            turns.add(new Turn(lanes.get(i), encoder));
        }
        Map<Connection, RecordingOutbox> residents = moveIn();
        List<LaneLife> lives = new ArrayList<>();
        for (int i = 0; i < LANES; i++) {
            LaneLife life = new LaneLife(i, seed);
            lives.add(life);
            lanes.get(i).execute(life);
        }
        Thread application = Thread.ofPlatform().start(() -> applicationLife(new Random(seed), "app"));
        Thread another = Thread.ofPlatform().start(() -> applicationLife(new Random(-seed), "other"));
        application.join();
        another.join();
        for (LaneLife life : lives) {
            life.over.get(30, TimeUnit.SECONDS);
        }
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
        settle();

        for (RecordingOutbox outbox : residents.values()) {
            assertThat(outbox.texts().stream().filter(text -> text.contains("|" + ROOM + "|")))
                    .as("seed %d", seed)
                    .containsExactlyInAnyOrderElementsOf(toTheRoom);
            assertOrder(outbox.texts());
        }
        for (Connection resident : residents.keySet()) {
            resident.turn().lane().execute(() -> hub.detach(resident, ""));
        }
        settle();
        assertNothingIsLeft();
    }

    private Map<Connection, RecordingOutbox> moveIn() throws Exception {
        Map<Connection, RecordingOutbox> residents = new HashMap<>();
        for (int i = 0; i < LANES; i++) {
            int lane = i;
            RecordingOutbox outbox = new RecordingOutbox();
            Connection resident = CompletableFuture.supplyAsync(
                            () -> {
                                Connection made = attach(lane, "resident-" + lane, outbox);
                                hub.ask(made, OptionalLong.empty(), new HubCommand.Join(made.asTarget(), ROOM));
                                return made;
                            },
                            lanes.get(i)::execute)
                    .get(10, TimeUnit.SECONDS);
            residents.put(resident, outbox);
        }
        return residents;
    }

    /** Every lane in turn does what it has; what one gives to another takes one round more at most. */
    private void settle() throws Exception {
        for (int i = 0; i < 10; i++) {
            for (ThreadLane lane : lanes) {
                CompletableFuture.runAsync(() -> {}, lane::execute).get(10, TimeUnit.SECONDS);
            }
        }
    }

    private static void assertOrder(List<String> texts) {
        Map<String, Integer> last = new HashMap<>();
        for (String text : texts) {
            String[] parts = BAR.split(text, -1);
            int number = Integer.parseInt(parts[2]);
            Integer before = last.put(parts[0] + parts[1], number);
            assertThat(before == null || before < number).as(text).isTrue();
        }
    }

    private void assertNothingIsLeft() {
        assertThat(lanes).allSatisfy(lane -> assertThat(lane.fault()).isNull());
        assertThat(encoder.unreleased()).isEmpty();
        assertThat(hub.connectionCount()).isZero();
        assertThat(hub.exists(new Target.All())).isFalse();
        assertThat(hub.exists(new Target.User("user"))).isFalse();
        assertThat(hub.exists(new Target.Group(ROOM))).isFalse();
        assertThat(SIDE_ROOMS).noneMatch(side -> hub.exists(new Target.Group(side)));
    }
}
