package dev.groundwave.hub;

import static dev.groundwave.wire.Permission.JOIN_LEAVE_GROUP;
import static dev.groundwave.wire.Permission.SEND_TO_GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.wire.Permission;
import dev.groundwave.wire.WireLimits;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Source: client-protocol.md, sections 3.1 to 3.4. */
final class PermissionsTest {
    private static Permissions of(String... roles) {
        return Permissions.ofRoles(List.of(roles));
    }

    @Test
    void withoutRolesNothingIsAllowed() {
        for (Permission permission : Permission.values()) {
            assertThat(Permissions.NONE.allow(permission, "room")).isFalse();
            assertThat(of().allow(permission, "room")).isFalse();
        }
    }

    @Test
    void aRoleWithoutAGroupAllowsEveryGroupAndOnlyItsOwnAction() {
        Permissions permissions = of("webpubsub.joinLeaveGroup");

        assertThat(permissions.allow(JOIN_LEAVE_GROUP, "room")).isTrue();
        assertThat(permissions.allow(JOIN_LEAVE_GROUP, "any.other")).isTrue();
        assertThat(permissions.allow(SEND_TO_GROUP, "room")).isFalse();
    }

    @Test
    void aRoleWithAGroupAllowsExactlyThatGroup() {
        Permissions permissions = of("webpubsub.sendToGroup.room.1", "webpubsub.sendToGroup.a*");

        assertThat(permissions.allow(SEND_TO_GROUP, "room.1")).isTrue();
        assertThat(permissions.allow(SEND_TO_GROUP, "room")).isFalse();
        assertThat(permissions.allow(SEND_TO_GROUP, "ROOM.1")).isFalse();
        assertThat(permissions.allow(SEND_TO_GROUP, "a*")).isTrue();
        assertThat(permissions.allow(SEND_TO_GROUP, "ab")).isFalse();
        assertThat(permissions.allow(JOIN_LEAVE_GROUP, "room.1")).isFalse();
    }

    @Test
    void aRoleWithAPatternAllowsWhatMatches() {
        Permissions permissions = of("webpubsub.joinLeaveGroups.chat-*", "webpubsub.joinLeaveGroups.a.**");

        assertThat(permissions.allow(JOIN_LEAVE_GROUP, "chat-room")).isTrue();
        assertThat(permissions.allow(JOIN_LEAVE_GROUP, "chat-a.b")).isFalse();
        assertThat(permissions.allow(JOIN_LEAVE_GROUP, "a.b.c")).isTrue();
        assertThat(permissions.allow(SEND_TO_GROUP, "chat-room")).isFalse();
    }

    @Test
    void rolesAddUp() {
        Permissions permissions =
                of("webpubsub.sendToGroup.one", "webpubsub.sendToGroups.two-?", "webpubsub.joinLeaveGroup");

        assertThat(permissions.allow(SEND_TO_GROUP, "one")).isTrue();
        assertThat(permissions.allow(SEND_TO_GROUP, "two-x")).isTrue();
        assertThat(permissions.allow(SEND_TO_GROUP, "three")).isFalse();
        assertThat(permissions.allow(JOIN_LEAVE_GROUP, "three")).isTrue();
    }

    @Nested
    class RolesWithoutEffect {
        @Test
        void areCountedAndDoNoHarm() {
            Permissions permissions = of(
                    "webpubsub.unknown",
                    "webpubsub.sendToGroup.",
                    "webpubsub.sendToGroups.a\\b",
                    "webpubsub.sendToGroup.ok");

            assertThat(permissions.ineffectiveRoles()).isEqualTo(3);
            assertThat(permissions.allow(SEND_TO_GROUP, "ok")).isTrue();
            assertThat(permissions.allow(SEND_TO_GROUP, "a\\b")).isFalse();
        }

        @Test
        void aRoleGivenTwiceIsNotOneOfThem() {
            assertThat(of(
                                    "webpubsub.sendToGroup",
                                    "webpubsub.sendToGroup",
                                    "webpubsub.sendToGroup.a",
                                    "webpubsub.sendToGroup.a")
                            .ineffectiveRoles())
                    .isZero();
        }

