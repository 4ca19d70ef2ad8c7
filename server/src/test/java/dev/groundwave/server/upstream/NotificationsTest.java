package dev.groundwave.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.ScriptedUpstream.Answer;
import dev.groundwave.server.deliveries.Delivery;
import dev.groundwave.server.deliveries.HandlerDeliveries;
import dev.groundwave.server.settings.PresenceEvent;
import dev.groundwave.server.settings.SystemEvent;
import dev.groundwave.server.settings.UpstreamAuth;
import dev.groundwave.wire.event.EventClient;
import dev.groundwave.wire.event.UpstreamEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Source: events-and-operations.md, sections 1.12 and 1.14. */
final class NotificationsTest {
    private static final EventClient CLIENT =
            new EventClient("chat", "conn-1", Optional.empty(), Optional.empty(), Optional.empty());

    private final Dispatching rig = new Dispatching();

    @AfterEach
    void end() {
        rig.end();
    }

    @Test
    void ofGroupsAreLostWhenTooManyWaitAndTheEndIsNot() {
        CountDownLatch over = new CountDownLatch(1);
        rig.upstream().answer(_ -> Dispatching.held(over));
        EventDispatcher dispatcher = rig.start(
                Dispatching.QUICK,
                rig.presence("/", Set.of(PresenceEvent.values())),
                rig.handler("/", "", Set.of(SystemEvent.DISCONNECTED), new UpstreamAuth.None()));
        Notifications notifications = new Notifications(dispatcher, Dispatching.HUB, new CookieJar(), 2);

        notifications.announceIfRoom(new UpstreamEvent.Joined(CLIENT, 1, "under way"));
        for (int id = 2; id <= 5; id++) {
            notifications.announceIfRoom(new UpstreamEvent.Joined(CLIENT, id, "room"));
        }
        notifications.announce(new UpstreamEvent.Disconnected(CLIENT, 6, ""));
        assertThat(dispatcher.counters().failed()).isEqualTo(2);
        rig.upstream().answer(_ -> Answer.of(204));
        over.countDown();
        rig.awaitQuiet();
        notifications.announceIfRoom(new UpstreamEvent.Left(CLIENT, 7, "room"));
        rig.awaitQuiet();

        List<String> ids = new ArrayList<>();
        while (rig.upstream().waiting() > 0) {
            ids.add(rig.upstream().next().header("ce-id").orElseThrow());
        }
        assertThat(ids).containsExactly("1", "2", "3", "6", "7");
        HandlerDeliveries ofGroups = dispatcher.deliveries().getFirst();
        assertThat(ofGroups.counts()).isEqualTo(new HandlerDeliveries.Counts(4, 0, 0, 2));
        assertThat(ofGroups.last())
                .extracting(Delivery::outcome)
                .containsOnlyOnce(Delivery.Outcome.DROPPED)
                .hasSize(5);
    }
}
