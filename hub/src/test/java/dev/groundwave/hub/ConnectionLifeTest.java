package dev.groundwave.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.hub.SteppedHub.Client;
import dev.groundwave.hub.command.AudienceFilter;
import dev.groundwave.hub.command.HubCommand;
import dev.groundwave.hub.command.Target;
import dev.groundwave.hub.session.ReplayLimits;
import dev.groundwave.wire.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an observer of a connection is told. Source: events-and-operations.md, section 1.12. */
class ConnectionLifeTest {
    private static final Target ANN = new Target.OneConnection("conn-ann");
    private static final Target USER = new Target.User("ann");

    private final SteppedHub hub = new SteppedHub(new ReplayLimits(10, 1 << 20));
    private final List<String> life = new ArrayList<>();

    /** Writes everything down. */
    private final class Diary implements ConnectionObserver {
        @Override
        public void attached() {
            life.add("attached");
        }

        @Override
        public void joined(String group) {
            life.add("joined " + group);
        }

        @Override
        public void left(String group) {
            life.add("left " + group);
        }

        @Override
        public void ended(String reason) {
            life.add("ended");
        }
    }

    private Client ann(Dialect dialect, String... groups) {
        return hub.attach(
                0,
                new Attachment(
                        "conn-ann",
                        Optional.of("ann"),
                        Permissions.ofRoles(SteppedHub.ALL_ROLES),
                        List.of(groups),
                        dialect,
                        new Diary()));
    }

    @Test
    void beginsWithTheAttachAndEndsBehindTheLastGroup() {
        Client ann = ann(Dialect.JSON, "room", "room");

        ann.detach();
        ann.detach();

        assertThat(life).containsExactly("attached", "joined room", "left room", "ended");
    }

    @Test
    void hasAClientsOwnChangesOnce() {
        Client ann = ann(Dialect.JSON);

        ann.join("room");
        ann.join("room");
        ann.leave("room");
        ann.leave("room");

        assertThat(life).containsExactly("attached", "joined room", "left room");
    }

    @Test
    void hasEveryChangeByTheApplicationOnce() {
        ann(Dialect.JSON);

        hub.carryOut(new HubCommand.Join(ANN, "a"));
        hub.carryOut(new HubCommand.Join(USER, "a"));
        hub.carryOut(new HubCommand.JoinGroups(AudienceFilter.EVERYONE, Set.of("a")));
        hub.carryOut(new HubCommand.Leave(USER, "a"));
        hub.carryOut(new HubCommand.Leave(ANN, "a"));
        hub.carryOut(new HubCommand.JoinGroups(AudienceFilter.EVERYONE, Set.of("b")));
        hub.carryOut(new HubCommand.LeaveGroups(AudienceFilter.EVERYONE, Set.of("a", "b")));
        hub.carryOut(new HubCommand.Join(USER, "c"));
        hub.carryOut(new HubCommand.LeaveAll(USER));
        hub.carryOut(new HubCommand.LeaveAll(ANN));

        assertThat(life).containsExactly("attached", "joined a", "left a", "joined b", "left b", "joined c", "left c");
    }

    @Test
    void goesOnWhileTheClientIsAwayAndBack() {
        Client ann = ann(Dialect.JSON_RELIABLE, "room");

        assertThat(ann.lane().<Boolean>call(() -> hubOf(ann).suspend(ann.connection(), ann.outbox(), "gone")))
                .isTrue();
        hub.carryOut(new HubCommand.Join(ANN, "hall"));

        assertThat(life).containsExactly("attached", "joined room", "joined hall");
    }

    private static Hub hubOf(Client client) {
        return client.hub();
    }
}
