package dev.groundwave.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.hub.SteppedHub.Client;
import dev.groundwave.hub.command.CommandResult;
import dev.groundwave.hub.command.HubCommand;
import dev.groundwave.hub.command.Target;
import dev.groundwave.wire.Dialect;
import dev.groundwave.wire.Permission;
import dev.groundwave.wire.ServiceMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the application asks of a hub. Source: rest-api.md, sections 5.2 and 5.5 to 5.7. */
final class HubSubmitTest {
    private static final Target ROOM = new Target.Group("room");
    private static final Target ANN = new Target.User("ann");

    private final SteppedHub hub = new SteppedHub();
    private Client ann1;
    private Client ann2;
    private Client bob;

    @BeforeEach
    void annHasTwoConnectionsAndBobOne() {
        ann1 = hub.attach(0, SteppedHub.attachment("ann-1", "ann", "room"));
        ann2 = hub.attach(1, SteppedHub.attachment("ann-2", "ann"));
        bob = hub.attach(1, SteppedHub.attachment("bob-1", "bob", "room"));
    }

    @AfterEach
    void nothingIsLeft() {
        hub.settle();
        assertThat(hub.allIsAnswered()).isTrue();
        assertThat(hub.encoder().unreleased()).isEmpty();
    }

    private static Target one(String id) {
        return new Target.OneConnection(id);
    }

    @Nested
    class Publishing {
        private void publish(Target target, String... excluded) {
            assertThat(hub.carryOut(SteppedHub.publish(target, "a", Set.of(excluded))))
                    .isEqualTo(CommandResult.DONE);
        }

        @Test
        void toAllReachesAll() {
            publish(new Target.All());

            assertThat(List.of(ann1, ann2, bob))
                    .allSatisfy(client -> assertThat(client.texts()).containsExactly("a"));
        }

        @Test
        void toAGroupReachesItsMembersAsAMessageOfTheGroupWithoutAUser() {
            publish(ROOM);

            assertThat(ann2.texts()).isEmpty();
            assertThat(List.of(ann1, bob))
                    .allSatisfy(client -> assertThat(client.outbox().record())
                            .singleElement()
                            .isInstanceOfSatisfying(ServiceMessage.GroupData.class, data -> {
                                assertThat(data.group()).isEqualTo("room");
                                assertThat(data.fromUserId()).isEmpty();
                            }));
        }

        @Test
        void toAUserReachesEachOfItsConnections() {
            publish(ANN);

            assertThat(ann1.texts()).containsExactly("a");
            assertThat(ann2.texts()).containsExactly("a");
            assertThat(bob.texts()).isEmpty();
            assertThat(ann1.outbox().record().getFirst()).isInstanceOf(ServiceMessage.ServerData.class);
        }

        @Test
        void toOneConnectionReachesThatOne() {
            publish(one("ann-2"));

            assertThat(ann1.texts()).isEmpty();
            assertThat(ann2.texts()).containsExactly("a");
        }

        @Test
        void toNobodySucceedsAtOnce() {
            for (Target nobody : List.of(new Target.Group("nowhere"), new Target.User("nobody"), one("none"))) {
                assertThat(hub.submit(SteppedHub.publish(nobody, "a", Set.of())))
                        .isCompletedWithValue(CommandResult.DONE);
            }
            assertThat(hub.encoder().encodes(Dialect.JSON)).isZero();
        }

        @Test
        void passesTheExcludedOverAndIgnoresUnknownOnes() {
            publish(new Target.All(), "ann-1", "bob-1", "BOB-1", "unknown");

            assertThat(ann1.texts()).isEmpty();
            assertThat(ann2.texts()).containsExactly("a");
            assertThat(bob.texts()).isEmpty();
        }

        @Test
        void isAnsweredOnceEveryLaneHasQueuedIt() {
            CompletableFuture<CommandResult> answer = hub.submit(SteppedHub.publish(new Target.All(), "a", Set.of()));

            hub.lane(0).runAll();
            assertThat(answer).isNotDone();
            hub.lane(1).runAll();
            assertThat(answer).isCompletedWithValue(CommandResult.DONE);
        }

