package dev.groundwave.client;

import dev.groundwave.client.ClientEvent.ConnectedEvent;
import dev.groundwave.wire.GroupName;
import dev.groundwave.wire.Payload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * A connection to a hub of a Web PubSub service: groups to join, messages to send and to listen for.
 *
 * <p><b>Threads.</b> Every method may be called by any thread, listeners included. Listeners are called in order, one
 * at a time, on a thread that is not the reader's; one that blocks delays the following events and nothing else.
 * Methods without {@code Async} in their name block until the service has answered, up to the {@code operationTimeout}, unless
 * they say that they never block; inside a listener that works, too. Futures end on worker threads. An idle client holds no
 * thread.
 *
 * <p><b>Life.</b> {@code start}, {@code stop} and {@code start} again as often as wanted; {@code close} ends it for
 * good. A lost transport is replaced and the connection goes on, for half a minute and with nothing lost; after that,
 * or where the protocol has no recovery, the connection is replaced by a new one and the groups joined by this client are
 * joined again; groups that the token or the service's REST interface gave are for these to give again. Operations called
 * meanwhile wait, up to the {@code operationTimeout}.
 *
 * <p><b>Errors.</b> Failed operations are {@link SendMessageFailedException}, {@link BackpressureException} or
 * {@link ClientStoppedException}; each tells whether the operation may have been done. What breaks a rule of the
 * protocol is an {@link IllegalArgumentException} at once, in the {@code Async} methods too. A blocking call whose
 * thread is interrupted withdraws what was not sent and throws {@link WebPubSubException} with the interrupt flag set.
 * Cancelling a future withdraws its operation if it was not sent.
 *
 * <p>Source: client-sdk.md, sections 1 and 2.
 */
public final class WebPubSubClient extends ClientListening implements AutoCloseable {
    private final ClientSession session;
    private final Requests requests;
    private final Dispatcher dispatcher;
    private final Executor handlers;
    private final ClientSettings settings;
    private final TypedAnswers answers;

    WebPubSubClient(ClientSettings settings, Surroundings surroundings) {
        super(new Listeners(), settings::codecForValues);
        this.settings = settings;
        answers = new TypedAnswers(settings::codecForValues);
        handlers = surroundings.handlers();
        dispatcher = new Dispatcher(surroundings.handlers(), listeners(), settings, surroundings.timers()::nanoTime);
        requests = new Requests(settings.protocol().codec(), settings);
        session = new ClientSession(settings, surroundings, requests, dispatcher);
    }

    /** Begins to set a client up. */
    public static WebPubSubClientBuilder builder() {
        return new WebPubSubClientBuilder();
    }

    /**
     * Connects: one attempt, complete when the service has greeted this client. Blocks up to {@code startTimeout}.
     *
     * @throws ConnectFailedException when it fails; the client is stopped then, and no event is told
     * @throws IllegalStateException when the client is not stopped
     */
    public ConnectedEvent start() {
        return Blocking.await(startAsync());
    }

    /** As {@link #start()}, without blocking; all errors come in the future. */
    public CompletableFuture<ConnectedEvent> startAsync() {
        return session.start();
    }

    /**
     * Stops in whatever state the client is, so that it stays stopped. Returns when the {@code stopped} event was
     * told, or after a second and the {@code closeTimeout} at the latest; called by a listener it only begins.
     * What is under way fails with {@link ClientStoppedException}. Groups are remembered for the next
     * start, unless {@code forgetGroupsOnStop}.
     */
    public void stop() {
        awaitUnlessListener(stopAsync());
    }

    /** As {@link #stop()}, without blocking; never fails. All calls for one stop complete together. */
    public CompletableFuture<Void> stopAsync() {
        return session.stop(false);
    }

    /** Stops for good: nothing can be started or sent afterwards. Blocks like {@link #stop()}. */
    @Override
    public void close() {
        awaitUnlessListener(closeAsync());
    }

    /** As {@link #close()}, without blocking; never fails. */
    public CompletableFuture<Void> closeAsync() {
        return session.stop(true);
    }

    private void awaitUnlessListener(CompletableFuture<Void> done) {
        if (!dispatcher.isCurrentThread()) {
            Blocking.awaitNothing(done);
        }
    }

    /** Where the client stands; never blocks. */
    public SessionState state() {
        return session.snapshot().state();
    }

    /** Whether a connection stands; never blocks. */
    public boolean isConnected() {
        return state() == SessionState.CONNECTED;
    }

