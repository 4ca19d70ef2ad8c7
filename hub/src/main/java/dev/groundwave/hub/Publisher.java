package dev.groundwave.hub;

import dev.groundwave.hub.command.AudienceFilter;
import dev.groundwave.hub.command.Publication;
import dev.groundwave.hub.command.Target;
import dev.groundwave.hub.delivery.Delivery;
import dev.groundwave.hub.delivery.FrameEncoder;
import dev.groundwave.hub.delivery.Lane;
import dev.groundwave.hub.delivery.Members;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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

    /** Publishes a client's message. On the client's lane, whose own members are served at once. */
    void publishFrom(Connection sender, Publication publication) {
        List<Members<Connection>> slices = roster.slices(publication.target());
        if (!slices.isEmpty()) {
            boolean noEcho = publication.excluded().contains(sender.id());
            Delivery delivery = new Delivery(
                    publication.message(),
                    encoder,
                    slices.size(),
                    underWay(sender, slices, roughBytes(publication.data())),
                    deadline(publication));
            deliverFrom(sender, noEcho ? sender : null, slices, delivery);
        }
    }

    /** Tells some members what a client did. On the client's lane, whose own members are served at once. */
    void publishFrom(Connection sender, List<Members<Connection>> slices, ServiceMessage message) {
        if (!slices.isEmpty()) {
            Delivery delivery = new Delivery(message, encoder, slices.size(), underWay(sender, slices, 0));
            deliverFrom(sender, null, slices, delivery);
        }
    }

    /** Counts a message that other lanes have to carry; what ends the count, or null where there is none. */
    private static @Nullable Runnable underWay(Connection sender, List<Members<Connection>> slices, int bytes) {
        boolean onlyHere = slices.size() == 1 && slices.getFirst().turn() == sender.turn();
        if (onlyHere) {
            return null;
        }
        int weight = Congestion.weight(bytes);
        sender.congestion().start(weight);
        return () -> sender.congestion().end(weight);
    }

    private static void deliverFrom(
            Connection sender, @Nullable Connection spared, List<Members<Connection>> slices, Delivery delivery) {
        onLanes(slices, slice -> {
            // Elsewhere nobody is passed over: what differs there would only keep batches apart.
            Connection except = slice.turn() == sender.turn() ? spared : null;
            slice.turn().deliver(delivery, slice, except);
        });
    }

    /** Publishes the application's message; completes when every receiver's outbox took or refused it. Any thread. */
    CompletionStage<@Nullable Void> publish(Publication publication) {
        Target target = publication.target();
        ServiceMessage message = publication.message();
        long deadline = deadline(publication);
        if (target instanceof Target.OneConnection) {
            return roster.forEach(target, connection -> connection.turn().send(connection, message, deadline))
                    .thenApply(_ -> null);
        }
        List<Members<Connection>> slices = roster.slices(target);
        if (slices.isEmpty()) {
            return NOBODY;
        }
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        Delivery delivery = new Delivery(message, encoder, slices.size(), () -> done.complete(null), deadline);
        onLanes(slices, slice -> deliver(delivery, slice, publication));
        return done;
    }

    // One filter leaves nobody out, and that is known by its identity.
    @SuppressWarnings("ReferenceEquality")
    private void deliver(Delivery delivery, Members<Connection> slice, Publication publication) {
        Set<String> excluded = publication.excluded();
        AudienceFilter filter = publication.filter();
        if (excluded.isEmpty() && filter == AudienceFilter.EVERYONE) {
            slice.turn().deliver(delivery, slice, (Connection) null);
        } else {
            slice.turn().deliver(delivery, slice, attachedHere(slice, excluded), filter::includes);
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

    /** When the message becomes worthless; 0 = never. */
    private long deadline(Publication publication) {
        if (publication.ttlSeconds() == 0) {
            return 0;
        }
        long deadline = nanoClock.getAsLong() + TimeUnit.SECONDS.toNanos(publication.ttlSeconds());
        return deadline == 0 ? 1 : deadline;
    }

    /** The calling lane last, so that the other lanes have their share whatever happens here. */
    private static void onLanes(List<Members<Connection>> slices, Consumer<Members<Connection>> task) {
        Members<Connection> here = null;
        for (Members<Connection> slice : slices) {
            Lane lane = slice.turn().lane();
            if (lane.isCurrent()) {
                here = slice;
            } else {
                lane.execute(() -> task.accept(slice));
            }
        }
        if (here != null) {
            task.accept(here);
        }
    }

    private static int roughBytes(Payload data) {
        return data instanceof Payload.Text(String text)
                ? text.length()
                : data.asBytes().size();
    }
}
