package dev.groundwave.server.blackbox.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;

/** The clients of a stream, {@code s1} to the group {@code g}, and the frames they exchange. */
final class Streaming {
    private Streaming() {}

    /** A client that may send to every group. */
    static RawWebSocket publisher(RunningServer server) {
        return server.json("ann");
    }

    /** A member of the group. */
    static RawWebSocket subscriber(RunningServer server) {
        return server.json(server.token().user("bob").groups("g"));
    }

    static String start(String more) {
        return "{\"type\":\"sendToGroup\",\"group\":\"g\",\"stream\":{\"streamId\":\"s1\"" + more + "}}";
    }

    static String data(String sequenceId, String text) {
        return "{\"type\":\"streamData\",\"streamId\":\"s1\",\"streamSequenceId\":" + sequenceId
                + ",\"dataType\":\"text\",\"data\":\"" + text + "\"}";
    }

    static String keepAlive() {
        return "{\"type\":\"streamData\",\"streamId\":\"s1\"}";
    }

    static String end(String more) {
        return "{\"type\":\"streamEnd\",\"streamId\":\"s1\"" + more + "}";
    }

    static String accepted(long expected) {
        return "{\"type\":\"streamAck\",\"streamId\":\"s1\",\"expectedSequenceId\":" + expected + "}";
    }

    static String closed() {
        return "{\"type\":\"streamClosed\",\"streamId\":\"s1\"}";
    }

    /** How a frame begins that closes the stream with an error; the text behind it is nobody's contract. */
    static String closedWith(String name) {
        return "{\"type\":\"streamClosed\",\"streamId\":\"s1\",\"error\":{\"name\":\"" + name + "\",\"message\":\"";
    }

    static String fragment(String user, long number, String text) {
        return "{\"type\":\"message\",\"from\":\"group\",\"fromUserId\":\"" + user
                + "\",\"group\":\"g\",\"dataType\":\"text\",\"data\":\"" + text
                + "\",\"stream\":{\"streamId\":\"s1\",\"streamSequenceId\":" + number + "}}";
    }

    static String terminal(long number, String error) {
        return "{\"type\":\"message\",\"from\":\"group\",\"fromUserId\":\"ann\",\"group\":\"g\",\"dataType\":\"text\","
                + "\"data\":\"\",\"stream\":{\"streamId\":\"s1\",\"streamSequenceId\":" + number
                + ",\"endOfStream\":true" + error;
    }

    /** A publisher whose stream is open. */
    static RawWebSocket streaming(RunningServer server) {
        RawWebSocket publisher = publisher(server);
        assertThat(publisher.ask(start(""))).isEqualTo(accepted(1));
        return publisher;
    }
}