    /** The id of the connection that stands or is being recovered; never blocks. */
    public Optional<String> connectionId() {
        return session.snapshot().connectionId();
    }

    /** The user of that connection, if it has one; never blocks. */
    public Optional<String> userId() {
        return session.snapshot().userId();
    }

    /** The groups this client asked to join and did not leave; never blocks. */
    public Set<String> groups() {
        return session.groups();
    }

    /** How many messages were dropped because listeners could not follow; see {@link Overflow}. Never blocks. */
    public long droppedMessages() {
        return dispatcher.dropped();
    }

    /** How many events wait for listeners or are with them; never blocks. */
    public int waitingEvents() {
        return dispatcher.length();
    }

    /** How often a listener threw. Never blocks. */
    public long handlerErrors() {
        return dispatcher.handlerErrors();
    }

    /** Joins a group and remembers it for new connections, unless it is refused. Blocks until acknowledged. */
    public WebPubSubResult joinGroup(String group) {
        return Blocking.await(joinGroupAsync(group));
    }

    /** As {@link #joinGroup(String)}, with options. */
    public WebPubSubResult joinGroup(String group, OperationOptions options) {
        return Blocking.await(joinGroupAsync(group, options));
    }

    /** As {@link #joinGroup(String)}, without blocking. */
    public CompletableFuture<WebPubSubResult> joinGroupAsync(String group) {
        return joinGroupAsync(group, OperationOptions.defaults());
    }

    /** As {@link #joinGroup(String, OperationOptions)}, without blocking. */
    public CompletableFuture<WebPubSubResult> joinGroupAsync(String group, OperationOptions options) {
        return submit(requests.join(group, options));
    }

    /** Leaves a group and forgets it, with the listeners of its {@link GroupView}s. Blocks until acknowledged; without a connection, until there is one. */
    public WebPubSubResult leaveGroup(String group) {
        return Blocking.await(leaveGroupAsync(group));
    }

    /** As {@link #leaveGroup(String)}, with options. */
    public WebPubSubResult leaveGroup(String group, OperationOptions options) {
        return Blocking.await(leaveGroupAsync(group, options));
    }

    /** As {@link #leaveGroup(String)}, without blocking. */
    public CompletableFuture<WebPubSubResult> leaveGroupAsync(String group) {
        return leaveGroupAsync(group, OperationOptions.defaults());
    }

    /** As {@link #leaveGroup(String, OperationOptions)}, without blocking. */
    public CompletableFuture<WebPubSubResult> leaveGroupAsync(String group, OperationOptions options) {
        return submit(requests.leave(group, options));
    }

    /** Joining, sending and listening to one group. Never blocks; an invalid name is refused at once. */
    public GroupView group(String name) {
        return new GroupView(this, GroupName.check(name));
    }

    /** A JSON payload from a value, by this client's {@code payloadCodec}, with the errors of {@link Payload#json}. */
    public Payload json(Object value) {
        return Payload.json(value, settings.codecForValues());
    }

    /** A JSON payload as a value, by this client's {@code payloadCodec}, with the errors of {@link Payload#asJson}. */
    public <T> T read(Payload payload, Class<T> type) {
        return payload.asJson(type, settings.codecForValues());
    }

    /** Publishes a text to a group. Blocks until acknowledged. */
    public WebPubSubResult sendToGroup(String group, String text) {
        return sendToGroup(group, Payload.text(text));
    }

    /** Publishes to a group. Blocks until acknowledged: the service took it for delivery. */
    public WebPubSubResult sendToGroup(String group, Payload payload) {
        return Blocking.await(sendToGroupAsync(group, payload));
    }

    /**
     * As {@link #sendToGroup(String, Payload)}, with options. A retry after an error answer goes behind operations
     * called later; where order matters more, take {@link RetryOptions#none()} or wait for each call.
     */
    public WebPubSubResult sendToGroup(String group, Payload payload, SendToGroupOptions options) {
        return Blocking.await(sendToGroupAsync(group, payload, options));
    }

    /** As {@link #sendToGroup(String, String)}, without blocking. */
    public CompletableFuture<WebPubSubResult> sendToGroupAsync(String group, String text) {
        return sendToGroupAsync(group, Payload.text(text));
    }

    /** As {@link #sendToGroup(String, Payload)}, without blocking. */
    public CompletableFuture<WebPubSubResult> sendToGroupAsync(String group, Payload payload) {
        return sendToGroupAsync(group, payload, SendToGroupOptions.defaults());
    }

