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
import java.util.Optional;
import java.util.Set;

/**
 * What a connection may do with which group.
 *
 * <p>Immutable: a grant or a revoke makes another one. Source: client-protocol.md, sections 3.1 to 3.4.
 */
public final class Permissions {
    /** No role at all. */
    public static final Permissions NONE = new Permissions(Map.of(), 0);

    /**
     * What one permission covers.
     *
     * @param denied groups that were revoked and that something broader would cover
     */
    private record Grant(boolean anyGroup, Set<String> groups, List<GroupPattern> patterns, Set<String> denied) {
        static final Grant NONE = new Grant(false, Set.of(), List.of(), Set.of());

        boolean covers(String group) {
            return groups.contains(group) || (coversBroadly(group) && !denied.contains(group));
        }

        /** A literal is never denied at the same time. */
        Grant with(String group) {
            return new Grant(anyGroup, add(groups, group), patterns, remove(denied, group));
        }

        Grant without(String group) {
            Set<String> stillDenied = coversBroadly(group) ? add(denied, group) : denied;
            return new Grant(anyGroup, remove(groups, group), patterns, stillDenied);
        }

        private boolean coversBroadly(String group) {
            return anyGroup || matchesPattern(group);
        }

        private static Set<String> add(Set<String> names, String name) {
            Set<String> more = new HashSet<>(names);
            more.add(name);
            return Set.copyOf(more);
        }

        private static Set<String> remove(Set<String> names, String name) {
            Set<String> fewer = new HashSet<>(names);
            fewer.remove(name);
            return Set.copyOf(fewer);
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

    /**
     * With one group more; empty when that would be more groups than one connection may hold by name, over all
     * permissions. Source: rest-api.md, section 5.8.
     */
    Optional<Permissions> grant(Permission permission, String group) {
        Grant grant = grants.getOrDefault(permission, Grant.NONE);
        boolean isNew = !grant.groups().contains(group);
        if (isNew && literals() >= WireLimits.MAX_LITERALS) {
            return Optional.empty();
        }
        return Optional.of(isNew ? with(permission, grant.with(group)) : this);
    }

    /** Without one group, even if a role covers more than that. */
    Permissions revoke(Permission permission, String group) {
        return with(permission, grants.getOrDefault(permission, Grant.NONE).without(group));
    }

    private Permissions with(Permission permission, Grant grant) {
        Map<Permission, Grant> changed = new EnumMap<>(Permission.class);
        changed.putAll(grants);
        changed.put(permission, grant);
        return new Permissions(changed, ineffective);
    }

    private int literals() {
        return grants.values().stream().mapToInt(grant -> grant.groups().size()).sum();
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
            return new Grant(anyGroup, Set.copyOf(groups), List.copyOf(patterns), Set.of());
        }
    }
}
