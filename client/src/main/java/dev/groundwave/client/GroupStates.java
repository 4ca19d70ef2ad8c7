package dev.groundwave.client;

import dev.groundwave.client.schedule.ControlLoop;
import dev.groundwave.client.transport.Channel;
import dev.groundwave.wire.ServiceMessage.GroupStateSnapshot;
import dev.groundwave.wire.ServiceMessage.GroupStateUpdate;
import dev.groundwave.wire.WireLimits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The states of groups' members: one's own, and those of the groups subscribed to.
 *
 * <p>On a new connection subscriptions and one's own states are asked for again, once the groups are joined; after a
 * recovery the service still has them. Changed on the control loop, read by any thread. Source: client-sdk.md, section
 * 3.4.
 */
final class GroupStates implements SessionPart {
    private final ControlLoop loop;
    private final ClientSettings settings;
    private final Requests requests;
    private final Features.Host host;

    private final Map<String, Map<String, String>> own = new ConcurrentHashMap<>();
    private final Set<String> subscribed = ConcurrentHashMap.newKeySet();
    private final Map<String, GroupStateCache> caches = new ConcurrentHashMap<>();

    GroupStates(ControlLoop loop, ClientSettings settings, Requests requests, Features.Host host) {
        this.loop = loop;
        this.settings = settings;
        this.requests = requests;
        this.host = host;
    }

    /** Any thread. */
    Operation set(String group, Map<String, String> state, OperationOptions options) {
        Map<String, String> copy = Map.copyOf(state);
        checkSize(copy);
        Operation operation = requests.setGroupState(group, Optional.of(copy), options);
        operation.onSettled = (success, failure) -> ownSettled(group, copy, failure);
        return operation;
    }

    /** Any thread. */
    Operation clear(String group, OperationOptions options) {
        Operation operation = requests.setGroupState(group, Optional.empty(), options);
        operation.onSettled = (success, failure) -> ownSettled(group, null, failure);
        return operation;
    }

    /** Any thread. */
    Operation subscribe(String group, OperationOptions options) {
        Operation operation = requests.subscribeGroupStates(group, options);
        // At the call: the snapshot may come before an ack that a recovery has to repeat.
        boolean isNew = subscribed.add(group);
        operation.onSettled = (success, failure) -> {
            if (failure != null && isNew) {
                forget(group);
            }
        };
        return operation;
    }

    /** Any thread. */
    Operation unsubscribe(String group, OperationOptions options) {
        Operation operation = requests.unsubscribeGroupStates(group, options);
        operation.onSettled = (success, failure) -> {
            if (failure == null) {
                forget(group);
            }
        };
        return operation;
    }

    /** Any thread. */
    Optional<Map<String, String>> own(String group) {
        return Optional.ofNullable(own.get(group));
    }

    /** Any thread. */
    List<GroupMemberState> members(String group) {
        GroupStateCache cache = caches.get(group);
        return cache == null ? List.of() : cache.members();
    }

    private static void checkSize(Map<String, String> state) {
        int bytes = 0;
        for (Map.Entry<String, String> entry : state.entrySet()) {
            bytes += entry.getKey().getBytes(StandardCharsets.UTF_8).length;
            bytes += entry.getValue().getBytes(StandardCharsets.UTF_8).length;
        }
        if (bytes > WireLimits.MAX_GROUP_STATE_BYTES) {
            throw new IllegalArgumentException("the state has " + bytes + " bytes in its keys and values, allowed are "
                    + WireLimits.MAX_GROUP_STATE_BYTES);
        }
    }

    private void ownSettled(String group, @Nullable Map<String, String> state, @Nullable RuntimeException failure) {
        if (failure != null) {
            return;
        }
        if (state == null) {
            own.remove(group);
        } else {
            own.put(group, state);
        }
    }

    private void forget(String group) {
        subscribed.remove(group);
        caches.remove(group);
    }

    /** Leaving a group ends what the service keeps for it. */
    void groupLeft(String group) {
        own.remove(group);
        forget(group);
    }

    /** A new connection stands and is in its groups again, as far as that was possible. */
    void groupsRejoined() {
        subscribed.forEach(
                group -> host.submit().accept(requests.subscribeGroupStates(group, OperationOptions.defaults())));
        if (settings.features().restoreGroupStates()) {
            own.forEach((group, state) -> host.submit()
                    .accept(requests.setGroupState(group, Optional.of(state), OperationOptions.defaults())));
        } else {
            own.clear();
        }
    }

    void onSnapshot(GroupStateSnapshot snapshot) {
        if (subscribed.contains(snapshot.group())
                && cacheOf(snapshot.group()).replace(snapshot.items(), loop.nanoTime())) {
            tellChanged(snapshot.group());
        }
    }

    void onUpdate(GroupStateUpdate update) {
        if (subscribed.contains(update.group()) && cacheOf(update.group()).update(update.items(), loop.nanoTime())) {
            tellChanged(update.group());
        }
    }

    private GroupStateCache cacheOf(String group) {
        return caches.computeIfAbsent(group, name -> new GroupStateCache());
    }

    private void tellChanged(String group) {
        host.tell().accept(new ClientEvent.GroupStatesChangedEvent(group));
    }

    @Override
    public void attached(Channel channel) {
        // What is to be asked for again waits for the groups.
    }

    @Override
    public void pump() {
        // Requests are sent in the operations' order.
    }

    @Override
    public void transportLost(int closeCode) {
        // The service keeps everything for a recovery.
    }

    @Override
    public void connectionLost() {
        // What others have set is not known any more until the next snapshot; connections may have gone meanwhile.
        caches.forEach((group, cache) -> {
            if (caches.remove(group, cache) && !cache.isEmpty()) {
                tellChanged(group);
            }
        });
    }

    @Override
    public void failAll(SessionState state) {
        connectionLost();
        if (settings.forgetGroupsOnStop()) {
            own.clear();
            subscribed.clear();
        }
    }

    @Override
    public boolean awaitsAnswer() {
        return false;
    }
}