        @Test
        void patternsBeyondTenOfAKindAreSome() {
            List<String> roles = new ArrayList<>();
            for (int i = 0; i <= WireLimits.MAX_PATTERNS; i++) {
                roles.add("webpubsub.sendToGroups.p" + i + "-*");
            }
            roles.add("webpubsub.joinLeaveGroups.p-*");

            Permissions permissions = Permissions.ofRoles(roles);

            assertThat(permissions.ineffectiveRoles()).isEqualTo(1);
            assertThat(permissions.allow(SEND_TO_GROUP, "p9-x")).isTrue();
            assertThat(permissions.allow(SEND_TO_GROUP, "p10-x")).isFalse();
            assertThat(permissions.allow(JOIN_LEAVE_GROUP, "p-x")).isTrue();
        }

        @Test
        void groupsBeyondAThousandOfAKindAreSome() {
            List<String> roles = new ArrayList<>();
            for (int i = 0; i <= WireLimits.MAX_LITERALS; i++) {
                roles.add("webpubsub.joinLeaveGroup.g" + i);
            }
            roles.add("webpubsub.joinLeaveGroup.g0");

            Permissions permissions = Permissions.ofRoles(roles);

            assertThat(permissions.ineffectiveRoles()).isEqualTo(1);
            assertThat(permissions.allow(JOIN_LEAVE_GROUP, "g999")).isTrue();
            assertThat(permissions.allow(JOIN_LEAVE_GROUP, "g1000")).isFalse();
        }
    }

    /** Source: client-protocol.md, section 3.4. */
    @Nested
    class GrantsAndRevokes {
        @Test
        void leaveTheOriginalAsItIs() {
            Permissions before = of("webpubsub.sendToGroups.a*");

            Permissions granted = before.grant(SEND_TO_GROUP, "b").orElseThrow();
            Permissions revoked = granted.revoke(SEND_TO_GROUP, "a");

            assertThat(before.allow(SEND_TO_GROUP, "b")).isFalse();
            assertThat(before.allow(SEND_TO_GROUP, "a")).isTrue();
            assertThat(granted.allow(SEND_TO_GROUP, "a")).isTrue();
            assertThat(revoked.allow(SEND_TO_GROUP, "a")).isFalse();
            assertThat(revoked.allow(SEND_TO_GROUP, "b")).isTrue();
        }

        @Test
        void concernOnePermission() {
            Permissions permissions = of("webpubsub.joinLeaveGroup").revoke(SEND_TO_GROUP, "room");

            assertThat(permissions.allow(JOIN_LEAVE_GROUP, "room")).isTrue();
            assertThat(permissions.revoke(JOIN_LEAVE_GROUP, "room").allow(JOIN_LEAVE_GROUP, "room"))
                    .isFalse();
        }

        @Test
        void aRevokeBeatsALiteralBesideAPattern() {
            Permissions permissions = of("webpubsub.sendToGroup.room", "webpubsub.sendToGroups.r*")
                    .revoke(SEND_TO_GROUP, "room");

            assertThat(permissions.allow(SEND_TO_GROUP, "room")).isFalse();
            assertThat(permissions.allow(SEND_TO_GROUP, "roof")).isTrue();
            assertThat(permissions.grant(SEND_TO_GROUP, "room").orElseThrow().allow(SEND_TO_GROUP, "room"))
                    .isTrue();
        }

        @Test
        void theLimitCountsEveryPermissionTogether() {
            Permissions permissions = Permissions.NONE;
            for (int i = 0; i < WireLimits.MAX_LITERALS; i++) {
                Permission permission = i % 2 == 0 ? SEND_TO_GROUP : JOIN_LEAVE_GROUP;
                permissions = permissions.grant(permission, "g" + i).orElseThrow();
            }

            assertThat(permissions.grant(SEND_TO_GROUP, "new")).isEmpty();
            assertThat(permissions.grant(SEND_TO_GROUP, "g0")).contains(permissions);
            assertThat(permissions.revoke(JOIN_LEAVE_GROUP, "g1").grant(SEND_TO_GROUP, "new"))
                    .isPresent();
        }
    }
}
