package dev.groundwave.server.blackbox.client;

import static dev.groundwave.server.blackbox.client.Streaming.accepted;
import static dev.groundwave.server.blackbox.client.Streaming.closedWith;
import static dev.groundwave.server.blackbox.client.Streaming.data;
import static dev.groundwave.server.blackbox.client.Streaming.end;
import static dev.groundwave.server.blackbox.client.Streaming.publisher;
import static dev.groundwave.server.blackbox.client.Streaming.start;
import static dev.groundwave.server.blackbox.client.Streaming.streaming;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.wire.WireLimits;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** client-protocol.md, section 11.1: how a stream of fragments starts, and what does not start one. */
final class StreamStartTest {
    @RegisterExtension
    static final RunningServer SERVER = new RunningServer();

    @Nested
    @DisplayName("section 11.1")
    final class Start {
        @Test
        void needsThePermissionToSend() {
            RawWebSocket publisher = SERVER.json(SERVER.token().user("ann").roles("webpubsub.sendToGroup.other"));

            assertThat(publisher.ask(start(""))).startsWith(closedWith("Forbidden"));
            assertThat(publisher.ask(data("1", "a"))).startsWith(closedWith("StreamNotFound"));
        }

        @Test
        void needsNoMembership() {
            streaming(SERVER);
        }

        @Test
        void underAnIdInUseIsRefusedAndLeavesTheOpenStreamAlone() {
            RawWebSocket publisher = streaming(SERVER);

            assertThat(publisher.ask(start(""))).startsWith(closedWith("BadRequest"));
            assertThat(publisher.ask(data("1", "a"))).isEqualTo(accepted(2));
        }

        @Test
        void underAnIdIsFreeAgainAfterItsEnd() {
            RawWebSocket publisher = streaming(SERVER);
            publisher.ask(data("1", "a"));
            publisher.ask(end(""));

            assertThat(publisher.ask(start(""))).isEqualTo(accepted(1));
        }

        @Test
        void ofTwoConnectionsMayUseOneId() {
            streaming(SERVER);
            streaming(SERVER);
        }

        @Test
        void takesAnIdleTimeoutOfOneAndRefusesZero() {
            RawWebSocket publisher = publisher(SERVER);

            assertThat(publisher.ask(start(",\"idleTimeoutMs\":0"))).startsWith(closedWith("BadRequest"));
            assertThat(publisher.ask(start(",\"idleTimeoutMs\":1"))).isEqualTo(accepted(1));
        }

        @Test
        void takesNoPayload() {
            String withData = "{\"type\":\"sendToGroup\",\"group\":\"g\",\"dataType\":\"text\",\"data\":\"a\","
                    + "\"stream\":{\"streamId\":\"s1\"}}";

            assertThat(publisher(SERVER).ask(withData)).startsWith(closedWith("BadRequest"));
        }

        @Test
        void ignoresAnAckId() {
            RawWebSocket publisher = publisher(SERVER);

            assertThat(publisher.ask("{\"type\":\"sendToGroup\",\"group\":\"g\",\"ackId\":1,"
                            + "\"stream\":{\"streamId\":\"s1\"}}"))
                    .isEqualTo(accepted(1));
            publisher.expectNothingBeforePong();
        }

        @Test
        void beyondTheLimitIsRefused() {
            RawWebSocket publisher = publisher(SERVER);
            for (int i = 0; i < WireLimits.MAX_OPEN_STREAMS; i++) {
                String open = "{\"type\":\"sendToGroup\",\"group\":\"g\",\"stream\":{\"streamId\":\"n" + i + "\"}}";
                assertThat(publisher.ask(open)).startsWith("{\"type\":\"streamAck\"");
            }

            assertThat(publisher.ask(start(""))).startsWith(closedWith("BadRequest"));
            publisher.ask("{\"type\":\"streamEnd\",\"streamId\":\"n0\"}");
            assertThat(publisher.ask(start(""))).isEqualTo(accepted(1));
        }

        @ParameterizedTest
        @ValueSource(strings = {"{}", "{\"streamId\":\"\"}", "{\"streamId\":1}", "\"s1\"", "[]"})
        void withoutAnIdBreaksTheProtocol(String stream) {
            RawWebSocket publisher = publisher(SERVER);

            publisher.text("{\"type\":\"sendToGroup\",\"group\":\"g\",\"stream\":" + stream + "}");

            assertThat(publisher.nextClose().code()).isEqualTo(1007);
        }

        @Test
        void isNoPartOfAnEventOrAnInvocation() {
            RawWebSocket publisher = publisher(SERVER);
            String stream = ",\"stream\":{\"streamId\":\"s1\"}}";

            assertThat(publisher.ask("{\"type\":\"event\",\"event\":\"e\",\"ackId\":1" + stream))
                    .startsWith("{\"type\":\"ack\",\"ackId\":1,\"success\":false,\"error\":{\"name\":\"BadRequest\"");
            assertThat(publisher.ask("{\"type\":\"invoke\",\"invocationId\":\"1\",\"target\":\"event\",\"event\":\"e\""
                            + stream))
                    .startsWith("{\"type\":\"invokeResponse\",\"invocationId\":\"1\",\"success\":false,"
                            + "\"error\":{\"name\":\"BadRequest\"");
            publisher.text("{\"type\":\"event\",\"event\":\"e\"" + stream).expectNothingBeforePong();
        }
    }
}
