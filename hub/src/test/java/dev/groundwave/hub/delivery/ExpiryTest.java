package dev.groundwave.hub.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.wire.Dialect;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages that become worthless. Source: client-protocol.md, section 7.5. */
final class ExpiryTest {
    private static final long NEVER = 0;

    private final ManualLane lane = new ManualLane(0);
    private final PlainFrameEncoder encoder = new PlainFrameEncoder();
    private final Turn turn = new Turn(lane, encoder);
    private final Members<Member> room = new Members<>(turn);
    private final Member member = Member.of(turn, Dialect.JSON).in(room);

    @AfterEach
    void nothingIsLeft() {
        lane.runAll();
        assertThat(encoder.unreleased()).isEmpty();
    }

    private void deliver(String text, long deadlineNanos) {
        ServiceMessage message = new ServiceMessage.ServerData(Payload.text(text), Map.of(), OptionalLong.empty());
        turn.deliver(new Delivery(message, encoder, 1, null, deadlineNanos), room, (Recipient) null);
    }

    @Test
    void theFrameOfAMessageWithADeadlineCarriesIt() {
        deliver("a", 77);
        lane.runAll();

        assertThat(member.recording().frames())
                .extracting(CountingFrame::deadlineNanos)
                .containsExactly(77L);
    }

    @Test
    void aMessageWithADeadlineIsNotJoinedWithItsNeighboursBecauseItMayBeDroppedAlone() {
        deliver("a", NEVER);
        deliver("b", NEVER);
        deliver("c", 77);
        deliver("d", 78);
        deliver("e", NEVER);
        deliver("f", NEVER);
        lane.runAll();

        assertThat(member.recording().texts()).containsExactly("a", "b", "c", "d", "e", "f");
        assertThat(member.recording().frames())
                .extracting(CountingFrame::frames)
                .containsExactly(2, 1, 1, 2);
        assertThat(member.recording().frames())
                .extracting(CountingFrame::deadlineNanos)
                .containsExactly(0L, 77L, 78L, 0L);
    }

    @Test
    void aMessageToOneRecipientMayHaveADeadlineToo() {
        turn.send(member, new ServiceMessage.Pong(), 77);
        lane.runAll();

        assertThat(member.recording().frames())
                .extracting(CountingFrame::deadlineNanos)
                .containsExactly(77L);
    }
}
