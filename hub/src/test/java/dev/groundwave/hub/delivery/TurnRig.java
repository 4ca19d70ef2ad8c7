package dev.groundwave.hub.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.wire.Dialect;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** One lane's turn, stepped by hand, with two rooms to deliver to. */
final class TurnRig {
    final ManualLane lane = new ManualLane(0);
    final PlainFrameEncoder encoder = new PlainFrameEncoder();
    final Turn turn = new Turn(lane, encoder);
    final Members<Member> room = new Members<>(turn);
    final Members<Member> otherRoom = new Members<>(turn);

    /** The texts whose delivery has ended. */
    final List<String> ended = new ArrayList<>();

    /** After each test: every frame was released. */
    void assertNothingIsLeft() {
        lane.runAll();
        assertThat(encoder.unreleased()).isEmpty();
    }

    static ServiceMessage message(String text) {
        return new ServiceMessage.ServerData(Payload.text(text), Map.of(), OptionalLong.empty());
    }

    Delivery delivery(String text) {
        return new Delivery(message(text), encoder, 1, () -> ended.add(text));
    }

    Member json() {
        return Member.of(turn, Dialect.JSON);
    }

    Member simple() {
        return Member.of(turn, Dialect.SIMPLE);
    }

    void deliver(String text, Members<Member> members) {
        turn.deliver(delivery(text), members, (Recipient) null);
    }

    void deliver(String text, Members<Member> members, Member except) {
        turn.deliver(delivery(text), members, except);
    }
}
