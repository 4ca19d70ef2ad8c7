package dev.groundwave.hub;

import dev.groundwave.hub.command.Publication;
import dev.groundwave.hub.command.Target;
import dev.groundwave.hub.delivery.Delivery;
import dev.groundwave.hub.delivery.FrameEncoder;
import dev.groundwave.hub.delivery.Lane;
import dev.groundwave.hub.delivery.Members;
import dev.groundwave.wire.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Splits a publication by lane: one delivery, one task for each lane that has receivers.
 *
 * <p>Holds nothing of its own; safe for all threads.
 */
final class Publisher {
    private static final CompletionStage<@Nullable Void> NOBODY = CompletableFuture.completedStage(null);

    private final Roster roster;
    private final FrameEncoder encoder;
    private final LongSupplier nanoClock;

    Publisher(Roster roster, FrameEncoder encoder, LongSupplier nanoClock) {
        this.roster = roster;
        this.encoder = encoder;
        this.nanoClock = nanoClock;
    }

    /** Publishes a client's message. On the client's lane; its own lane's members are served first, at once. */
    void publishFrom(Connection sender, Publication publication) {
        List<Members<Connection>> slices = roster.slices(publication.target());
        if (slices.isEmpty()) {
            return;
        }
        boolean onlyHere = slices.size() == 1 && slices.getFirst().turn() == sender.turn();
        Runnable whenDone = null;
        if (!onlyHere) {
            int weight = Congestion.weight(roughBytes(publication.data()));
            sender.congestion().start(weight);
            whenDone = () -> sender.congestion().end(weight);
        }
        Delivery delivery =
                new Delivery(publication.message(), encoder, slices.size(), whenDone, deadline(publication));
        Connection except = publication.excluded().contains(sender.id()) ? sender : null;
        for (Members<Connection> slice : slices) {
            onLane(slice.turn().lane(), () -> slice.turn().deliver(delivery, slice, except));
        }
    }

    /** Publishes the application's message; completes when every receiver's outbox took or refused it. Any thread. */
    CompletionStage<@Nullable Void> publish(Publication publication) {
        if (publication.target() instanceof Target.OneConnection(String id)) {
            return publishToOne(publication, roster.find(id));
        }
        List<Members<Connection>> slices = roster.slices(publication.target());
        if (slices.isEmpty()) {
            return NOBODY;
        }
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        Delivery delivery = new Delivery(
                publication.message(), encoder, slices.size(), () -> done.complete(null), deadline(publication));
        Set<String> excluded = publication.excluded();
        for (Members<Connection> slice : slices) {
            onLane(slice.turn().lane(), () -> deliver(delivery, slice, excluded));
        }
        return done;
    }

    private void deliver(Delivery delivery, Members<Connection> slice, Set<String> excluded) {
        if (excluded.isEmpty()) {
            slice.turn().deliver(delivery, slice, (Connection) null);
        } else {
            slice.turn().deliver(delivery, slice, attachedHere(slice, excluded));
        }
    }

    /** The excluded connections that live on the slice's lane: looked up once, so that the fan-out looks up nothing. */
    private List<Connection> attachedHere(Members<Connection> slice, Set<String> ids) {
        List<Connection> found = new ArrayList<>(ids.size());
        for (String id : ids) {
            Connection connection = roster.find(id);
            if (connection != null && connection.turn() == slice.turn()) {
                found.add(connection);
            }
        }
        return found;
    }

    private CompletionStage<@Nullable Void> publishToOne(Publication publication, @Nullable Connection connection) {
        if (connection == null) {
            return NOBODY;
        }
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        onLane(connection.turn().lane(), () -> {
            if (connection.isAttached()) {
                connection.turn().send(connection, publication.message(), deadline(publication));
            }
            done.complete(null);
        });
        return done;
    }

    /** When the message becomes worthless; 0 = never. */
    private long deadline(Publication publication) {
        if (publication.ttlSeconds() == 0) {
            return 0;
        }
        long deadline = nanoClock.getAsLong() + TimeUnit.SECONDS.toNanos(publication.ttlSeconds());
        return deadline == 0 ? 1 : deadline;
    }

    private static void onLane(Lane lane, Runnable task) {
        if (lane.isCurrent()) {
            task.run();
        } else {
            lane.execute(task);
        }
    }

    private static int roughBytes(Payload data) {
        return data instanceof Payload.Text(String text)
                ? text.length()
                : data.asBytes().size();
    }
}
