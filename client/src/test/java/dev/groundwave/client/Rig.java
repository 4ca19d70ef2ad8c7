package dev.groundwave.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.client.ScriptedTransport.Link;
import dev.groundwave.client.port.TransportEnd;
import dev.groundwave.wire.ClientMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;

/** A client on a scripted network, with time stepped by hand and everything it tells written down. */
final class Rig {
    static final String URL = "ws://service.test/client/hubs/chat?access_token=secret-token";

    final ManualTime time = new ManualTime();
    final ScriptedTransport network = new ScriptedTransport();
    final List<ClientEvent> events = new ArrayList<>();
    final WebPubSubClient client;
    /** Everything that is logged; no secret of any test may stand there. */
    final RecordingLogger log = new RecordingLogger(System.Logger.Level.ALL);

    private int checkedLines;
    /** What the next draw gives; the middle makes message retries come at their nominal delay. */
    double random = 0.5;

    Rig() {
        this(builder -> builder);
    }

    Rig(UnaryOperator<WebPubSubClientBuilder> options) {
        this(WebPubSubClient.builder().credential(() -> URL), options);
    }

    Rig(WebPubSubClientBuilder access, UnaryOperator<WebPubSubClientBuilder> options) {
        client = options.apply(access.transport(network)
                        .executor(time)
                        .timers(time)
                        .random(() -> random)
                        .wallClock(time)
                        .log(new ClientLog(log, null)))
                .build();
        for (EventType<?> type : EventType.all()) {
            if (!type.equals(EventType.STATE_CHANGED)) {
                client.on(type, events::add);
            }
        }
    }

    /** Starts and greets. */
    Link connected() {
        CompletableFuture<ClientEvent.ConnectedEvent> starting = client.startAsync();
        time.settle();
        Link link = greetLast("c1");
        assertThat(starting).isCompleted();
        return link;
    }

    /** Starts and greets with the token that a recovery needs. */
    Link reliablyConnected() {
        CompletableFuture<ClientEvent.ConnectedEvent> starting = client.startAsync();
        time.settle();
        Link link = network.last();
        link.accept();
        link.greet("c1", "secret-reconnection");
        time.settle();
        assertThat(starting).isCompleted();
        return link;
    }

    /** Lets the newest attempt succeed. */
    Link greetLast(String connectionId) {
        Link link = network.last();
        link.accept();
        link.greet(connectionId);
        time.settle();
        return link;
    }

    /** Lets the newest attempt be answered as our service does: the same connection and a fresh token. */
    Link recoverLast() {
        Link link = network.last();
        link.accept();
        link.greet("c1", "fresh-secret-reconnection");
        settle();
        return link;
    }

    /** Lets the service refuse the newest attempt to recover. */
    void refuseLast() {
        network.last().accept();
        network.last().end(TransportEnd.closed(1008, "The connection could not be recovered."));
        settle();
    }

    /** Lets the newest attempt end with this HTTP status. */
    void answerLast(int status) {
        network.last().end(TransportEnd.refused(status, Map.of(), new IllegalStateException("as scripted")));
        settle();
    }

    /** Waits for the next attempt and lets it succeed. */
    Link reconnected(String connectionId) {
        pass(Duration.ofSeconds(1));
        return greetLast(connectionId);
    }

    /** Lets this much time pass. */
    void pass(Duration duration) {
        time.advance(duration);
        checkLog();
    }

    void settle() {
        time.settle();
        checkLog();
    }

    private void checkLog() {
        for (; checkedLines < log.lines.size(); checkedLines++) {
            assertThat(log.lines.get(checkedLines)).doesNotContain("secret");
        }
    }

    /** The kinds of events so far, by name of their records. */
    List<String> told() {
        return events.stream()
                .map(event -> event.getClass().getSimpleName().replace("Event", ""))
                .toList();
    }

    <E extends ClientEvent> E lastEvent(Class<E> kind) {
        return events.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    /** The ack ids in the order of sending. */
    static List<Long> ackIds(Link link) {
        return link.sent.stream()
                .map(ClientMessage::ackId)
                .filter(OptionalLong::isPresent)
                .map(OptionalLong::getAsLong)
                .toList();
    }

    /** What the future has ended with; never waits. */
    static <T> T valueOf(CompletableFuture<T> future) {
        assertThat(future).isCompleted();
        return future.join();
    }

    /** What the future fails with when everything that can happen has happened. */
    static <X extends Throwable> X failureOf(CompletableFuture<?> future, Rig rig, Class<X> kind) {
        rig.settle();
        return failureOf(future, kind);
    }

    /** What the future failed with. */
    static <X extends Throwable> X failureOf(CompletableFuture<?> future, Class<X> kind) {
        assertThat(future).isCompletedExceptionally();
        try {
            future.get();
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(kind);
            return Objects.requireNonNull(kind.cast(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("it did not fail");
    }
}