        @Test
        void isAnsweredAlsoWhenTheReceiverWentMeanwhile() {
            CompletableFuture<CommandResult> answer = hub.submit(SteppedHub.publish(one("ann-1"), "a", Set.of()));
            ann1.detach();

            hub.settle();

            assertThat(answer).isCompletedWithValue(CommandResult.DONE);
            assertThat(ann1.texts()).isEmpty();
        }

        @Test
        void failsWhenThereWasNoMemoryForTheOneReceiver() {
            CompletableFuture<CommandResult> answer = hub.submit(SteppedHub.publish(one("ann-1"), "a", Set.of()));

            hub.encoder().outOfMemory(true);
            hub.settle();
            hub.encoder().outOfMemory(false);

            assertThat(answer).isCompletedExceptionally();
        }

        @Test
        void fromOnALaneServesThatLaneAtOnceAndTheOthersByATask() {
            CompletableFuture<CommandResult> answer =
                    hub.lane(1).call(() -> hub.submit(SteppedHub.publish(new Target.All(), "a", Set.of())));

            hub.lane(1).runAll();
            assertThat(bob.texts()).containsExactly("a");
            assertThat(ann1.texts()).isEmpty();

            hub.settle();
            assertThat(ann1.texts()).containsExactly("a");
            assertThat(answer).isCompletedWithValue(CommandResult.DONE);
        }
    }

    @Nested
    class Membership {
        @Test
        void joinPutsEveryConnectionOfTheUserIn() {
            assertThat(hub.carryOut(new HubCommand.Join(ANN, "vip"))).isEqualTo(CommandResult.DONE);

            hub.carryOut(SteppedHub.publish(new Target.Group("vip"), "a", Set.of()));
            assertThat(ann1.texts()).containsExactly("a");
            assertThat(ann2.texts()).containsExactly("a");
        }

        @Test
        void joinOfNobodyIsNotFound() {
            assertThat(hub.carryOut(new HubCommand.Join(one("none"), "vip"))).isEqualTo(CommandResult.NOT_FOUND);
            assertThat(hub.carryOut(new HubCommand.Join(new Target.User("nobody"), "vip")))
                    .isEqualTo(CommandResult.NOT_FOUND);
            assertThat(hub.hub().exists(new Target.Group("vip"))).isFalse();
        }

        @Test
        void joinOfAConnectionThatWentMeanwhileIsNotFound() {
            CompletableFuture<CommandResult> answer = hub.submit(new HubCommand.Join(one("ann-1"), "vip"));
            ann1.detach();

            hub.settle();

            assertThat(answer).isCompletedWithValue(CommandResult.NOT_FOUND);
            assertThat(hub.hub().exists(new Target.Group("vip"))).isFalse();
        }

        @Test
        void joinOfAMemberChangesNothing() {
            hub.carryOut(new HubCommand.Join(one("ann-1"), "room"));

            hub.carryOut(SteppedHub.publish(ROOM, "a", Set.of()));
            assertThat(ann1.texts()).containsExactly("a");
        }

        @Test
        void leaveTakesOutAndSucceedsForNobodyToo() {
            assertThat(hub.carryOut(new HubCommand.Leave(ANN, "room"))).isEqualTo(CommandResult.DONE);
            assertThat(hub.carryOut(new HubCommand.Leave(one("none"), "room"))).isEqualTo(CommandResult.DONE);

            hub.carryOut(SteppedHub.publish(ROOM, "a", Set.of()));
            assertThat(ann1.texts()).isEmpty();
            assertThat(bob.texts()).containsExactly("a");
        }

        @Test
        void leaveAllTakesOutOfTheFirstGroupsToo() {
            hub.carryOut(new HubCommand.Join(one("bob-1"), "vip"));

            assertThat(hub.carryOut(new HubCommand.LeaveAll(one("bob-1")))).isEqualTo(CommandResult.DONE);

            hub.carryOut(SteppedHub.publish(ROOM, "a", Set.of()));
            assertThat(bob.texts()).isEmpty();
            assertThat(hub.hub().exists(new Target.Group("vip"))).isFalse();
            assertThat(hub.hub().exists(one("bob-1"))).isTrue();
        }

