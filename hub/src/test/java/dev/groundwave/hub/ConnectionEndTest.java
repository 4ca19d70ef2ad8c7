package dev.groundwave.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.hub.SteppedHub.Client;
import dev.groundwave.hub.command.HubCommand;
import dev.groundwave.hub.command.Target;
import dev.groundwave.hub.session.ReplayLimits;
import dev.groundwave.wire.CloseReason;
import dev.groundwave.wire.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Source: events-and-operations.md, section 1.10. */
class ConnectionEndTest {
    private final SteppedHub hub = new SteppedHub(new ReplayLimits(10, 1 << 20));
    private final List<String> ends = new ArrayList<>();

    private Client client(Dialect dialect) {
        return hub.attach(
                0, new Attachment("ann", Optional.empty(), Permissions.NONE, List.of("room"), dialect, ends::add));
    }

    private static boolean suspend(Client client, String reason) {
        return client.lane().call(() -> client.hub().suspend(client.connection(), client.outbox(), reason));
    }

    @Test
    void isToldOnce() {
        Client ann = client(Dialect.JSON);

        ann.detach();
        ann.detach();
        ann.lane().run(() -> ann.hub().fail(ann.connection(), CloseReason.INTERNAL_ERROR));
        hub.settle();

        assertThat(ends).containsExactly("");
    }

    @Test
    void isToldWithTheReasonOfTheApplication() {
        client(Dialect.JSON);

        hub.carryOut(new HubCommand.Close(new Target.All(), Set.of(), Optional.of("banned")));

        assertThat(ends).containsExactly("Application server closed the connection. Reason: banned");
    }

    @Test
    void comesWithTheTransportUnlessTheClientMayComeBack() {
        assertThat(suspend(client(Dialect.JSON), "gone")).isFalse();
        assertThat(ends).containsExactly("gone");
    }

    @Test
    void ofAReliableConnectionComesWhenItsTimeIsOver() {
        Client ann = client(Dialect.JSON_RELIABLE);
        DetachedSessions away = new DetachedSessions(30);

        assertThat(suspend(ann, "gone")).isTrue();
        away.add(ann.hub(), ann.connection(), 0);
        assertThat(ends).isEmpty();
        ann.lane().run(() -> away.expire(30));
        hub.settle();

        assertThat(ends).containsExactly("The connection recovery timeout expired.");
    }

    @Test
    void byAFaultOfTheClientHasTheTextOfTheClose() {
        Client ann = client(Dialect.JSON);

        ann.lane().run(() -> ann.hub().fail(ann.connection(), CloseReason.INVALID_JSON_MESSAGE));
        hub.settle();

        assertThat(ends).containsExactly(CloseReason.INVALID_JSON_MESSAGE.text());
        assertThat(ann.outbox().record()).contains(CloseReason.INVALID_JSON_MESSAGE);
    }
}
