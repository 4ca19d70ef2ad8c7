package dev.groundwave.client.micrometer;

import dev.groundwave.client.ClientEvent;
import dev.groundwave.client.ClientObserver;
import dev.groundwave.client.EventType;
import dev.groundwave.client.Subscription;
import dev.groundwave.client.WebPubSubClient;
import dev.groundwave.client.WebPubSubClientBuilder;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * Makes clients that are measured.
 *
 * <p>All names begin with {@code groundwave.client.}:
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><th>Name</th><th>Kind, tags</th><th>What</th></tr>
 * <tr><td>{@code connected}</td><td>gauge</td><td>1 while a connection stands, else 0</td></tr>
 * <tr><td>{@code connections}</td><td>counter</td><td>new connections</td></tr>
 * <tr><td>{@code disconnections}</td><td>counter</td><td>connections lost for good or ended</td></tr>
 * <tr><td>{@code recovering}</td><td>counter</td><td>transports lost whose connection could yet be saved</td></tr>
 * <tr><td>{@code recovered}</td><td>timer</td><td>connections that were, and how long that took</td></tr>
 * <tr><td>{@code reconnect.failures}</td><td>counter</td><td>failed attempts that another one follows</td></tr>
 * <tr><td>{@code messages}</td><td>counter, {@code from} = {@code group} or {@code server}</td><td>messages told to
 *     listeners</td></tr>
 * <tr><td>{@code operations}</td><td>timer, {@code operation}, {@code outcome} = {@code success} or
 *     {@code failure}</td><td>operations, from call to answer</td></tr>
 * <tr><td>{@code listeners.wait}, {@code listeners.time}</td><td>timers</td><td>events, before and within their
 *     listeners</td></tr>
 * <tr><td>{@code listeners.queue}</td><td>gauge</td><td>events that wait for listeners or are with them</td></tr>
 * <tr><td>{@code listeners.failures}</td><td>counter</td><td>what listeners threw</td></tr>
 * <tr><td>{@code messages.dropped}</td><td>counter</td><td>messages dropped because the queue was full</td></tr>
 * </table>
 *
 * <p>Several clients of one program need tags that tell them apart. No meter has a group, a user or a connection as a tag.
 * Safe for all threads. Source: client-sdk.md, section 5.
 */
public final class ClientMeters {
    private static final String PREFIX = "groundwave.client.";

    private final MeterRegistry registry;
    private final Tags tags;

    /** Meters in this registry, all with these tags. */
    public ClientMeters(MeterRegistry registry, Iterable<Tag> tags) {
        this.registry = registry;
        this.tags = Tags.of(tags);
    }

    /** A stopped client that is measured. The builder's observer is this one's. */
    public WebPubSubClient build(WebPubSubClientBuilder builder) {
        WebPubSubClient client = builder.observer(new Timings()).build();
        gauge("connected", client, measured -> measured.isConnected() ? 1 : 0);
        gauge("listeners.queue", client, WebPubSubClient::waitingEvents);
        total("listeners.failures", client, WebPubSubClient::handlerErrors);
        total("messages.dropped", client, WebPubSubClient::droppedMessages);
        count(client, EventType.CONNECTED, counter("connections", Tags.empty()));
        count(client, EventType.DISCONNECTED, counter("disconnections", Tags.empty()));
        count(client, EventType.RECOVERING, counter("recovering", Tags.empty()));
        count(client, EventType.RECONNECTING, counter("reconnect.failures", Tags.empty()));
        count(client, EventType.GROUP_MESSAGE, counter("messages", Tags.of("from", "group")));
        count(client, EventType.SERVER_MESSAGE, counter("messages", Tags.of("from", "server")));
        Timer recovered = timer("recovered", Tags.empty());
        listen(client, EventType.RECOVERED, event -> recovered.record(event.downtime()));
        return client;
    }

    private <E extends ClientEvent> void count(WebPubSubClient client, EventType<E> type, Counter counter) {
        listen(client, type, event -> counter.increment());
    }

    private static <E extends ClientEvent> void listen(
            WebPubSubClient client, EventType<E> type, Consumer<? super E> listener) {
        // For as long as the client lives.
        Subscription unused = client.on(type, listener);
    }

    private void gauge(String name, WebPubSubClient client, ToDoubleFunction<WebPubSubClient> value) {
        Gauge unused = Gauge.builder(PREFIX + name, client, value).tags(tags).register(registry);
    }

    private void total(String name, WebPubSubClient client, ToDoubleFunction<WebPubSubClient> value) {
        FunctionCounter unused =
                FunctionCounter.builder(PREFIX + name, client, value).tags(tags).register(registry);
    }

    private Counter counter(String name, Tags more) {
        return registry.counter(PREFIX + name, tags.and(more));
    }

    private Timer timer(String name, Tags more) {
        return registry.timer(PREFIX + name, tags.and(more));
    }

    /** What is told to an observer. */
    private final class Timings implements ClientObserver {
        private final Timer wait = timer("listeners.wait", Tags.empty());
        private final Timer time = timer("listeners.time", Tags.empty());

        @Override
        public void onOperation(String operation, Duration took, boolean succeeded) {
            timer("operations", Tags.of("operation", operation, "outcome", succeeded ? "success" : "failure"))
                    .record(took);
        }

        @Override
        public void onHandled(Duration waited, Duration took) {
            wait.record(waited);
            time.record(took);
        }
    }
}
