package dev.groundwave.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.hub.command.AudienceFilter;
import dev.groundwave.hub.command.CommandResult;
import dev.groundwave.hub.command.HubCommand;
import dev.groundwave.hub.command.Member;
import dev.groundwave.hub.command.Publication;
import dev.groundwave.hub.command.Target;
import dev.groundwave.wire.Payload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Choosing among connections: lists, filters, and changes of many. Source: rest-api.md, sections 5.7, 5.9 and 6. */
final class HubMembersTest {
    private final SteppedHub hub = new SteppedHub();

    @BeforeEach
    void fiveMembersLiveOnThreeLanes() {
        for (String id : List.of("c", "a", "e", "b", "d")) {
            hub.attach("abcde".indexOf(id) % 3, SteppedHub.attachment(id, "user-" + id, "room"));
        }
        hub.attach(0, SteppedHub.attachment("x", "", "other"));
    }

    private List<String> ids(String after, int limit) {
        CompletableFuture<List<Member>> answer =
                hub.hub().members("room", after, limit).toCompletableFuture();
        hub.settle();
        return answer.resultNow().stream().map(Member::connectionId).toList();
    }

    private static AudienceFilter users(String... users) {
        return candidate -> Set.of(users).contains(candidate.userId().orElse(""));
    }

    private boolean exists(String group) {
        return hub.hub().exists(new Target.Group(group));
    }

    @Nested
    class Lists {
        @Test
        void areInTheOrderOfIdsOverAllLanes() {
            assertThat(ids("", 9)).containsExactly("a", "b", "c", "d", "e");
            assertThat(ids("", 2)).containsExactly("a", "b");
            assertThat(ids("b", 2)).containsExactly("c", "d");
            assertThat(ids("d", 2)).containsExactly("e");
            assertThat(ids("e", 2)).isEmpty();
        }

        @Test
        void goOnBehindAnIdThatIsGone() {
            hub.carryOut(new HubCommand.Leave(new Target.OneConnection("c"), "room"));

            assertThat(ids("c", 9)).containsExactly("d", "e");
        }

        @Test
        void tellTheUser() {
            CompletableFuture<List<Member>> answer =
                    hub.hub().members("other", "", 1).toCompletableFuture();
            hub.settle();

            assertThat(answer).isCompletedWithValue(List.of(new Member("x", Optional.empty())));
        }

        @Test
        void ofNobodyAreEmpty() {
            assertThat(hub.hub().members("none", "", 1).toCompletableFuture()).isCompletedWithValue(List.of());
        }
    }

    @Nested
    class Filters {
        @Test
        void areAskedOfEveryReceiverThatIsNotExcluded() {
            SteppedHub.Client second = hub.attach(1, SteppedHub.attachment("f", "user-a", "room"));
            SteppedHub.Client excluded = hub.attach(1, SteppedHub.attachment("g", "user-a", "room"));
            SteppedHub.Client other = hub.attach(2, SteppedHub.attachment("h", "user-b", "room"));

            hub.carryOut(new HubCommand.Publish(new Publication(
                    new Target.Group("room"),
                    Payload.text("hi"),
                    Map.of(),
                    Optional.empty(),
                    Set.of("g"),
                    users("user-a"),
                    0,
                    Optional.empty())));

            assertThat(second.texts()).containsExactly("hi");
            assertThat(excluded.texts()).isEmpty();
            assertThat(other.texts()).isEmpty();
            assertThat(hub.encoder().unreleased()).isEmpty();
        }
    }

    @Nested
    class ChangesOfMany {
        @Test
        void concernWhomTheFilterIncludesAndEveryGroup() {
            HubCommand join = new HubCommand.JoinGroups(users("user-a", "user-d"), Set.of("one", "two"));

            assertThat(hub.carryOut(join)).isEqualTo(CommandResult.DONE);
            assertThat(hub.carryOut(join)).isEqualTo(CommandResult.DONE);

            for (String group : List.of("one", "two")) {
                CompletableFuture<List<Member>> members =
                        hub.hub().members(group, "", 9).toCompletableFuture();
                hub.settle();
                assertThat(members.resultNow()).extracting(Member::connectionId).containsExactly("a", "d");
            }
            hub.carryOut(new HubCommand.LeaveGroups(AudienceFilter.EVERYONE, Set.of("one", "none")));
            assertThat(exists("one")).isFalse();
            assertThat(exists("two")).isTrue();
        }

        @Test
        void judgeAConnectionBeforeTheyChangeIt() {
            hub.carryOut(new HubCommand.JoinGroups(
                    candidate -> !candidate.isIn("one") && candidate.groupCount() == 1, Set.of("one", "two", "three")));

            CompletableFuture<List<Member>> members =
                    hub.hub().members("three", "", 9).toCompletableFuture();
            hub.settle();
            assertThat(members.resultNow()).hasSize(6);
        }

        @Test
        void areNothingAClientMayAskFor() {
            SteppedHub.Client client = hub.attach(0, "y");

            assertThat(client.ask(new HubCommand.JoinGroups(AudienceFilter.EVERYONE, Set.of("one"))))
                    .isEqualTo(CommandResult.FORBIDDEN);
            assertThat(client.ask(new HubCommand.LeaveGroups(AudienceFilter.EVERYONE, Set.of("room"))))
                    .isEqualTo(CommandResult.FORBIDDEN);
            assertThat(exists("room")).isTrue();
        }
    }
}
