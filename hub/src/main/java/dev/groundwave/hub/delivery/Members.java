package dev.groundwave.hub.delivery;

import java.util.ArrayList;
import java.util.List;

/**
 * A lane's slice of a set of recipients: of a group, of a user's connections, or of a whole hub.
 *
 * <p>Touched on its lane only. Adding and removing take constant time; the order of members has no meaning.
 */
public final class Members<R extends Recipient> {
    /** One recipient's place in one slice; moves when another place is given up. */
    public static final class Place<R extends Recipient> {
        private final Members<R> members;
        private final R recipient;
        private int index;

        private Place(Members<R> members, R recipient, int index) {
            this.members = members;
            this.recipient = recipient;
            this.index = index;
        }

        /** The slice that this place is in. */
        public Members<R> members() {
            return members;
        }
    }

    private final Turn turn;
    private final List<Place<R>> places = new ArrayList<>(2);

    /** An empty slice on the turn's lane. */
    public Members(Turn turn) {
        this.turn = turn;
    }

    /** What the slice's lane sends. */
    public Turn turn() {
        return turn;
    }

    /** Adds a recipient that is not a member yet. Messages under way in this turn do not reach it. */
    public Place<R> add(R recipient) {
        turn.beforeChange(this);
        Place<R> place = new Place<>(this, recipient, places.size());
        places.add(place);
        return place;
    }

    /** Gives a place up. Messages under way in this turn still reach its recipient. */
    public void remove(Place<R> place) {
        turn.beforeChange(this);
        Place<R> last = places.removeLast();
        if (last != place) {
            places.set(place.index, last);
            last.index = place.index;
        }
    }

    /** How many members there are. */
    public int size() {
        return places.size();
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return places.isEmpty();
    }

    /** The member at a place from 0 to {@link #size()} - 1. */
    public R get(int index) {
        return places.get(index).recipient;
    }

    /** The members now, for changing the slice while walking over them. */
    public List<R> copy() {
        List<R> copy = new ArrayList<>(places.size());
        for (Place<R> place : places) {
            copy.add(place.recipient);
        }
        return copy;
    }
}