    /** As {@link #sendToGroup(String, Payload, SendToGroupOptions)}, without blocking. */
    public CompletableFuture<WebPubSubResult> sendToGroupAsync(
            String group, Payload payload, SendToGroupOptions options) {
        return submit(requests.sendToGroup(group, payload, options));
    }

    /** Raises an event at the application. Blocks until its handler has answered. */
    public WebPubSubResult sendEvent(String event, Payload payload) {
        return Blocking.await(sendEventAsync(event, payload));
    }

    /** As {@link #sendEvent(String, Payload)}, with options. */
    public WebPubSubResult sendEvent(String event, Payload payload, SendEventOptions options) {
        return Blocking.await(sendEventAsync(event, payload, options));
    }

    /** As {@link #sendEvent(String, Payload)}, without blocking. */
    public CompletableFuture<WebPubSubResult> sendEventAsync(String event, Payload payload) {
        return sendEventAsync(event, payload, SendEventOptions.defaults());
    }

    /** As {@link #sendEvent(String, Payload, SendEventOptions)}, without blocking. */
    public CompletableFuture<WebPubSubResult> sendEventAsync(String event, Payload payload, SendEventOptions options) {
        return submit(requests.sendEvent(event, payload, options));
    }

    /**
     * Raises an event at the application and waits for its answer. Blocks until that came. Never repeated by the
     * client: when the transport is lost it fails, even if the connection recovers.
     *
     * @throws InvocationException when the application or the service refused, or no answer came
     */
    public InvocationResult invokeEvent(String event, Payload payload) {
        return Blocking.await(invokeEventAsync(event, payload));
    }

    /** As {@link #invokeEvent(String, Payload)}, with options. */
    public InvocationResult invokeEvent(String event, Payload payload, InvokeOptions options) {
        return Blocking.await(invokeEventAsync(event, payload, options));
    }

    /** As {@link #invokeEvent(String, Payload)}, without blocking; cancelling the future tells the service. */
    public CompletableFuture<InvocationResult> invokeEventAsync(String event, Payload payload) {
        return invokeEventAsync(event, payload, InvokeOptions.defaults());
    }

    /** As {@link #invokeEvent(String, Payload, InvokeOptions)}, without blocking; cancelling tells the service. */
    public CompletableFuture<InvocationResult> invokeEventAsync(String event, Payload payload, InvokeOptions options) {
        return session.features().invocations().invoke(event, payload, options);
    }

    /**
     * As {@link #invokeEvent(String, Payload)}, with values instead of payloads: the request is sent as JSON by this
     * client's {@code payloadCodec}, unless it is a {@link Payload}, and the answer read by it. An answer that is text
     * is a {@code String}.
     *
     * @throws IllegalArgumentException when the request has no JSON form; nothing was sent
     * @throws UnexpectedAnswerException when the answer is empty or of another type
     */
    public <T> T invokeEvent(String event, Object request, Class<T> answerType) {
        return Blocking.await(invokeEventAsync(event, request, answerType));
    }

    /** As {@link #invokeEvent(String, Object, Class)}, with options. */
    public <T> T invokeEvent(String event, Object request, Class<T> answerType, InvokeOptions options) {
        return Blocking.await(invokeEventAsync(event, request, answerType, options));
    }

    /** As {@link #invokeEvent(String, Object, Class)}, without blocking; cancelling the future tells the service. */
    public <T> CompletableFuture<T> invokeEventAsync(String event, Object request, Class<T> answerType) {
        return invokeEventAsync(event, request, answerType, InvokeOptions.defaults());
    }

    /** As {@link #invokeEvent(String, Object, Class, InvokeOptions)}, without blocking; cancelling tells the service. */
    public <T> CompletableFuture<T> invokeEventAsync(
            String event, Object request, Class<T> answerType, InvokeOptions options) {
        return answers.typed(invokeEventAsync(event, answers.request(request), options), answerType);
    }

    /**
     * Opens a stream to a group. Blocks until the service has accepted it; fails with {@link StreamException}, also when
     * the transport is lost before that. Preview. Source: client-sdk.md, section 3.1.
     */
    public GroupStreamWriter openGroupStream(String group, GroupStreamOptions options) {
        return Blocking.await(openGroupStreamAsync(group, options));
    }

