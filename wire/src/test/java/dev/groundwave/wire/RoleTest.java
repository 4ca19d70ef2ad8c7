package dev.groundwave.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.wire.Role.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Source: client-protocol.md, section 3.1. */
final class RoleTest {
    @Test
    void withoutASuffixItCountsForEveryGroup() {
        assertThat(Role.parse("webpubsub.joinLeaveGroup"))
                .contains(new Role(Permission.JOIN_LEAVE_GROUP, new Scope.AnyGroup()));
        assertThat(Role.parse("webpubsub.sendToGroup"))
                .contains(new Role(Permission.SEND_TO_GROUP, new Scope.AnyGroup()));
    }

    @Test
    void theSingularFormsTakeTheRestLiterally() {
        assertThat(Role.parse("webpubsub.joinLeaveGroup.a.*.?"))
                .contains(new Role(Permission.JOIN_LEAVE_GROUP, new Scope.OneGroup("a.*.?")));
        assertThat(Role.parse("webpubsub.sendToGroup.room"))
                .contains(new Role(Permission.SEND_TO_GROUP, new Scope.OneGroup("room")));
    }

    @Test
    void thePluralFormsTakeAPattern() {
        GroupPattern pattern = GroupPattern.parse("chat.*").orElseThrow();

        assertThat(Role.parse("webpubsub.joinLeaveGroups.chat.*"))
                .contains(new Role(Permission.JOIN_LEAVE_GROUP, new Scope.Matching(pattern)));
        assertThat(Role.parse("webpubsub.sendToGroups.chat.*"))
                .contains(new Role(Permission.SEND_TO_GROUP, new Scope.Matching(pattern)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "webpubsub.",
                "webpubsub.unknown",
                "joinLeaveGroup",
                "WebPubSub.joinLeaveGroup",
                "webpubsub.joinleavegroup",
                "webpubsub.joinLeaveGroup.",
                "webpubsub.joinLeaveGroup.   ",
                "webpubsub.joinLeaveGroups",
                "webpubsub.joinLeaveGroups.",
                "webpubsub.sendToGroups.a\\b"
            })
    void anUnknownOrInvalidRoleHasNoEffect(String role) {
        assertThat(Role.parse(role)).isEmpty();
    }
}
