package dev.groundwave.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What {@code @azure/web-pubsub-client} from npm can do since 1.1.0. The scenarios are in {@code newest.mjs}. Source:
 * client-protocol.md, sections 10 to 12.
 */
final class OfficialJavaScriptNewestTest {
    @RegisterExtension
    static final Scenarios SCENARIOS = Scenarios.node("newest.mjs");

    @Nested
    final class Stream {
        @Test
        void bringsItsFragmentsToTheGroupInOrder() {
            assertThat(SCENARIOS.steps("stream"))
                    .containsExactly(
                            "the service opened a stream",
                            "a member received its fragments in order, and its end",
                            "an ended stream's id can be used again",
                            "the publisher was told of no error");
        }

        @Test
        void withNoEchoSparesItsPublisher() {
            assertThat(SCENARIOS.steps("streamNoEcho"))
                    .containsExactly("others receive it", "the publisher is spared its own stream");
        }

        @Test
        void isAbortedWithTheErrorOfItsPublisher() {
            assertThat(SCENARIOS.steps("streamAborted"))
                    .containsExactly("a member received what came before", "and the publisher's error");
        }

        @Test
        void isRefusedWithoutTheRole() {
            assertThat(SCENARIOS.steps("streamForbidden"))
                    .containsExactly("without the role no stream opens", "the connection stays open");
        }

        @Test
        void endsWhenItIsIdleForTooLong() {
            assertThat(SCENARIOS.steps("streamIdle"))
                    .containsExactly(
                            "a member received what came before",
                            "and that the stream was idle for too long",
                            "as was its publisher told");
        }

        @Test
        void isCancelledWithItsConnection() {
            assertThat(SCENARIOS.steps("streamOfAClosedConnection"))
                    .containsExactly("a member received what came before", "and that the stream's publisher is gone");
        }

        @Test
        void goesOnOverACutConnection() {
            assertThat(SCENARIOS.steps("streamOverACut"))
                    .containsExactly(
                            "each fragment arrived once and in order",
                            "and the end",
                            "the publisher was told of no error",
                            "both connections are the same as before");
        }
    }

    @Nested
    final class Invocation {
        @Test
        void failsWithoutAHandler() {
            assertThat(SCENARIOS.steps("invoke"))
                    .containsExactly(
                            "without a handler an invocation fails",
                            "without a handler an invocation fails as InternalServerError",
                            "each of several gets its own answer",
                            "the connection stays open");
        }

        @Test
        void canBeCancelled() {
            assertThat(SCENARIOS.steps("cancel"))
                    .containsExactly("a cancelled invocation fails", "by the SDK itself", "the connection stays open");
        }

        @Test
        void failsWithItsConnection() {
            assertThat(SCENARIOS.steps("invokeOverACut"))
                    .containsExactly(
                            "an invocation fails with the connection",
                            "by the SDK itself",
                            "the next one is answered",
                            "by the service");
        }
    }

    @Nested
    final class GroupState {
        @Test
        void isToldToWhoSubscribed() {
            assertThat(SCENARIOS.steps("groupState"))
                    .containsExactly(
                            "alice set her state",
                            "bob subscribed",
                            "he received who has a state",
                            "alice changed her state",
                            "he received the change",
                            "which is later than the state before",
                            "both are numbered",
                            "alice left",
                            "he received that her state is gone",
                            "bob unsubscribed",
                            "alice joined",
                            "and set her state",
                            "bob's next frame is an answer of his",
                            "nobody received anything else");
        }

        @Test
        void needsRoleMembershipAndRoom() {
            assertThat(SCENARIOS.steps("groupStateRefused"))
                    .containsExactly(
                            "set without the role",
                            "subscribe without the role",
                            "set as no member",
                            "subscribe as no member",
                            "alice joined",
                            "a state of 513 bytes",
                            "one of 512 bytes is accepted");
        }
    }
}
