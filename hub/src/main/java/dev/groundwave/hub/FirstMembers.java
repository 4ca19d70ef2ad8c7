package dev.groundwave.hub;

import dev.groundwave.hub.command.Member;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The first members behind an id, of those it is shown in any order.
 *
 * <p>A connection's id never changes, so a list in the order of ids can be read page by page while others come and go.
 */
final class FirstMembers {
    private static final Comparator<Member> BY_ID = Comparator.comparing(Member::connectionId);

    private final String after;
    private final int limit;
    private final PriorityQueue<Member> lastOnTop = new PriorityQueue<>(BY_ID.reversed());

    FirstMembers(String after, int limit) {
        this.after = after;
        this.limit = limit;
    }

    /** Keeps the connection if it belongs here. On the connection's lane. */
    void offer(Connection connection) {
        if (connection.id().compareTo(after) <= 0) {
            return;
        }
        if (lastOnTop.size() == limit) {
            if (connection.id().compareTo(lastOnTop.element().connectionId()) >= 0) {
                return;
            }
            lastOnTop.remove();
        }
        lastOnTop.add(new Member(connection.id(), connection.userId()));
    }

    /** Those that were kept, in the order of their ids. */
    List<Member> inOrder() {
        List<Member> members = new ArrayList<>(lastOnTop);
        members.sort(BY_ID);
        return members;
    }

    /** The first of two lists together, in the order of their ids. */
    static List<Member> merge(List<Member> some, List<Member> others, int limit) {
        List<Member> all = new ArrayList<>(some);
        all.addAll(others);
        all.sort(BY_ID);
        return all.size() <= limit ? all : List.copyOf(all.subList(0, limit));
    }
}