        @Test
        void ofAWholeGroupMayBeChangedWhileWalkingOverIt() {
            for (int i = 0; i < 10; i++) {
                hub.attach(i % 3, "c" + i, "room");
            }

            assertThat(hub.carryOut(new HubCommand.Leave(ROOM, "room"))).isEqualTo(CommandResult.DONE);

            assertThat(hub.hub().exists(ROOM)).isFalse();
        }

        @Test
        void oneTaskPerLaneIsEnough() {
            for (int i = 0; i < 10; i++) {
                hub.attach(2, SteppedHub.attachment("c" + i, "crowd"));
            }

            hub.post(new HubCommand.Join(new Target.User("crowd"), "vip"));

            assertThat(hub.lane(2).given()).isEqualTo(1);
            assertThat(hub.lane(0).given()).isZero();
        }
    }

    @Nested
    class Closing {
        private CommandResult close(Target target, String... excluded) {
            return hub.carryOut(new HubCommand.Close(target, Set.of(excluded), Optional.of("why")));
        }

        @Test
        void oneEndsThatOne() {
            assertThat(close(one("ann-1"))).isEqualTo(CommandResult.DONE);

            assertThat(ann1.texts()).containsExactly("Disconnected", "close 1000");
            assertThat(ann2.outbox().isClosed()).isFalse();
        }

        @Test
        void allButTheExcludedLeavesThose() {
            close(new Target.All(), "bob-1");

            assertThat(ann1.outbox().isClosed()).isTrue();
            assertThat(ann2.outbox().isClosed()).isTrue();
            assertThat(bob.outbox().isClosed()).isFalse();
            assertThat(hub.hub().connectionCount()).isEqualTo(1);
        }

        @Test
        void isAnsweredWhenTheConnectionsAreNoLongerAddressable() {
            List<Boolean> existed = new ArrayList<>();
            hub.submitAndThen(
                    new HubCommand.Close(ANN, Set.of(), Optional.empty()),
                    () -> existed.add(hub.hub().exists(ANN)));

            hub.settle();

            assertThat(existed).containsExactly(false);
        }

        @Test
        void twiceHarmsNobody() {
            CompletableFuture<CommandResult> first = hub.submit(new HubCommand.Close(ANN, Set.of(), Optional.empty()));
            CompletableFuture<CommandResult> second = hub.submit(new HubCommand.Close(ANN, Set.of(), Optional.empty()));
            CompletableFuture<CommandResult> third =
                    hub.submit(new HubCommand.Close(one("ann-1"), Set.of(), Optional.empty()));

            hub.settle();

            assertThat(List.of(first, second, third))
                    .allSatisfy(answer -> assertThat(answer).isCompletedWithValue(CommandResult.DONE));
            assertThat(ann1.texts()).containsExactly("Disconnected", "close 1000");
        }

        @Test
        void comesBehindWhatIsInTheOpenBatch() {
            bob.publish("room", "a");
            hub.lane(1).run(() -> hub.post(new HubCommand.Close(one("bob-1"), Set.of(), Optional.empty())));
            hub.settle();

            assertThat(bob.texts()).containsExactly("a", "Disconnected", "close 1000");
            assertThat(ann1.texts()).containsExactly("a");
            assertThat(bob.outbox().flushes()).isEqualTo(1);
        }

        @Test
        void andTheTransportsEndAfterwardsIsNoTrouble() {
            close(one("ann-1"));

            ann1.detach();

            assertThat(hub.hub().connectionCount()).isEqualTo(2);
            assertThat(ann1.publish("room", "late")).isEqualTo(CommandResult.FORBIDDEN);
            hub.settle();
            assertThat(bob.texts()).isEmpty();
        }
    }

