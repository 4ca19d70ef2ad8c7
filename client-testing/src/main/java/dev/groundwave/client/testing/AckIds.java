package dev.groundwave.client.testing;

import dev.groundwave.wire.ClientMessage;
import java.util.OptionalLong;

/** Which messages ask for an ack. */
final class AckIds {
    private AckIds() {}

    /** The ack id of a message; empty when it asks for none. */
    static OptionalLong of(ClientMessage message) {
        if (message instanceof ClientMessage.JoinGroup join) {
            return join.ackId();
        }
        if (message instanceof ClientMessage.LeaveGroup leave) {
            return leave.ackId();
        }
        if (message instanceof ClientMessage.SendToGroup send) {
            return send.ackId();
        }
        if (message instanceof ClientMessage.SendEvent send) {
            return send.ackId();
        }
        if (message instanceof ClientMessage.SetGroupState set) {
            return set.ackId();
        }
        if (message instanceof ClientMessage.SubscribeGroupState subscribe) {
            return subscribe.ackId();
        }
        return message instanceof ClientMessage.UnsubscribeGroupState unsubscribe
                ? unsubscribe.ackId()
                : OptionalLong.empty();
    }
}
