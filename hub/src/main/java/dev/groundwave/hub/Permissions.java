package dev.groundwave.hub;

import dev.groundwave.wire.GroupPattern;
import dev.groundwave.wire.Permission;
import dev.groundwave.wire.Role;
import dev.groundwave.wire.WireLimits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a connection may do with which group.
 *
 * <p>Immutable. Source: client-protocol.md, sections 3.1 to 3.3.
 */
public final class Permissions {
    /** No role at all. */
    public static final Permissions NONE = new Permissions(Map.of(), 0);

    /** What one permission covers. */
    private record Grant(boolean anyGroup, Set<String> groups, List<GroupPattern> patterns) {
        boolean covers(String group) {
            return anyGroup || groups.contains(group) || matchesPattern(group);
        }

        private boolean matchesPattern(String group) {
            for (GroupPattern pattern : patterns) {
                if (pattern.matches(group)) {
                    return true;
                }
            }
            return false;
        }
    }

    private final Map<Permission, Grant> grants;
    private final int ineffective;

    private Permissions(Map<Permission, Grant> grants, int ineffective) {
        this.grants = grants;
        this.ineffective = ineffective;
    }

    /** From the role strings of a token; unknown or invalid ones, and those beyond the limits, have no effect. */
    public static Permissions ofRoles(Collection<String> roles) {
        if (roles.isEmpty()) {
            return NONE;
        }
        List<Role> parsed = new ArrayList<>(roles.size());
        for (String role : roles) {
            Role.parse(role).ifPresent(parsed::add);
        }
        Map<Permission, Grant> grants = new EnumMap<>(Permission.class);
        int effective = 0;
        for (Permission permission : Permission.values()) {
            Collector collector = new Collector();
            parsed.stream().filter(role -> role.permission() == permission).forEach(collector::add);
            effective += collector.effective;
            grants.put(permission, collector.grant());
        }
        return new Permissions(grants, roles.size() - effective);
    }

    /** Whether the permission covers the group. */
    public boolean allow(Permission permission, String group) {
        Grant grant = grants.get(permission);
        return grant != null && grant.covers(group);
    }

    /** How many of the roles given have no effect; worth a line in the log. */
    public int ineffectiveRoles() {
        return ineffective;
    }

    /** Gathers the roles of one permission up to the limits. */
    private static final class Collector {
        private final Set<String> groups = new HashSet<>();
        private final List<GroupPattern> patterns = new ArrayList<>();
        private boolean anyGroup;
        private int effective;

        void add(Role role) {
            boolean counts = switch (role.scope()) {
                case Role.Scope.AnyGroup() -> {
                    anyGroup = true;
                    yield true;
                }
                case Role.Scope.OneGroup(String group) ->
                    groups.contains(group) || (groups.size() < WireLimits.MAX_LITERALS && groups.add(group));
                case Role.Scope.Matching(GroupPattern pattern) ->
                    patterns.contains(pattern) || (patterns.size() < WireLimits.MAX_PATTERNS && patterns.add(pattern));
            };
            effective += counts ? 1 : 0;
        }

        Grant grant() {
            return new Grant(anyGroup, Set.copyOf(groups), List.copyOf(patterns));
        }
    }
}
