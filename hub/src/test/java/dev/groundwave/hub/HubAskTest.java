package dev.groundwave.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.hub.SteppedHub.Client;
import dev.groundwave.hub.command.AudienceFilter;
import dev.groundwave.hub.command.CommandResult;
import dev.groundwave.hub.command.HubCommand;
import dev.groundwave.hub.command.Publication;
import dev.groundwave.hub.command.Target;
import dev.groundwave.hub.delivery.CountingFrame;
import dev.groundwave.hub.delivery.RecordingOutbox;
import dev.groundwave.wire.Dialect;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What clients ask of a hub. Source: client-protocol.md, sections 3.3, 3.5 and 7. */
final class HubAskTest {
    private static final Target ROOM = new Target.Group("room");

    private final SteppedHub hub = new SteppedHub();

    @AfterEach
    void nothingIsLeft() {
        hub.settle();
        assertThat(hub.encoder().unreleased()).isEmpty();
    }

    private Client withRoles(String id, String... roles) {
        return hub.attach(
                0, new Attachment(id, Optional.empty(), Permissions.ofRoles(List.of(roles)), List.of(), Dialect.JSON));
    }

    @Nested
    class Attaching {
        @Test
        void theGreetingStandsBeforeEverythingElse() {
            Client ann = hub.attach(0, "ann", "room");
            RecordingOutbox outbox = new RecordingOutbox();
            ann.publish("room", "before");
            hub.lane(0)
                    .run(() -> hub.hub()
                            .attach(
                                    SteppedHub.attachment("bob", "", "room"),
                                    hub.turn(0),
                                    outbox,
                                    Optional.of(
                                            new ServiceMessage.Connected(Optional.empty(), "bob", Optional.empty()))));
            ann.publish("room", "after");
            hub.settle();

            assertThat(outbox.texts()).containsExactly("Connected", "after");
        }

        @Test
        void theFirstGroupsNeedNoRole() {
            hub.attach(
                    0,
                    new Attachment("ann", Optional.empty(), Permissions.NONE, List.of("room", "room"), Dialect.JSON));

            assertThat(hub.hub().exists(ROOM)).isTrue();
        }

        @Test
        void theConnectionIsFoundByIdAndUser() {
            hub.attach(0, SteppedHub.attachment("ann-1", "ann"));

            assertThat(hub.hub().exists(new Target.All())).isTrue();
            assertThat(hub.hub().exists(new Target.OneConnection("ann-1"))).isTrue();
            assertThat(hub.hub().exists(new Target.User("ann"))).isTrue();
            assertThat(hub.hub().connectionCount()).isEqualTo(1);
        }
    }

    @Nested
    class Detaching {
        @Test
        void leavesNothingBehind() {
            Client ann = hub.attach(0, SteppedHub.attachment("ann-1", "ann", "room", "other"));

            ann.detach();
            ann.detach();

            assertThat(hub.hub().exists(new Target.All())).isFalse();
            assertThat(hub.hub().exists(new Target.OneConnection("ann-1"))).isFalse();
            assertThat(hub.hub().exists(new Target.User("ann"))).isFalse();
            assertThat(hub.hub().exists(ROOM)).isFalse();
            assertThat(hub.hub().connectionCount()).isZero();
        }

        @Test
        void withinATurnKeepsWhatWasPublishedBeforeForTheOthers() {
            Client ann = hub.attach(0, "ann", "room");
            Client bob = hub.attach(0, "bob", "room");

            ann.publish("room", "a");
            ann.detach();
            hub.settle();

            assertThat(bob.texts()).containsExactly("a");
        }

        @Test
        void makesEveryFurtherRequestForbidden() {
            Client ann = hub.attach(0, "ann", "room");
            Client bob = hub.attach(0, "bob", "room");
            ann.detach();

            assertThat(ann.publish("room", "a")).isEqualTo(CommandResult.FORBIDDEN);
            assertThat(ann.join("room")).isEqualTo(CommandResult.FORBIDDEN);
            assertThat(ann.leave("room")).isEqualTo(CommandResult.FORBIDDEN);
            hub.settle();

            assertThat(bob.texts()).isEmpty();
        }
    }

    @Nested
    class JoiningAndLeaving {
        @Test
        void needsTheRole() {
            Client ann = withRoles("ann", "webpubsub.joinLeaveGroup.room", "webpubsub.sendToGroup");

            assertThat(ann.join("room")).isEqualTo(CommandResult.DONE);
            assertThat(ann.join("other")).isEqualTo(CommandResult.FORBIDDEN);
            assertThat(ann.leave("other")).isEqualTo(CommandResult.FORBIDDEN);
            assertThat(hub.hub().exists(new Target.Group("other"))).isFalse();
        }

