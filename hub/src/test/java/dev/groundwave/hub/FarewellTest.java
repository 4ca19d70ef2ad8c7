package dev.groundwave.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.hub.SteppedHub.Client;
import dev.groundwave.hub.command.HubCommand;
import dev.groundwave.hub.command.Target;
import dev.groundwave.wire.CloseReason;
import dev.groundwave.wire.Dialect;
import dev.groundwave.wire.ServiceMessage;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Source: client-protocol.md, section 13.4, and rest-api.md, section 5.5. */
final class FarewellTest {
    private final SteppedHub hub = new SteppedHub();
    private final Client ann = hub.attach(0, "ann", "room");

    @AfterEach
    void nothingIsLeft() {
        hub.settle();
        assertThat(hub.encoder().unreleased()).isEmpty();
    }

    private Client simple() {
        return hub.attach(
                0, new Attachment("simple", Optional.empty(), Permissions.NONE, List.of("room"), Dialect.SIMPLE));
    }

    @Nested
    class OfTheApplication {
        private void close(Optional<String> reason) {
            hub.carryOut(new HubCommand.Close(new Target.All(), Set.of(), reason));
        }

        @Test
        void tellsTheReasonInTheMessageAndNotInTheClose() {
            close(Optional.of("banned"));

            assertThat(ann.outbox().record())
                    .containsExactly(
                            new ServiceMessage.Disconnected("Application server closed the connection. Reason: banned"),
                            new CloseReason(1000, ""));
        }

        @Test
        void needsNoReason() {
            close(Optional.empty());

            assertThat(ann.outbox().record())
                    .containsExactly(
                            new ServiceMessage.Disconnected("Application server closed the connection."),
                            CloseReason.NORMAL);
        }

        @Test
        void takesAnEmptyReasonForNone() {
            assertThat(Farewell.ofApplication(Optional.of(""))).isEqualTo(Farewell.ofApplication(Optional.empty()));
        }

        @Test
        void isJustTheCloseForASimpleClient() {
            Client simple = simple();

            close(Optional.of("banned"));

            assertThat(simple.outbox().record()).containsExactly(CloseReason.NORMAL);
            assertThat(simple.outbox().flushes()).as("for the close").isEqualTo(1);
        }
    }

    @Nested
    class OfAServerThatStops {
        @Test
        void isAReloadAndGoingAway() {
            hub.hub().dismiss(ann.connection(), Farewell.ofStop());
            hub.settle();

            assertThat(ann.outbox().record())
                    .containsExactly(new ServiceMessage.Disconnected("Service reload"), CloseReason.GOING_AWAY);
            assertThat(hub.hub().exists(new Target.OneConnection("ann"))).isFalse();
        }

        @Test
        void comesBehindWhatTheTurnHoldsForASimpleClientToo() {
            Client simple = simple();

            hub.hub().dismiss(simple.connection(), Farewell.ofStop());
            ann.publish("room", "a");
            hub.settle();

            assertThat(simple.texts()).containsExactly("a", "close 1001");
        }

        @Test
        void isSaidOnce() {
            hub.hub().dismiss(ann.connection(), Farewell.ofStop());
            hub.hub().dismiss(ann.connection(), Farewell.ofStop());
            hub.settle();

            assertThat(ann.texts()).containsExactly("Disconnected", "close 1001");
        }

        @Test
        void isNotSaidToWhoWentMeanwhile() {
            hub.hub().dismiss(ann.connection(), Farewell.ofStop());
            ann.detach();
            hub.settle();

            assertThat(ann.outbox().record()).isEmpty();
        }
    }
}
