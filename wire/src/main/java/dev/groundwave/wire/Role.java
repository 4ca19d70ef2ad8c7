package dev.groundwave.wire;

import java.util.Optional;

/**
 * A permission claim of a token, parsed.
 *
 * <p>Source: client-protocol.md, section 3.1.
 */
public record Role(Permission permission, Scope scope) {
    private static final String PREFIX = "webpubsub.";

    /** For which groups a role counts. */
    public sealed interface Scope {
        /** Every group. */
        record AnyGroup() implements Scope {}

        /** Exactly one group. */
        record OneGroup(String group) implements Scope {}

        /** The groups that a pattern matches. */
        record Matching(GroupPattern pattern) implements Scope {}
    }

    /** The role, or empty when it is unknown, or its group or pattern is invalid; such a role has no effect. */
    public static Optional<Role> parse(String role) {
        if (!role.startsWith(PREFIX)) {
            return Optional.empty();
        }
        int dot = role.indexOf('.', PREFIX.length());
        String kind = dot < 0 ? role.substring(PREFIX.length()) : role.substring(PREFIX.length(), dot);
        Optional<String> target = dot < 0 ? Optional.empty() : Optional.of(role.substring(dot + 1));
        return switch (kind) {
            case "joinLeaveGroup" -> singular(Permission.JOIN_LEAVE_GROUP, target);
            case "sendToGroup" -> singular(Permission.SEND_TO_GROUP, target);
            case "joinLeaveGroups" -> plural(Permission.JOIN_LEAVE_GROUP, target);
            case "sendToGroups" -> plural(Permission.SEND_TO_GROUP, target);
            case "setGroupState" -> groupState(Permission.SET_GROUP_STATE, target);
            case "getGroupState" -> groupState(Permission.GET_GROUP_STATE, target);
            default -> Optional.empty();
        };
    }

    private static Optional<Role> singular(Permission permission, Optional<String> group) {
        if (group.isEmpty()) {
            return Optional.of(new Role(permission, new Scope.AnyGroup()));
        }
        return group.filter(GroupName::isValid).map(name -> new Role(permission, new Scope.OneGroup(name)));
    }

    /** Unlike the older roles, these two have one name for both forms. */
    private static Optional<Role> groupState(Permission permission, Optional<String> pattern) {
        return pattern.isEmpty()
                ? Optional.of(new Role(permission, new Scope.AnyGroup()))
                : plural(permission, pattern);
    }

    private static Optional<Role> plural(Permission permission, Optional<String> pattern) {
        return pattern.flatMap(GroupPattern::parse).map(parsed -> new Role(permission, new Scope.Matching(parsed)));
    }
}
