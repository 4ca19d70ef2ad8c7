package dev.groundwave.wire.codec;

import dev.groundwave.wire.GroupStateItem;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.StreamError;
import dev.groundwave.wire.StreamInfo;
import java.util.List;

/**
 * Writes the members of sequenced messages that stand behind the sequence id, and the brace that closes them.
 *
 * <p>Source: client-protocol.md, section 6.3 and Appendix A.
 */
final class SequencedMessageWriter {
    private static final int SMALL = 64;
    private static final byte[] FROM_GROUP = JsonWriter.ascii("\"type\":\"message\",\"from\":\"group\",");
    private static final byte[] FROM_USER_ID = JsonWriter.ascii("\"fromUserId\":");
    private static final byte[] GROUP = JsonWriter.ascii("\"group\":");
    private static final byte[] FROM_SERVER = JsonWriter.ascii("\"type\":\"message\",\"from\":\"server\",");
    private static final byte[] STREAM = JsonWriter.ascii(",\"stream\":{\"streamId\":");
    private static final byte[] STREAM_SEQUENCE_ID = JsonWriter.ascii(",\"streamSequenceId\":");
    private static final byte[] END_OF_STREAM = JsonWriter.ascii(",\"endOfStream\":true");
    private static final byte[] ERROR = JsonWriter.ascii(",\"error\":{\"name\":");
    private static final byte[] MESSAGE = JsonWriter.ascii(",\"message\":");
    private static final byte[] USER_ERROR_CODE = JsonWriter.ascii(",\"userErrorCode\":");
    private static final byte[] SNAPSHOT = JsonWriter.ascii("\"type\":\"groupStateSnapshot\",\"group\":");
    private static final byte[] UPDATE = JsonWriter.ascii("\"type\":\"groupStateUpdate\",\"group\":");
    private static final byte[] ITEMS = JsonWriter.ascii(",\"items\":[");
    private static final byte[] CONNECTION_ID = JsonWriter.ascii("{\"connectionId\":");
    private static final byte[] USER_ID = JsonWriter.ascii(",\"userId\":");
    private static final byte[] STATE = JsonWriter.ascii(",\"state\":");
    private static final byte[] UPDATED_AT = JsonWriter.ascii(",\"updatedAt\":");

    private SequencedMessageWriter() {}

    /** A fair guess of how long the whole frame gets. */
    static int expectedBytes(ServiceMessage.Sequenced message) {
        if (message instanceof ServiceMessage.GroupData data) {
            return JsonWriter.expectedBytes(data.data()) + data.group().length() + 3 * SMALL;
        }
        if (message instanceof ServiceMessage.ServerData data) {
            return JsonWriter.expectedBytes(data.data()) + 2 * SMALL;
        }
        return 4 * SMALL;
    }

    static JsonWriter write(ServiceMessage.Sequenced message, JsonWriter out) {
        if (message instanceof ServiceMessage.GroupData data) {
            groupData(data, out);
        } else if (message instanceof ServiceMessage.ServerData data) {
            out.raw(FROM_SERVER).payload(data.data(), data.metadata());
        } else if (message instanceof ServiceMessage.GroupStateSnapshot snapshot) {
            items(out.raw(SNAPSHOT).string(snapshot.group()), snapshot.items());
        } else if (message instanceof ServiceMessage.GroupStateUpdate update) {
            items(out.raw(UPDATE).string(update.group()), update.items());
        } else {
            throw new IllegalArgumentException("no JSON form for " + message.getClass());
        }
        return out.raw('}');
    }

    private static void groupData(ServiceMessage.GroupData data, JsonWriter out) {
        out.raw(FROM_GROUP);
        if (data.fromUserId().isPresent()) {
            out.raw(FROM_USER_ID).string(data.fromUserId().get()).raw(',');
        }
        out.raw(GROUP).string(data.group()).raw(',').payload(data.data(), data.metadata());
        if (data.stream().isPresent()) {
            stream(data.stream().get(), out);
        }
    }

    private static void stream(StreamInfo stream, JsonWriter out) {
        out.raw(STREAM).string(stream.streamId());
        out.raw(STREAM_SEQUENCE_ID).unsigned(stream.streamSequenceId());
        if (stream.endOfStream()) {
            out.raw(END_OF_STREAM);
        }
        if (stream.error().isPresent()) {
            StreamError error = stream.error().get();
            out.raw(ERROR).string(error.name()).raw(MESSAGE).string(error.message());
            if (error.userErrorCode().isPresent()) {
                out.raw(USER_ERROR_CODE).string(error.userErrorCode().get());
            }
            out.raw('}');
        }
        out.raw('}');
    }

    private static void items(JsonWriter out, List<GroupStateItem> items) {
        out.raw(ITEMS);
        for (int i = 0; i < items.size(); i++) {
            item(items.get(i), i == 0 ? out : out.raw(','));
        }
        out.raw(']');
    }

    private static void item(GroupStateItem item, JsonWriter out) {
        out.raw(CONNECTION_ID).string(item.connectionId());
        if (item.userId().isPresent()) {
            out.raw(USER_ID).string(item.userId().get());
        }
        if (item.state().isPresent()) {
            out.raw(STATE).strings(item.state().get());
        }
        out.raw(UPDATED_AT).unsigned(item.updatedAtMs()).raw('}');
    }
}
