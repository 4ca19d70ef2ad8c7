package dev.groundwave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwave.hub.SteppedHub.Client;
import dev.groundwave.hub.command.CommandResult;
import dev.groundwave.hub.command.HubCommand;
import dev.groundwave.hub.command.Target;
import dev.groundwave.hub.delivery.RecordingOutbox;
import dev.groundwave.hub.session.ReplayLimits;
import dev.groundwave.wire.Dialect;
import dev.groundwave.wire.ServiceMessage;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Clients that go and come back. Source: client-protocol.md, sections 8.4 and 8.5. */
final class HubRecoveryTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int ROOM = 4;

    private final SteppedHub hub = new SteppedHub(new ReplayLimits(ROOM, 1 << 20));

    @AfterEach
    void nothingIsLeft() {
        hub.settle();
        hub.hub().connections().forEach(connection -> hub.hub().dismiss(connection, Farewell.ofStop()));
        hub.settle();
        assertThat(hub.hub().connectionCount()).isZero();
        assertThat(hub.encoder().unreleased()).isEmpty();
    }

    private Client reliable(int lane, String id, String... groups) {
        return hub.attach(
                lane,
                new Attachment(
                        id,
                        Optional.of("user"),
                        Permissions.ofRoles(SteppedHub.ALL_ROLES),
                        List.of(groups),
                        Dialect.JSON_RELIABLE));
    }

    /** The client's transport is gone, and with it what it did not send yet. */
    private static boolean suspend(Client client) {
        boolean waits = client.lane().call(() -> client.hub().suspend(client.connection(), client.outbox(), ""));
        client.outbox().flush();
        return waits;
    }

    /** The same client on a transport of its own. */
    private static Client recover(Client client) {
        RecordingOutbox next = new RecordingOutbox();
        ServiceMessage greeting = new ServiceMessage.Connected(
                client.connection().userId(), client.connection().id(), Optional.of("token"));
        client.lane().run(() -> client.hub().recover(client.connection(), next, greeting));
        return new Client(client.hub(), client.connection(), next, client.lane());
    }

    private void sendToRoom(String text) {
        assertThat(hub.carryOut(SteppedHub.publish(new Target.Group("room"), text, Set.of())))
                .isEqualTo(CommandResult.DONE);
    }

    @Nested
    class AClientThatIsAway {
        @Test
        void staysInItsGroupsAndIndexes() {
            Client ann = reliable(1, "ann", "room");

            assertThat(suspend(ann)).isTrue();

            assertThat(hub.hub().exists(new Target.OneConnection("ann"))).isTrue();
            assertThat(hub.hub().exists(new Target.User("user"))).isTrue();
            assertThat(hub.hub().exists(new Target.Group("room"))).isTrue();
        }

        @Test
        void getsWhatItMissedBehindTheGreetingAndBeforeNewTraffic() {
            Client ann = reliable(1, "ann", "room");
            sendToRoom("a");
            suspend(ann);
            sendToRoom("b");

            Client again = recover(ann);
            sendToRoom("c");

            assertThat(ann.texts()).containsExactly("1:a");
            assertThat(again.texts()).containsExactly("Connected", "1:a", "2:b", "3:c");
        }

        @Test
        void isChangedByTheApplication() {
            Client ann = reliable(1, "ann");
            suspend(ann);

            hub.carryOut(new HubCommand.Join(new Target.OneConnection("ann"), "room"));
            sendToRoom("a");
            hub.carryOut(new HubCommand.Leave(new Target.OneConnection("ann"), "room"));
            sendToRoom("b");

            assertThat(recover(ann).texts()).containsExactly("Connected", "1:a");
        }

        @Test
        void isEndedByTheApplicationAtOnce() {
            Client ann = reliable(1, "ann", "room");
            suspend(ann);
            sendToRoom("a");

            hub.carryOut(new HubCommand.Close(new Target.OneConnection("ann"), Set.of(), Optional.empty()));

            assertThat(hub.hub().recoverable("ann")).isEmpty();
            assertThat(hub.encoder().unreleased()).isEmpty();
            assertThatThrownBy(() -> recover(ann)).isInstanceOf(IllegalStateException.class);
        }

        @Test
        void remembersWhichRequestsSucceeded() {
            Client ann = reliable(1, "ann");
            HubCommand join = new HubCommand.Join(ann.connection().asTarget(), "room");
            ann.ask(7, join);
            suspend(ann);

            assertThat(recover(ann).ask(7, join)).isEqualTo(CommandResult.DUPLICATE);
        }

        @Test
        void withoutRecoveryIsGone() {
            Client bob = hub.attach(1, "bob", "room");

            assertThat(suspend(bob)).isFalse();

            assertThat(hub.hub().exists(new Target.OneConnection("bob"))).isFalse();
        }
    }

    @Nested
    class ATakeover {
        @Test
        void abortsTheOldTransportWhoseEndThenChangesNothing() {
            Client ann = reliable(0, "ann", "room");
            sendToRoom("a");

            Client again = recover(ann);
            assertThat(suspend(ann)).isFalse();
            sendToRoom("b");

            assertThat(ann.texts()).containsExactly("1:a", RecordingOutbox.ABORT);
            assertThat(again.texts()).containsExactly("Connected", "1:a", "2:b");
        }

        @Test
        void inTheMiddleOfATurnNeitherLosesNorRepeats() {
            Client ann = reliable(0, "ann", "room");
            Client bob = hub.attach(0, "bob");

            bob.publish("room", "a");
            Client again = recover(ann);
            bob.publish("room", "b");
            hub.settle();

            assertThat(again.texts()).containsExactly("Connected", "1:a", "2:b");
        }

        @Test
        void isNotForThoseWithoutRecovery() {
            hub.attach(0, "bob");

            assertThat(hub.hub().recoverable("bob")).isEmpty();
            assertThat(hub.hub().recoverable("nobody")).isEmpty();
        }
    }

    @Nested
    class TooMuchUnacknowledged {
        @Test
        void closesAClientThatIsThere() {
            Client ann = reliable(2, "ann", "room");
            for (int i = 0; i < ROOM; i++) {
                sendToRoom("m");
            }
            assertThat(ann.outbox().isClosed()).isFalse();

            sendToRoom("too much");

            assertThat(ann.texts()).containsExactly("1:m", "2:m", "3:m", "4:m", "close 1008");
            assertThat(hub.hub().exists(new Target.OneConnection("ann"))).isFalse();
        }

        @Test
        void endsAClientThatIsAway() {
            Client ann = reliable(2, "ann", "room");
            suspend(ann);
            for (int i = 0; i < ROOM; i++) {
                sendToRoom("m");
            }
            assertThat(hub.hub().recoverable("ann")).isPresent();

            sendToRoom("too much");

            assertThat(hub.hub().recoverable("ann")).isEmpty();
        }

        @Test
        void doesNotConcernAClientThatAcknowledges() {
            Client ann = reliable(2, "ann", "room");
            for (int i = 1; i <= 3 * ROOM; i++) {
                sendToRoom("m");
                long received = i;
                ann.lane().run(() -> ann.connection().acknowledge(received));
            }

            assertThat(ann.outbox().isClosed()).isFalse();
            assertThat(ann.texts()).hasSize(3 * ROOM).endsWith("12:m");
        }

        @Test
        void doesNotDisturbOthersOfTheSameMessage() {
            reliable(2, "ann", "room");
            Client bob = hub.attach(2, "bob", "room");
            Client eve = reliable(2, "eve", "room");
            for (int i = 1; i <= ROOM; i++) {
                sendToRoom("m");
                eve.lane().run(() -> eve.connection().acknowledge(ROOM));
            }

            sendToRoom("last");

            assertThat(bob.texts()).hasSize(ROOM + 1).endsWith("last");
            assertThat(eve.texts()).endsWith("5:last");
        }
    }

    @Nested
    class Retention {
        private final DetachedSessions detached = new DetachedSessions(30 * SECOND);

        private void leave(Client client, long nowNanos) {
            suspend(client);
            detached.add(client.hub(), client.connection(), nowNanos);
        }

        private void expire(long nowNanos) {
            hub.lane(0).run(() -> detached.expire(nowNanos));
        }

        private boolean exists(String id) {
            return hub.hub().exists(new Target.OneConnection(id));
        }

        @Test
        void endsAtItsTimeAndNotBefore() {
            leave(reliable(0, "ann", "room"), 5);
            sendToRoom("a");

            expire(30 * SECOND + 4);
            assertThat(exists("ann")).isTrue();

            expire(30 * SECOND + 5);
            assertThat(exists("ann")).isFalse();
            assertThat(hub.encoder().unreleased()).isEmpty();
        }

        @Test
        void startsAnewWithEveryAbsence() {
            Client ann = reliable(0, "ann");
            leave(ann, 0);
            leave(recover(ann), 20 * SECOND);

            expire(30 * SECOND);
            assertThat(exists("ann")).isTrue();

            expire(50 * SECOND);
            assertThat(exists("ann")).isFalse();
        }

        @Test
        void doesNotEndAClientThatIsBack() {
            Client ann = reliable(0, "ann");
            leave(ann, 0);
            recover(ann);

            expire(100 * SECOND);

            assertThat(exists("ann")).isTrue();
        }

        @Test
        void endsThoseBehindAClientThatIsBackInTheirOrder() {
            Client ann = reliable(0, "ann");
            leave(ann, 0);
            leave(reliable(0, "bob"), SECOND);
            leave(reliable(0, "eve"), 2 * SECOND);
            recover(ann);

            expire(31 * SECOND);

            assertThat(exists("ann")).isTrue();
            assertThat(exists("bob")).isFalse();
            assertThat(exists("eve")).isTrue();
        }

        @Test
        void ofAClientThatWasEndedMeanwhileDoesNothing() {
            Client ann = reliable(0, "ann");
            leave(ann, 0);
            hub.carryOut(new HubCommand.Close(new Target.All(), Set.of(), Optional.empty()));
            Client second = reliable(0, "ann");

            expire(30 * SECOND);

            assertThat(exists(second.connection().id())).isTrue();
        }

        @Test
        void spansTheTurnOfTheClock() {
            long last = Long.MAX_VALUE;
            leave(reliable(0, "ann"), last - SECOND);

            expire(last);
            assertThat(exists("ann")).isTrue();

            expire(last + 29 * SECOND);
            assertThat(exists("ann")).isFalse();
        }
    }
}