    /** As {@link #openGroupStream(String, GroupStreamOptions)}, with everything as the client is set. Preview. */
    public GroupStreamWriter openGroupStream(String group) {
        return openGroupStream(group, GroupStreamOptions.defaults());
    }

    /** As {@link #openGroupStream(String, GroupStreamOptions)}, without blocking. Preview. */
    public CompletableFuture<GroupStreamWriter> openGroupStreamAsync(String group, GroupStreamOptions options) {
        return session.features().outgoingStreams().open(group, options);
    }

    /**
     * Reads streams of groups that this client is in: the handler is called for each stream, on a worker thread of its
     * own, where it may block. Closing the subscription leaves out new streams. Preview.
     */
    public Subscription onGroupStream(GroupStreamFilter filter, Consumer<? super GroupStreamReader> handler) {
        return session.features().incomingStreams().add(filter, handler);
    }

    /**
     * Sets what other members of a group see as this client's state, 512 bytes of keys and values at most; replaces
     * what was there. Needs membership. Blocks until acknowledged. Set again on a new connection. More bytes are an
     * {@link IllegalArgumentException}. Preview. Source: client-sdk.md, section 3.4.
     */
    public WebPubSubResult setGroupState(String group, Map<String, String> state) {
        return Blocking.await(setGroupStateAsync(group, state));
    }

    /** As {@link #setGroupState(String, Map)}, without blocking. Preview. */
    public CompletableFuture<WebPubSubResult> setGroupStateAsync(String group, Map<String, String> state) {
        return submit(session.features().groupStates().set(group, state, OperationOptions.defaults()));
    }

    /** Clears this client's state in a group. Blocks until acknowledged. Preview. */
    public WebPubSubResult clearGroupState(String group) {
        return Blocking.await(clearGroupStateAsync(group));
    }

    /** As {@link #clearGroupState(String)}, without blocking. Preview. */
    public CompletableFuture<WebPubSubResult> clearGroupStateAsync(String group) {
        return submit(session.features().groupStates().clear(group, OperationOptions.defaults()));
    }

    /** What this client has set as its state in a group, once acknowledged; never blocks. Preview. */
    public Optional<Map<String, String>> getGroupState(String group) {
        return session.features().groupStates().own(group);
    }

    /**
     * Asks for the states of a group's members, now and at every change, again on a new connection, until
     * {@link #unsubscribeGroupStates}. Needs membership. Blocks until acknowledged; the states may come later. Preview.
     */
    public WebPubSubResult subscribeGroupStates(String group) {
        return Blocking.await(subscribeGroupStatesAsync(group));
    }

    /** As {@link #subscribeGroupStates(String)}, without blocking. Preview. */
    public CompletableFuture<WebPubSubResult> subscribeGroupStatesAsync(String group) {
        return submit(session.features().groupStates().subscribe(group, OperationOptions.defaults()));
    }

    /** Undoes {@link #subscribeGroupStates(String)} and forgets the group's states. Blocks until acknowledged. Preview. */
    public WebPubSubResult unsubscribeGroupStates(String group) {
        return Blocking.await(unsubscribeGroupStatesAsync(group));
    }

    /** As {@link #unsubscribeGroupStates(String)}, without blocking. Preview. */
    public CompletableFuture<WebPubSubResult> unsubscribeGroupStatesAsync(String group) {
        return submit(session.features().groupStates().unsubscribe(group, OperationOptions.defaults()));
    }

    /**
     * The states of a group's members as far as they are known here, from memory; empty without a subscription, before the
     * first {@code group-states-changed} and after the loss of the connection. Never blocks. Preview.
     */
    public List<GroupMemberState> listGroupStates(String group) {
        return session.features().groupStates().members(group);
    }

    private CompletableFuture<WebPubSubResult> submit(Operation operation) {
        session.submit(operation);
        return operation.result();
    }

    /**
     * Events of one type for subscribers with demand, from their subscription on. What a subscriber did not ask for
     * fills the handler queue, and so holds the service back; other listeners do not wait for it. Subscribers are called
     * on the handler executor, one call at a time, and complete when the client is closed.
     */
    public <E extends ClientEvent> Flow.Publisher<E> publisher(EventType<E> type) {
        return new EventPublisher<>(type, listeners(), dispatcher, session, handlers);
    }

    @Override
    public String toString() {
        return "WebPubSubClient[" + state()
                + connectionId().map(id -> " connectionId=" + id).orElse("") + "]";
    }
}
