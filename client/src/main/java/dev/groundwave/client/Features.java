package dev.groundwave.client;

import dev.groundwave.client.schedule.ControlLoop;
import dev.groundwave.client.transport.Channel;
import dev.groundwave.wire.ServiceMessage;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a client can do beside joining and sending: invocations, streams both ways, group states.
 *
 * <p>Lives on the control loop; the session tells it about its connections and the inbox about its messages. Source:
 * client-sdk.md, section 3.
 */
final class Features {
    /**
     * What features need of the session; on the loop.
     *
     * @param submit sends an operation in its turn, or ends it at once when the client does not run
     * @param withdraw takes an operation back that was not sent
     * @param tell tells the listeners
     * @param waitingChanged somebody began or ceased to wait for an answer
     */
    record Host(
            Consumer<Operation> submit,
            Consumer<Operation> withdraw,
            Consumer<ClientEvent> tell,
            Runnable waitingChanged) {}

    private final Invocations invocations;
    private final OutgoingStreams outgoingStreams;
    private final IncomingStreams incomingStreams;
    private final GroupStates groupStates;
    private final List<SessionPart> parts;

    Features(ControlLoop loop, ClientSettings settings, Surroundings surroundings, Requests requests, Host host) {
        invocations = new Invocations(loop, settings, surroundings.workers(), requests, host);
        outgoingStreams = new OutgoingStreams(loop, settings, surroundings, requests, host);
        incomingStreams = new IncomingStreams(loop, settings, surroundings);
        groupStates = new GroupStates(loop, settings, requests, host);
        parts = List.of(invocations, outgoingStreams, incomingStreams, groupStates);
    }

    /** Any thread. */
    Invocations invocations() {
        return invocations;
    }

    /** Any thread. */
    OutgoingStreams outgoingStreams() {
        return outgoingStreams;
    }

    /** Any thread. */
    IncomingStreams incomingStreams() {
        return incomingStreams;
    }

    /** Any thread. */
    GroupStates groupStates() {
        return groupStates;
    }

    void attached(Channel channel) {
        each(part -> part.attached(channel));
    }

    void pump() {
        each(SessionPart::pump);
    }

    void transportLost(int closeCode) {
        each(part -> part.transportLost(closeCode));
    }

    void connectionLost() {
        each(SessionPart::connectionLost);
    }

    void failAll(SessionState state) {
        each(part -> part.failAll(state));
    }

    boolean awaitsAnswer() {
        return parts.stream().anyMatch(SessionPart::awaitsAnswer);
    }

    /** False for a message that belongs to no feature. */
    boolean onMessage(ServiceMessage message) {
        if (message instanceof ServiceMessage.InvokeResponse response) {
            invocations.onResponse(response);
        } else if (message instanceof ServiceMessage.StreamAck ack) {
            outgoingStreams.onAck(ack);
        } else if (message instanceof ServiceMessage.StreamNack nack) {
            outgoingStreams.onNack(nack);
        } else if (message instanceof ServiceMessage.StreamClosed closed) {
            outgoingStreams.onClosed(closed);
        } else if (message instanceof ServiceMessage.GroupStateSnapshot snapshot) {
            groupStates.onSnapshot(snapshot);
        } else if (message instanceof ServiceMessage.GroupStateUpdate update) {
            groupStates.onUpdate(update);
        } else {
            return false;
        }
        return true;
    }

    private void each(Consumer<SessionPart> call) {
        parts.forEach(call);
    }
}
