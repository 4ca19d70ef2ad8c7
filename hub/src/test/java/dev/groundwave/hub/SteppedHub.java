package dev.groundwave.hub;

import dev.groundwave.hub.command.AudienceFilter;
import dev.groundwave.hub.command.CommandResult;
import dev.groundwave.hub.command.HubCommand;
import dev.groundwave.hub.command.Publication;
import dev.groundwave.hub.command.Target;
import dev.groundwave.hub.delivery.ManualLane;
import dev.groundwave.hub.delivery.PlainFrameEncoder;
import dev.groundwave.hub.delivery.RecordingOutbox;
import dev.groundwave.hub.delivery.Turn;
import dev.groundwave.hub.session.ReplayLimits;
import dev.groundwave.wire.Dialect;
import dev.groundwave.wire.HubName;
import dev.groundwave.wire.Payload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** A hub over three lanes that are stepped by hand, and clients that are nothing but an outbox. */
final class SteppedHub {
    static final List<String> ALL_ROLES = List.of("webpubsub.joinLeaveGroup", "webpubsub.sendToGroup");

    /** The wall clock, which stands still. */
    static final long NOW_MS = 1_741_652_400_000L;

    private final PlainFrameEncoder encoder = new PlainFrameEncoder();
    private final List<ManualLane> lanes = List.of(new ManualLane(0), new ManualLane(1), new ManualLane(2));
    private final List<Turn> turns =
            lanes.stream().map(lane -> new Turn(lane, encoder)).toList();
    private final List<CompletableFuture<?>> posted = new ArrayList<>();

    /** What the hub takes for the time. */
    private final AtomicLong nanos = new AtomicLong();

    private final Hub hub;

    SteppedHub() {
        this(ReplayLimits.DEFAULTS);
    }

    SteppedHub(ReplayLimits replayLimits) {
        hub = new Hubs(encoder, replayLimits, nanos::get, () -> Instant.ofEpochMilli(NOW_MS)).hub(new HubName("chat"));
    }

    /** A client on one of the lanes. What it asks is carried out as if a frame had just been read. */
    record Client(Hub hub, Connection connection, RecordingOutbox outbox, ManualLane lane) {
        CommandResult ask(HubCommand command) {
            return lane.call(() -> hub.ask(connection, OptionalLong.empty(), command));
        }

        CommandResult ask(long ackId, HubCommand command) {
            return lane.call(() -> hub.ask(connection, OptionalLong.of(ackId), command));
        }

        CommandResult join(String group) {
            return ask(new HubCommand.Join(connection.asTarget(), group));
        }

        CommandResult leave(String group) {
            return ask(new HubCommand.Leave(connection.asTarget(), group));
        }

        CommandResult publish(String group, String text) {
            return ask(SteppedHub.publish(new Target.Group(group), text, Set.of()));
        }

        CommandResult publishNoEcho(String group, String text) {
            return ask(SteppedHub.publish(new Target.Group(group), text, connection.onlySelf()));
        }

        void detach() {
            lane.run(() -> hub.detach(connection, ""));
        }

        List<String> texts() {
            return outbox.texts();
        }
    }

    static HubCommand publish(Target target, String text, Set<String> excluded) {
        return new HubCommand.Publish(new Publication(
                target,
                Payload.text(text),
                Map.of(),
                Optional.empty(),
                excluded,
                AudienceFilter.EVERYONE,
                0,
                Optional.empty()));
    }

    static Attachment attachment(String id, String userId, String... groups) {
        return new Attachment(
                id,
                Optional.of(userId).filter(user -> !user.isEmpty()),
                Permissions.ofRoles(ALL_ROLES),
                List.of(groups),
                Dialect.JSON);
    }

    Hub hub() {
        return hub;
    }

    PlainFrameEncoder encoder() {
        return encoder;
    }

    ManualLane lane(int index) {
        return lanes.get(index);
    }

    /** Attaches a client that may do everything, without a greeting. */
    Client attach(int lane, String id, String... groups) {
        return attach(lane, attachment(id, "", groups));
    }

    Client attach(int lane, Attachment attachment) {
        RecordingOutbox outbox = new RecordingOutbox();
        Connection connection =
                lanes.get(lane).call(() -> hub.attach(attachment, turns.get(lane), outbox, Optional.empty()));
        return new Client(hub, connection, outbox, lanes.get(lane));
    }

    Turn turn(int lane) {
        return turns.get(lane);
    }

    /** Submits from outside all lanes. */
    CompletableFuture<CommandResult> submit(HubCommand command) {
        return hub.submit(command).toCompletableFuture();
    }

    /** Submits from outside all lanes, and goes on as soon as it is answered. */
    void submitAndThen(HubCommand command, Runnable next) {
        posted.add(submit(command).thenRun(next));
    }

    /** Submits and forgets; {@link #allIsAnswered()} tells what became of it. */
    void post(HubCommand command) {
        posted.add(submit(command));
    }

    boolean allIsAnswered() {
        return posted.stream().allMatch(answer -> answer.isDone() && !answer.isCompletedExceptionally());
    }

    /** Runs all lanes until none has anything to do. */
    void settle() {
        boolean ran = true;
        while (ran) {
            ran = false;
            for (ManualLane lane : lanes) {
                ran |= lane.waiting() > 0;
                lane.runAll();
            }
        }
    }

    /** Submits, settles, and gives the answer. */
    CommandResult carryOut(HubCommand command) {
        CompletableFuture<CommandResult> answer = submit(command);
        settle();
        return answer.resultNow();
    }
}
