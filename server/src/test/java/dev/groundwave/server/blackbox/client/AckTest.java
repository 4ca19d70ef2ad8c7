package dev.groundwave.server.blackbox.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class AckTest {
    private static final int MEMORY = 1000;

    @RegisterExtension
    static final RunningServer SERVER = new RunningServer();

    private static String join(String group, long ackId) {
        return "{\"type\":\"joinGroup\",\"group\":\"" + group + "\",\"ackId\":" + ackId + "}";
    }

    private static String leave(String group, long ackId) {
        return "{\"type\":\"leaveGroup\",\"group\":\"" + group + "\",\"ackId\":" + ackId + "}";
    }

    private static String send(String group, String text, long ackId) {
        return "{\"type\":\"sendToGroup\",\"group\":\"" + group + "\",\"dataType\":\"text\",\"data\":\"" + text
                + "\",\"ackId\":" + ackId + "}";
    }

    private static String event(long ackId) {
        return "{\"type\":\"event\",\"event\":\"order\",\"data\":1,\"ackId\":" + ackId + "}";
    }

    private static String success(long ackId) {
        return "{\"type\":\"ack\",\"ackId\":" + ackId + ",\"success\":true}";
    }

    private static String failure(long ackId, String name, String message) {
        return "{\"type\":\"ack\",\"ackId\":" + ackId + ",\"success\":false,\"error\":{\"name\":\"" + name
                + "\",\"message\":\"" + message + "\"}}";
    }

    private static String duplicate(long ackId) {
        return failure(ackId, "Duplicate", "Message with ack-id: " + ackId + " has been processed");
    }

    private static String message(String user, String group, String text) {
        return "{\"type\":\"message\",\"from\":\"group\",\"fromUserId\":\"" + user + "\",\"group\":\"" + group
                + "\",\"dataType\":\"text\",\"data\":\"" + text + "\"}";
    }

    @Nested
    @DisplayName("section 7.1")
    final class Answers {
        @Test
        void everyRequestWithAnAckIdGetsOneAck() {
            RawWebSocket client = SERVER.json("alice");

            assertThat(client.ask(join("g", 1))).isEqualTo(success(1));
            assertThat(client.ask(send("empty", "hi", 2))).isEqualTo(success(2));
            assertThat(client.ask(leave("g", 3))).isEqualTo(success(3));
            client.expectNothingBeforePong();
        }

        @Test
        void withoutAnAckIdNothingComesBack() {
            RawWebSocket client = SERVER.json("alice");

            client.text("{\"type\":\"joinGroup\",\"group\":\"g\"}");
            client.text("{\"type\":\"sendToGroup\",\"group\":\"empty\",\"data\":1}");
            client.text("{\"type\":\"leaveGroup\",\"group\":\"g\"}");
            client.text("{\"type\":\"event\",\"event\":\"e\",\"data\":1}");

            client.expectNothingBeforePong();
        }

        @Test
        void aMissingPermissionIsForbiddenWithTheErrorLast() {
            RawWebSocket client = SERVER.json(SERVER.token());

            assertThat(client.ask(join("room", 1)))
                    .isEqualTo(failure(1, "Forbidden", "The client does not have permission to join group 'room'."));
            assertThat(client.ask(leave("room", 2)))
                    .isEqualTo(failure(2, "Forbidden", "The client does not have permission to leave group 'room'."));
            assertThat(client.ask(send("room", "hi", 3)))
                    .isEqualTo(failure(3, "Forbidden", "The client does not have permission to send to group 'room'."));
        }
    }

    @Nested
    @DisplayName("section 7.2")
    final class Repetition {
        @Test
        void aSuccessfulIdIsNotExecutedAgain() {
            RawWebSocket client = SERVER.json("alice");
            client.ask(join("g", 1));

            client.text(send("g", "first", 2)).text(send("g", "second", 2)).text(send("g", "third", 3));

            assertThat(client.nextText()).isEqualTo(message("alice", "g", "first"));
            assertThat(client.nextText()).isEqualTo(success(2));
            assertThat(client.nextText()).isEqualTo(duplicate(2));
            assertThat(client.nextText()).isEqualTo(message("alice", "g", "third"));
            assertThat(client.nextText()).isEqualTo(success(3));
        }

        @Test
        void allKindsOfRequestsShareOneSpaceOfIds() {
            RawWebSocket client = SERVER.json("alice");
            client.ask(join("g", 5));

            assertThat(client.ask(leave("g", 5))).isEqualTo(duplicate(5));
            assertThat(client.ask(send("g", "hi", 5))).isEqualTo(duplicate(5));
            assertThat(client.ask(event(5))).isEqualTo(duplicate(5));
        }

        @Test
        void everyConnectionHasItsOwnIds() {
            assertThat(SERVER.json("alice").ask(join("g", 1))).isEqualTo(success(1));
            assertThat(SERVER.json("alice").ask(join("g", 1))).isEqualTo(success(1));
        }

        @Test
        void aFailedIdMayBeUsedAgain() {
            RawWebSocket client = SERVER.json(SERVER.token().roles("webpubsub.joinLeaveGroup.mine"));

            assertThat(client.ask(join("other", 1))).contains("\"Forbidden\"");
            assertThat(client.ask(event(1))).contains("\"InternalServerError\"");
            assertThat(client.ask(join("mine", 1))).isEqualTo(success(1));
            assertThat(client.ask(join("mine", 1))).isEqualTo(duplicate(1));
        }

        @Test
        void duplicatesAreFoundBeforePermissions() {
            RawWebSocket client = SERVER.json(SERVER.token().roles("webpubsub.joinLeaveGroup.mine"));
            client.ask(join("mine", 1));

            assertThat(client.ask(join("other", 1))).isEqualTo(duplicate(1));
        }

        @Test
        void idsNeedNotIncrease() {
            RawWebSocket client = SERVER.json("alice");

            assertThat(client.ask(join("g", 9))).isEqualTo(success(9));
            assertThat(client.ask(join("g", 0))).isEqualTo(success(0));
            assertThat(client.ask(join("g", 3))).isEqualTo(success(3));
            assertThat(client.ask(join("g", 0))).isEqualTo(duplicate(0));
        }

        @Test
        void theLastThousandSuccessesAreRememberedFirstInFirstOut() {
            RawWebSocket client = SERVER.json("alice");
            for (long ackId = 1; ackId <= MEMORY; ackId++) {
                assertThat(client.ask(join("g", ackId))).isEqualTo(success(ackId));
            }

            assertThat(client.ask(join("g", 1))).as("the oldest of a thousand").isEqualTo(duplicate(1));
            assertThat(client.ask(event(2000))).as("a failure takes no place").contains("InternalServerError");
            assertThat(client.ask(join("g", 1))).as("still there").isEqualTo(duplicate(1));
            assertThat(client.ask(join("g", 1001))).isEqualTo(success(1001));
            assertThat(client.ask(join("g", 2))).as("not yet forgotten").isEqualTo(duplicate(2));
            assertThat(client.ask(join("g", 1))).as("forgotten").isEqualTo(success(1));
            assertThat(client.ask(join("g", 2))).as("forgotten in turn").isEqualTo(success(2));
        }
    }

    @Nested
    @DisplayName("section 7.3")
    final class Order {
        @Test
        void theSendersOwnCopyComesBeforeItsAck() {
            RawWebSocket client = SERVER.json("alice");
            client.ask(join("g", 1));

            client.text(send("g", "hi", 2));

            assertThat(client.nextText()).isEqualTo(message("alice", "g", "hi"));
            assertThat(client.nextText()).isEqualTo(success(2));
        }

        @Test
        void messagesOfOneSenderKeepTheirOrder() {
            RawWebSocket json = SERVER.json(SERVER.token().groups("g"));
            RawWebSocket simple = SERVER.simple(SERVER.token().groups("g"), "");
            RawWebSocket sender = SERVER.json("alice");
            for (int i = 0; i < 500; i++) {
                sender.text("{\"type\":\"sendToGroup\",\"group\":\"g\",\"data\":" + i + "}");
            }

            for (int i = 0; i < 500; i++) {
                assertThat(json.nextText()).endsWith("\"data\":" + i + "}");
                assertThat(simple.nextText()).isEqualTo(Integer.toString(i));
            }
        }

        @Test
        void joiningTwiceAndLeavingWhatOneIsNotInSucceed() {
            RawWebSocket client = SERVER.json("alice");

            assertThat(client.ask(join("g", 1))).isEqualTo(success(1));
            assertThat(client.ask(join("g", 2))).isEqualTo(success(2));
            assertThat(client.ask(send("g", "once", 3))).isEqualTo(message("alice", "g", "once"));
            assertThat(client.nextText()).isEqualTo(success(3));
            assertThat(client.ask(leave("g", 4))).isEqualTo(success(4));
            assertThat(client.ask(leave("g", 5))).isEqualTo(success(5));
            assertThat(client.ask(leave("never", 6))).isEqualTo(success(6));
        }

        @Test
        void afterTheJoinsAckMessagesArriveAndAfterTheLeavesAckNoMore() {
            RawWebSocket member = SERVER.json("bob");
            RawWebSocket sender = SERVER.json("alice");

            member.ask(join("g", 1));
            sender.ask(send("g", "one", 1));
            assertThat(member.nextText()).isEqualTo(message("alice", "g", "one"));
            member.ask(leave("g", 2));
            sender.ask(send("g", "two", 2));
            member.ask(join("g", 3));
            sender.ask(send("g", "three", 3));

            assertThat(member.nextText()).isEqualTo(message("alice", "g", "three"));
        }
    }

    @Nested
    @DisplayName("section 7.4")
    final class Events {
        @Test
        void withoutAHandlerAreInternalServerErrorsAndTheConnectionStays() {
            RawWebSocket client = SERVER.json(SERVER.token());

            assertThat(client.ask(event(1))).isEqualTo(failure(1, "InternalServerError", "Internal server error"));
            assertThat(client.ask(event(1))).isEqualTo(failure(1, "InternalServerError", "Internal server error"));
            client.expectNothingBeforePong();
        }
    }

    @Nested
    @DisplayName("section 7.5")
    final class Options {
        @Test
        void noEchoSparesTheConnectionAndNotTheUser() {
            RawWebSocket first = SERVER.json("alice");
            RawWebSocket second = SERVER.json("alice");
            first.ask(join("g", 1));
            second.ask(join("g", 1));

            assertThat(first.ask("{\"type\":\"sendToGroup\",\"group\":\"g\",\"data\":1,\"noEcho\":true,\"ackId\":2}"))
                    .isEqualTo(success(2));

            assertThat(second.nextText()).contains("\"data\":1");
            first.expectNothingBeforePong();
        }

        @Test
        void noEchoFalseIsTheDefault() {
            RawWebSocket client = SERVER.json("alice");
            client.ask(join("g", 1));

            assertThat(client.ask("{\"type\":\"sendToGroup\",\"group\":\"g\",\"data\":1,\"noEcho\":false}"))
                    .contains("\"data\":1");
        }
    }
}