        @Test
        void twiceSucceedsAndCountsOnce() {
            Client ann = hub.attach(0, "ann");

            assertThat(ann.join("room")).isEqualTo(CommandResult.DONE);
            assertThat(ann.join("room")).isEqualTo(CommandResult.DONE);
            ann.publish("room", "once");
            hub.settle();
            assertThat(ann.texts()).containsExactly("once");

            assertThat(ann.leave("room")).isEqualTo(CommandResult.DONE);
            assertThat(ann.leave("room")).isEqualTo(CommandResult.DONE);
            assertThat(hub.hub().exists(ROOM)).isFalse();
        }

        @Test
        void countsFromItsAnswerOn() {
            Client ann = hub.attach(0, "ann");
            Client bob = hub.attach(1, "bob");

            ann.join("room");
            bob.publish("room", "a");
            hub.settle();
            ann.leave("room");
            bob.publish("room", "b");
            hub.settle();

            assertThat(ann.texts()).containsExactly("a");
        }
    }

    @Nested
    class Publishing {
        @Test
        void needsTheRoleButNoMembership() {
            Client member = hub.attach(0, "member", "room");
            Client stranger = hub.attach(0, "stranger");
            Client mute = withRoles("mute", "webpubsub.joinLeaveGroup", "webpubsub.sendToGroup.other");

            assertThat(stranger.publish("room", "a")).isEqualTo(CommandResult.DONE);
            assertThat(mute.publish("room", "b")).isEqualTo(CommandResult.FORBIDDEN);
            hub.settle();

            assertThat(member.texts()).containsExactly("a");
        }

        @Test
        void toAnUnknownGroupSucceedsAndCostsNothing() {
            Client ann = hub.attach(0, "ann");

            assertThat(ann.publish("nowhere", "a")).isEqualTo(CommandResult.DONE);

            assertThat(hub.encoder().encodes(Dialect.JSON)).isZero();
            assertThat(hub.lane(0).given()).isZero();
        }

        @Test
        void reachesTheMembersOfAllLanesAndTheSender() {
            Client ann = hub.attach(0, "ann", "room");
            Client bob = hub.attach(1, "bob", "room");
            Client eve = hub.attach(2, "eve", "room");

            bob.publish("room", "a");
            hub.settle();

            assertThat(List.of(ann, bob, eve))
                    .allSatisfy(client -> assertThat(client.texts()).containsExactly("a"));
        }

        @Test
        void tellsTheGroupAndTheUser() {
            Client ann = hub.attach(0, "ann", "room");
            Publication publication = new Publication(
                    ROOM,
                    Payload.text("a"),
                    Map.of("k", "v"),
                    Optional.of("user"),
                    Set.of(),
                    AudienceFilter.EVERYONE,
                    0,
                    Optional.empty());

            ann.ask(new HubCommand.Publish(publication));
            hub.settle();

            assertThat(ann.outbox().record())
                    .singleElement()
                    .isInstanceOfSatisfying(ServiceMessage.GroupData.class, data -> {
                        assertThat(data.group()).isEqualTo("room");
                        assertThat(data.fromUserId()).contains("user");
                        assertThat(data.metadata()).containsEntry("k", "v");
                    });
        }

        @Test
        void withoutEchoReachesAllOthers() {
            Client ann = hub.attach(0, "ann", "room");
            Client bob = hub.attach(0, "bob", "room");
            Client eve = hub.attach(1, "eve", "room");

            ann.publishNoEcho("room", "a");
            hub.settle();

            assertThat(ann.texts()).isEmpty();
            assertThat(bob.texts()).containsExactly("a");
            assertThat(eve.texts()).containsExactly("a");
        }

        @Test
        void toAnythingButAGroupIsForbidden() {
            Client ann = hub.attach(0, SteppedHub.attachment("ann-1", "ann"));

            for (Target target : List.of(new Target.All(), new Target.User("ann"), new Target.OneConnection("ann-1"))) {
                assertThat(ann.ask(SteppedHub.publish(target, "a", Set.of()))).isEqualTo(CommandResult.FORBIDDEN);
            }
            hub.settle();
            assertThat(ann.texts()).isEmpty();
        }

        @Test
        void putsTheSendersCopyBeforeItsAck() {
            Client ann = hub.attach(0, "ann", "room");

            ann.publish("room", "a");
            ann.lane().run(() -> hub.turn(0).send(ann.connection(), ServiceMessage.Ack.success(1)));
            ann.publish("room", "b");
            ann.lane().run(() -> hub.turn(0).send(ann.connection(), ServiceMessage.Ack.success(2)));
            hub.settle();

            assertThat(ann.texts()).containsExactly("a", "Ack", "b", "Ack");
            assertThat(ann.outbox().flushes()).isEqualTo(1);
        }
    }

