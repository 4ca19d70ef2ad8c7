package dev.groundwave.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.hub.SteppedHub.Client;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What one client may and must have got, by a model that knows nothing of slices and batches.
 *
 * <p>It <em>must</em> get what was published to a group while it was a member, if it still was one when its lane had
 * carried that publication out. It <em>may</em> get something of a group only between joining and the answer to leaving.
 */
final class ModelClient {
    private static final Pattern BAR = Pattern.compile("\\|");

    /** Something that must arrive once the lane has done this many tasks. */
    private record Due(String group, long tasks) {}

    /** Places in the log at which messages of a group may stand; {@code to} is negative while it is a member. */
    private record Stay(int from, int to) {
        boolean covers(int place) {
            return place >= from && (to < 0 || place < to);
        }
    }

    private final Client client;
    private final Map<String, List<Stay>> stays = new HashMap<>();
    private final Map<String, Due> due = new HashMap<>();
    private final Set<String> forbidden = new HashSet<>();
    private boolean unreliable;

    ModelClient(Client client) {
        this.client = client;
    }

    Client client() {
        return client;
    }

    String id() {
        return client.connection().id();
    }

    void joined(String group) {
        if (!isMember(group)) {
            stays.computeIfAbsent(group, _ -> new ArrayList<>()).add(new Stay(logSize(), -1));
        }
    }

    void left(String group, String seed) {
        List<Stay> all = stays.get(group);
        if (all != null && all.getLast().to() < 0) {
            checkArrived(group, seed);
            all.add(new Stay(all.removeLast().from(), logSize()));
            due.values().removeIf(pending -> pending.group().equals(group));
        }
    }

    void detached(String seed) {
        for (String group : List.copyOf(stays.keySet())) {
            left(group, seed);
        }
    }

    /** Its outbox takes nothing any more. */
    void breakDown() {
        unreliable = true;
        client.outbox().refuse();
    }

    void expect(String group, String text, boolean excluded) {
        if (excluded) {
            forbidden.add(text);
        } else if (isMember(group)) {
            due.put(text, new Due(group, Long.MAX_VALUE));
        }
    }

    void unexpect(String text) {
        due.remove(text);
    }

    /** The publication has just been carried out on this lane, or else given to it. */
    void noteTask(String text, boolean done) {
        due.computeIfPresent(
                text,
                (_, pending) ->
                        new Due(pending.group(), done ? 0 : client.lane().given()));
    }

    /** At the end, when all lanes have come to rest. */
    void checkAllArrived(String seed) {
        for (String group : stays.keySet()) {
            checkArrived(group, seed);
        }
    }

    private void checkArrived(String group, String seed) {
        if (unreliable || client.outbox().isClosed()) {
            return;
        }
        Set<String> log = new HashSet<>(client.texts());
        due.forEach((text, pending) -> {
            if (pending.group().equals(group)
                    && pending.tasks() <= client.lane().done()) {
                assertThat(log).as("%s: %s must have got %s", seed, id(), text).contains(text);
            }
        });
    }

    void checkLog(String seed) {
        List<String> log = client.texts();
        assertThat(log).as("%s: %s got something twice", seed, id()).doesNotHaveDuplicates();
        assertThat(log).as("%s: %s was excluded", seed, id()).doesNotContainAnyElementsOf(forbiddenOrNone());
        Map<String, Integer> lastNumbers = new HashMap<>();
        for (int i = 0; i < log.size(); i++) {
            String[] parts = BAR.split(log.get(i), -1);
            if (parts.length == 3) {
                checkPlace(seed, i, parts[1]);
                checkOrder(seed, lastNumbers, parts);
            }
        }
    }

    private void checkPlace(String seed, int place, String group) {
        assertThat(stays.getOrDefault(group, List.of()))
                .as("%s: %s was no member of %s at %d in %s", seed, id(), group, place, client.texts())
                .anyMatch(stay -> stay.covers(place));
    }

    private void checkOrder(String seed, Map<String, Integer> lastNumbers, String[] parts) {
        int number = Integer.parseInt(parts[2]);
        Integer before = lastNumbers.put(parts[0] + "|" + parts[1], number);
        if (before != null && !parts[0].equals(RandomHubLife.APPLICATION)) {
            assertThat(number)
                    .as("%s: %s got %s of %s out of order", seed, id(), parts[1], parts[0])
                    .isGreaterThan(before);
        }
    }

    private Set<String> forbiddenOrNone() {
        return forbidden.isEmpty() ? Set.of("nothing is forbidden") : forbidden;
    }

    private boolean isMember(String group) {
        List<Stay> all = stays.get(group);
        return all != null && all.getLast().to() < 0;
    }

    private int logSize() {
        return client.outbox().record().size();
    }
}
