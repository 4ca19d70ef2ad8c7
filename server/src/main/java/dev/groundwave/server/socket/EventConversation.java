package dev.groundwave.server.socket;

import dev.groundwave.hub.Connection;
import dev.groundwave.hub.Hub;
import dev.groundwave.server.upstream.EventResult;
import dev.groundwave.wire.AckError;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.CloseReason;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * Events and invocations of a client with a subprotocol: brought to the application, answered by message, ack or
 * response.
 *
 * <p>For one WebSocket, on the connection's lane: invocations end with it, the event under way does not. Source:
 * client-protocol.md, sections 7.4 and 10.
 */
final class EventConversation {
    /** Calls of a handler are bounded; one client does not get all of them. Our choice. */
    private static final int MAX_INVOCATIONS = 100;

    private final Hub hub;
    private final Connection connection;
    private final EventLine line;
    /** Asked at each failure, because settings change. */
    private final BooleanSupplier closeOnFailure;

    private final Map<String, CompletableFuture<EventResult>> invocations = new HashMap<>(0);

    EventConversation(Hub hub, Connection connection, EventLine line, BooleanSupplier closeOnFailure) {
        this.hub = hub;
        this.connection = connection;
        this.line = line;
        this.closeOnFailure = closeOnFailure;
    }

    /** What waits behind the event under way. */
    EventLine line() {
        return line;
    }

    void onEvent(ClientMessage.SendEvent message) {
        OptionalLong ackId = message.ackId();
        if (ackId.isPresent() && connection.hasSucceeded(ackId.getAsLong())) {
            answer(ServiceMessage.Ack.failure(ackId.getAsLong(), AckError.duplicate(ackId.getAsLong())));
            return;
        }
        line.raise(asEvent(message), result -> conclude(ackId, result));
    }

    /** What waits behind the event under way, and is an event or not. */
    void await(ClientMessage message, Runnable task, int bytes) {
        EventLine.Event event = message instanceof ClientMessage.SendEvent sent ? asEvent(sent) : null;
        line.await(connection, event, task, bytes);
    }

    private static EventLine.Event asEvent(ClientMessage.SendEvent message) {
        return new EventLine.Event(message.event(), message.data(), message.metadata(), false);
    }

    private void conclude(OptionalLong ackId, EventResult result) {
        switch (result) {
            case EventResult.Message(Payload data, Map<String, String> metadata) -> {
                answer(new ServiceMessage.ServerData(data, metadata, OptionalLong.empty()));
                succeed(ackId);
            }
            case EventResult.Done() -> succeed(ackId);
            case EventResult.Failure() -> fail(ackId);
        }
    }

    private void succeed(OptionalLong ackId) {
        ackId.ifPresent(id -> {
            connection.noteSuccess(id);
            answer(ServiceMessage.Ack.success(id));
        });
    }

    private void fail(OptionalLong ackId) {
        ackId.ifPresent(id -> answer(ServiceMessage.Ack.failure(id, AckError.internalServerError())));
        if (closeOnFailure.getAsBoolean()) {
            hub.fail(connection, CloseReason.INTERNAL_ERROR);
        }
    }

    void onInvoke(ClientMessage.Invoke message) {
        String id = message.invocationId();
        if (invocations.containsKey(id)) {
            refuse(id, AckError.badRequest("An invocation with this id is pending."));
        } else if (invocations.size() >= MAX_INVOCATIONS) {
            refuse(id, AckError.badRequest("Too many invocations are pending."));
        } else {
            Payload data = message.data().orElse(Payload.text(""));
            CompletableFuture<EventResult> result =
                    line.session().userEvent(message.event(), data, message.metadata(), false);
            if (result.isDone()) {
                respond(id, result.join());
                return;
            }
            invocations.put(id, result);
            result.thenAccept(value -> connection.turn().lane().execute(() -> {
                // Another one may have taken the id of a cancelled one meanwhile.
                if (invocations.remove(id, result)) {
                    respond(id, value);
                }
            }));
        }
    }

    private void respond(String id, EventResult result) {
        switch (result) {
            case EventResult.Message(Payload data, Map<String, String> metadata) ->
                answer(new ServiceMessage.InvokeResponse(id, Optional.of(data), metadata, Optional.empty()));
            case EventResult.Done() ->
                answer(new ServiceMessage.InvokeResponse(id, Optional.empty(), Map.of(), Optional.empty()));
            case EventResult.Failure() -> refuse(id, AckError.internalServerError());
        }
    }

    private void refuse(String id, AckError error) {
        answer(ServiceMessage.InvokeResponse.failure(id, error));
    }

    void onCancel(ClientMessage.CancelInvocation message) {
        CompletableFuture<EventResult> pending = invocations.remove(message.invocationId());
        if (pending != null) {
            pending.cancel(true);
        }
    }

    /** The WebSocket is gone, and with it whoever waits for responses. */
    void end() {
        invocations.values().forEach(pending -> pending.cancel(true));
        invocations.clear();
    }

    private void answer(ServiceMessage message) {
        connection.turn().send(connection, message);
    }
}