    @Nested
    class WhatAPublicationCosts {
        @Test
        void isOneEncodingPerDialectAndOneTaskPerOtherLane() {
            for (int i = 0; i < 10; i++) {
                for (int lane = 0; lane < 3; lane++) {
                    hub.attach(lane, "json-" + lane + "-" + i, "room");
                }
            }
            Client ann = hub.attach(0, "ann");

            ann.publish("room", "a");

            assertThat(hub.lane(1).given()).isEqualTo(1);
            assertThat(hub.lane(2).given()).isEqualTo(1);
            assertThat(hub.lane(0).given()).as("the end of its own turn").isEqualTo(1);
            hub.settle();
            assertThat(hub.encoder().encodes(Dialect.JSON)).isEqualTo(1);
            assertThat(hub.encoder().encodes(Dialect.SIMPLE)).isZero();
        }

        @Test
        void isNoTaskForALaneWithoutMembers() {
            Client ann = hub.attach(0, "ann");
            hub.attach(1, "bob", "room");

            ann.publish("room", "a");

            assertThat(hub.lane(2).given()).isZero();
        }

        @Test
        void isOneFlushHoweverManyMessagesCameInTheTurn() {
            Client ann = hub.attach(0, "ann");
            Client bob = hub.attach(1, "bob", "room");

            for (int i = 0; i < 20; i++) {
                ann.publish("room", "m" + i);
            }
            hub.settle();

            assertThat(bob.texts()).hasSize(20);
            assertThat(bob.outbox().flushes()).isEqualTo(1);
            assertThat(bob.outbox().frames())
                    .singleElement()
                    .extracting(CountingFrame::frames)
                    .isEqualTo(20);
        }

        @Test
        void isOneJoinedFrameAlsoWhenSeveralSendersFromElsewhereWantNoEcho() {
            Client ann = hub.attach(0, "ann");
            Client eve = hub.attach(2, "eve");
            Client bob = hub.attach(1, "bob", "room");

            ann.publishNoEcho("room", "a");
            eve.publishNoEcho("room", "b");
            hub.settle();

            assertThat(bob.outbox().frames()).hasSize(1);
        }
    }

    @Nested
    class AnAckId {
        @Test
        void ofASuccessCountsOnceForAllKindsOfRequest() {
            Client ann = hub.attach(0, "ann", "room");
            HubCommand publish = SteppedHub.publish(ROOM, "a", Set.of());

            assertThat(ann.ask(1, publish)).isEqualTo(CommandResult.DONE);
            assertThat(ann.ask(1, publish)).isEqualTo(CommandResult.DUPLICATE);
            assertThat(ann.ask(1, new HubCommand.Leave(ann.connection().asTarget(), "room")))
                    .isEqualTo(CommandResult.DUPLICATE);
            hub.settle();

            assertThat(ann.texts()).containsExactly("a");
            assertThat(hub.hub().exists(ROOM)).isTrue();
        }

        @Test
        void ofARefusalMayBeUsedAgain() {
            Client ann = withRoles("ann", "webpubsub.joinLeaveGroup.room");

            assertThat(ann.ask(1, new HubCommand.Join(ann.connection().asTarget(), "other")))
                    .isEqualTo(CommandResult.FORBIDDEN);
            assertThat(ann.ask(1, new HubCommand.Join(ann.connection().asTarget(), "room")))
                    .isEqualTo(CommandResult.DONE);
        }

        @Test
        void isLookedUpBeforeThePermission() {
            Client ann = withRoles("ann", "webpubsub.joinLeaveGroup.room");

            ann.ask(1, new HubCommand.Join(ann.connection().asTarget(), "room"));

            assertThat(ann.ask(1, new HubCommand.Join(ann.connection().asTarget(), "other")))
                    .isEqualTo(CommandResult.DUPLICATE);
        }

        @Test
        void belongsToItsConnection() {
            Client ann = hub.attach(0, "ann");
            Client bob = hub.attach(0, "bob");

            ann.ask(1, new HubCommand.Join(ann.connection().asTarget(), "room"));

            assertThat(bob.ask(1, new HubCommand.Join(bob.connection().asTarget(), "room")))
                    .isEqualTo(CommandResult.DONE);
        }
    }

    @Test
    void whatOnlyTheApplicationMayDoIsForbidden() {
        Client ann = hub.attach(0, "ann", "room");

        assertThat(ann.ask(new HubCommand.LeaveAll(ann.connection().asTarget())))
                .isEqualTo(CommandResult.FORBIDDEN);
        assertThat(ann.ask(new HubCommand.Close(new Target.All(), Set.of(), Optional.empty())))
                .isEqualTo(CommandResult.FORBIDDEN);
        assertThat(ann.outbox().isClosed()).isFalse();
        assertThat(hub.hub().exists(ROOM)).isTrue();
    }
}
