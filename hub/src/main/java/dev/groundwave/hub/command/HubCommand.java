package dev.groundwave.hub.command;

import dev.groundwave.wire.Permission;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that changes something in a hub, whoever asks: a client's socket, the REST API, a webhook's reply or
 * another node.
 */
public sealed interface HubCommand {
    /** Deliver a message. */
    record Publish(Publication publication) implements HubCommand {}

    /** Put every connection of the target into the group. */
    record Join(Target who, String group) implements HubCommand {}

    /** Take every connection of the target out of the group. */
    record Leave(Target who, String group) implements HubCommand {}

    /** Take every connection of the target out of all its groups. */
    record LeaveAll(Target who) implements HubCommand {}

    /** Put the connections that a filter selects into every one of the groups. */
    record JoinGroups(AudienceFilter filter, Set<String> groups) implements HubCommand {}

    /** Take the connections that a filter selects out of every one of the groups. */
    record LeaveGroups(AudienceFilter filter, Set<String> groups) implements HubCommand {}

    /** Let one connection do something with one group. */
    record Grant(Target.OneConnection who, Permission permission, String group) implements HubCommand {}

    /** Let one connection no longer do something with one group, whatever its roles say. It stays a member. */
    record Revoke(Target.OneConnection who, Permission permission, String group) implements HubCommand {}

    /**
     * End connections for good.
     *
     * @param excluded ids of connections that stay
     * @param reason told to clients with a subprotocol
     */
    record Close(Target who, Set<String> excluded, Optional<String> reason) implements HubCommand {}
}
