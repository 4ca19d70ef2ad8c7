package dev.groundwave.client;

import dev.groundwave.client.ClientEvent.GroupMessageEvent;
import dev.groundwave.wire.Payload;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * One group as a {@link WebPubSubClient} sees it: what {@code joinGroup}, {@code leaveGroup} and {@code sendToGroup} do,
 * and listeners that hear this group alone.
 *
 * <p>It holds nothing but the name, so it may be kept or made anew by {@link WebPubSubClient#group} for every call; all
 * views of a group of one client are equal, and what is said of one is so for the others.
 *
 * <p><b>Listeners are bound to the membership.</b> They are added before or after joining; added before, they miss
 * nothing. They stay over lost connections, over stop and start, and when joining is refused; closing their
 * {@link Subscription} takes one away, leaving the group takes all of this group away, by {@link #leave()} as by
 * {@link WebPubSubClient#leaveGroup}: when the leave returns they are called for nothing more. A leave that the client
 * does not take, because it is stopped, takes none away. Adding one does not join; listeners hear a group, too, in which
 * the service put this connection by token or REST.
 *
 * <p>Any thread, as with the client. Source: client-sdk.md, section 5.
 */
public final class GroupView {
    private final WebPubSubClient client;
    private final String name;

    GroupView(WebPubSubClient client, String name) {
        this.client = client;
        this.name = name;
    }

    /** The group's name. */
    public String name() {
        return name;
    }

    /** As {@link WebPubSubClient#joinGroup(String)}. */
    public WebPubSubResult join() {
        return client.joinGroup(name);
    }

    /** As {@link #join()}, with options. */
    public WebPubSubResult join(OperationOptions options) {
        return client.joinGroup(name, options);
    }

    /** As {@link #join()}, without blocking. */
    public CompletableFuture<WebPubSubResult> joinAsync() {
        return client.joinGroupAsync(name);
    }

    /** As {@link #join(OperationOptions)}, without blocking. */
    public CompletableFuture<WebPubSubResult> joinAsync(OperationOptions options) {
        return client.joinGroupAsync(name, options);
    }

    /** As {@link WebPubSubClient#leaveGroup(String)}: the listeners of this group go, too. */
    public WebPubSubResult leave() {
        return client.leaveGroup(name);
    }

    /** As {@link #leave()}, with options. */
    public WebPubSubResult leave(OperationOptions options) {
        return client.leaveGroup(name, options);
    }

    /** As {@link #leave()}, without blocking. */
    public CompletableFuture<WebPubSubResult> leaveAsync() {
        return client.leaveGroupAsync(name);
    }

    /** As {@link #leave(OperationOptions)}, without blocking. */
    public CompletableFuture<WebPubSubResult> leaveAsync(OperationOptions options) {
        return client.leaveGroupAsync(name, options);
    }

    /** As {@link WebPubSubClient#sendToGroup(String, String)}; needs no membership, only the permission. */
    public WebPubSubResult send(String text) {
        return client.sendToGroup(name, text);
    }

    /** As {@link WebPubSubClient#sendToGroup(String, Payload)}. */
    public WebPubSubResult send(Payload payload) {
        return client.sendToGroup(name, payload);
    }

    /** As {@link WebPubSubClient#sendToGroup(String, Payload, SendToGroupOptions)}. */
    public WebPubSubResult send(Payload payload, SendToGroupOptions options) {
        return client.sendToGroup(name, payload, options);
    }

    /** As {@link #send(String)}, without blocking. */
    public CompletableFuture<WebPubSubResult> sendAsync(String text) {
        return client.sendToGroupAsync(name, text);
    }

    /** As {@link #send(Payload)}, without blocking. */
    public CompletableFuture<WebPubSubResult> sendAsync(Payload payload) {
        return client.sendToGroupAsync(name, payload);
    }

    /** As {@link #send(Payload, SendToGroupOptions)}, without blocking. */
    public CompletableFuture<WebPubSubResult> sendAsync(Payload payload, SendToGroupOptions options) {
        return client.sendToGroupAsync(name, payload, options);
    }

    /**
     * Listens for messages of this group, in the order of adding among the client's own listeners; counts from the next
     * event on and lasts until it is closed or the group is left. Never blocks.
     */
    public Subscription onMessage(Consumer<? super GroupMessageEvent> listener) {
        return client.listeners().addToGroup(name, listener);
    }

    /**
     * As {@link #onMessage(Consumer)}, for messages of a type, with the rules of
     * {@link WebPubSubClient#onServerMessage(Class, BiConsumer)}.
     */
    public <T> Subscription onMessage(Class<T> type, BiConsumer<? super T, ? super GroupMessageEvent> listener) {
        return onMessage(client.typed(type, listener));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GroupView view && client.equals(view.client) && name.equals(view.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return "GroupView[" + name + "]";
    }
}
