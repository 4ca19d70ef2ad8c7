package dev.groundwave.hub.delivery;

import dev.groundwave.wire.Dialect;
import java.util.HashMap;
import java.util.Map;

/** A recipient that knows where it is a member, and nothing else. */
final class Member extends Recipient {
    private final RecordingOutbox outbox;
    private final Map<Members<Member>, Members.Place<Member>> places = new HashMap<>();

    private Member(Turn turn, Dialect dialect, RecordingOutbox outbox) {
        super(turn, dialect, outbox);
        this.outbox = outbox;
    }

    static Member of(Turn turn, Dialect dialect) {
        return new Member(turn, dialect, new RecordingOutbox());
    }

    Member in(Members<Member> members) {
        places.put(members, members.add(this));
        return this;
    }

    void leave(Members<Member> members) {
        Members.Place<Member> place = places.remove(members);
        if (place == null) {
            throw new IllegalStateException("no member");
        }
        members.remove(place);
    }

    RecordingOutbox recording() {
        return outbox;
    }

    @Override
    protected boolean isAmong(Members<?> members) {
        return places.keySet().stream().anyMatch(mine -> mine == members);
    }
}