    @Nested
    class AContinuationThatGoesOnAtOnce {
        @Test
        void mayPublishWithoutMixingGroups() {
            hub.carryOut(new HubCommand.Join(one("ann-2"), "other"));
            hub.submitAndThen(
                    SteppedHub.publish(new Target.Group("other"), "first", Set.of()),
                    () -> hub.post(SteppedHub.publish(ANN, "second", Set.of())));
            hub.post(SteppedHub.publish(ROOM, "third", Set.of()));
            hub.settle();

            assertThat(bob.texts()).containsExactly("third");
            assertThat(ann2.texts()).containsExactly("first", "second");
            assertThat(ann1.texts()).containsExactlyInAnyOrder("second", "third");
        }

        @Test
        void mayJoinWhoIsJustJoining() {
            hub.submitAndThen(
                    SteppedHub.publish(ROOM, "a", Set.of()), () -> hub.post(new HubCommand.Join(one("ann-2"), "room")));
            hub.lane(0).runAll();
            hub.lane(1).step();
            ann2.join("room");
            hub.settle();

            hub.carryOut(SteppedHub.publish(ROOM, "b", Set.of()));
            assertThat(ann2.texts()).containsExactly("b");
            ann2.leave("room");
            hub.carryOut(SteppedHub.publish(ROOM, "c", Set.of()));
            assertThat(ann2.texts()).containsExactly("b");
        }
    }

    /** Source: client-protocol.md, section 3.4. */
    @Nested
    class Granting {
        private final Target.OneConnection bobsOwn = new Target.OneConnection("bob-1");

        @Test
        void isAnsweredWhenTheConnectionsLaneHasDoneIt() {
            CompletableFuture<CommandResult> revoked =
                    hub.submit(new HubCommand.Revoke(bobsOwn, Permission.SEND_TO_GROUP, "room"));
            assertThat(revoked).isNotDone();
            assertThat(hub.hub().allows("bob-1", Permission.SEND_TO_GROUP, "room"))
                    .isTrue();

            hub.settle();

            assertThat(revoked).isCompletedWithValue(CommandResult.DONE);
            assertThat(hub.hub().allows("bob-1", Permission.SEND_TO_GROUP, "room"))
                    .isFalse();
            assertThat(bob.publish("room", "a")).isEqualTo(CommandResult.FORBIDDEN);
            assertThat(ann1.publish("room", "a")).isEqualTo(CommandResult.DONE);
        }

        @Test
        void takesPlaceInTheOrderOfTheLane() {
            hub.post(new HubCommand.Revoke(bobsOwn, Permission.SEND_TO_GROUP, "room"));
            hub.post(new HubCommand.Grant(bobsOwn, Permission.SEND_TO_GROUP, "room"));
            hub.settle();

            assertThat(bob.publish("room", "a")).isEqualTo(CommandResult.DONE);
        }

        @Test
        void needsSomebodyAndRevokingDoesNot() {
            Target.OneConnection nobody = new Target.OneConnection("x");

            assertThat(hub.carryOut(new HubCommand.Grant(nobody, Permission.SEND_TO_GROUP, "room")))
                    .isEqualTo(CommandResult.NOT_FOUND);
            assertThat(hub.carryOut(new HubCommand.Revoke(nobody, Permission.SEND_TO_GROUP, "room")))
                    .isEqualTo(CommandResult.DONE);
            assertThat(hub.hub().allows("x", Permission.SEND_TO_GROUP, "room")).isFalse();
        }

        @Test
        void comesTooLateForAClientThatLeftMeanwhile() {
            CompletableFuture<CommandResult> answer =
                    hub.submit(new HubCommand.Grant(bobsOwn, Permission.SEND_TO_GROUP, "room"));
            bob.detach();
            hub.settle();

            assertThat(answer).isCompletedWithValue(CommandResult.NOT_FOUND);
        }

        @Test
        void isNothingAClientMayAskFor() {
            assertThat(bob.ask(new HubCommand.Grant(bobsOwn, Permission.SEND_TO_GROUP, "room")))
                    .isEqualTo(CommandResult.FORBIDDEN);
            assertThat(bob.ask(new HubCommand.Revoke(bobsOwn, Permission.SEND_TO_GROUP, "room")))
                    .isEqualTo(CommandResult.FORBIDDEN);
        }
    }
}
