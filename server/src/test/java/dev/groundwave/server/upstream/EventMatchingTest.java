package dev.groundwave.server.upstream;

import static dev.groundwave.server.upstream.Dispatching.FAILURE;
import static dev.groundwave.server.upstream.Dispatching.await;
import static dev.groundwave.server.upstream.Dispatching.newcomer;
import static dev.groundwave.server.upstream.Dispatching.raise;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.ScriptedUpstream.Request;
import dev.groundwave.server.settings.PresenceEvent;
import dev.groundwave.server.settings.SystemEvent;
import dev.groundwave.server.settings.UpstreamAuth;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Which handler gets an event. Source: events-and-operations.md, section 1. */
final class EventMatchingTest {
    private final Dispatching rig = new Dispatching();

    @AfterEach
    void end() {
        rig.end();
    }

    @Nested
    @DisplayName("section 1.2")
    final class Matching {
        @Test
        void theFirstHandlerThatWantsAnEventGetsIt() {
            EventSession session = rig.start(
                            Dispatching.QUICK,
                            rig.handler("/1", "a, B", Set.of(SystemEvent.CONNECT), new UpstreamAuth.None()),
                            rig.everything("/2"))
                    .open(Dispatching.HUB, "chat", "conn-1");

            await(session.connect(newcomer()));
            session.connected();
            await(raise(session, "A"));
            await(raise(session, "c"));
            rig.awaitQuiet();

            List<String> targets = new ArrayList<>();
            while (rig.upstream().waiting() > 0) {
                Request request = rig.upstream().next();
                targets.add(request.target() + " " + request.event());
            }
            assertThat(targets).containsExactlyInAnyOrder("/1 connect", "/2 connected", "/1 A", "/2 c");
        }

        @Test
        void ofGroupsGoToTheFirstHandlerWhoseFiltersNameThem() {
            EventSession session = rig.start(
                            Dispatching.QUICK,
                            rig.presence("/1", Set.of(PresenceEvent.JOINED), "room*"),
                            rig.presence("/2", Set.of(PresenceEvent.values())))
                    .open(Dispatching.HUB, "chat", "conn-1");

            session.joined("room 1");
            session.joined("Room 1");
            session.left("room 1");
            rig.awaitQuiet();

            List<String> targets = new ArrayList<>();
            while (rig.upstream().waiting() > 0) {
                Request request = rig.upstream().next();
                targets.add(request.target() + " " + request.event() + " " + request.text());
            }
            assertThat(targets)
                    .containsExactly(
                            "/1 joined {\"group\":\"room 1\"}",
                            "/2 joined {\"group\":\"Room 1\"}",
                            "/2 left {\"group\":\"room 1\"}");
        }

        @Test
        void aUserEventNamedLikeASystemEventIsAUserEvent() {
            EventSession session = rig.start(
                            Dispatching.QUICK,
                            rig.handler("/1", "", Set.of(SystemEvent.CONNECTED), new UpstreamAuth.None()))
                    .open(Dispatching.HUB, "chat", "conn-1");

            assertThat(await(raise(session, "connected"))).isEqualTo(FAILURE);
            assertThat(rig.upstream().waiting()).isZero();
            assertThat(rig.dispatcher().counters().unhandled()).isEqualTo(1);
        }

        @Test
        void withoutAHandlerNothingIsSent() {
            EventSession session = rig.start(Dispatching.QUICK).open(Dispatching.HUB, "chat", "conn-1");

            assertThat(session.asksForConnect()).isFalse();
            session.connected();
            session.joined("room");
            session.left("room");
            session.disconnected("");
            assertThat(await(raise(session, "e"))).isEqualTo(FAILURE);
            assertThat(rig.dispatcher().counters().failed()).isZero();
        }
    }
}
