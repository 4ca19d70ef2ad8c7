package dev.groundwave.server.listener;

import dev.groundwave.server.settings.EventListenerSettings;
import dev.groundwave.server.settings.HubSettings;
import dev.groundwave.server.settings.KafkaEndpoint;
import dev.groundwave.server.settings.SystemEvent;
import dev.groundwave.wire.HubName;
import dev.groundwave.wire.event.UpstreamEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/**
 * Everybody who only observes hubs. Each listener that wants an event gets it, whatever handlers do.
 *
 * <p>Safe for all threads; only {@link #close} blocks. Source: events-and-operations.md, section 2.
 */
public final class EventListeners {
    private final InstantSource clock;
    private final BiFunction<HubName, EventListenerSettings, EventSink> sinks;
    private final EventListenerCounters counters;

    /** Replaced as a whole. */
    private volatile Map<HubName, List<Listener>> listeners = Map.of();

    /** Under the lock. */
    private boolean closed;

    /** One listener at run time. */
    private record Listener(EventListenerSettings settings, EventSink sink) {
        boolean wants(UpstreamEvent event) {
            return switch (event) {
                case UpstreamEvent.Connect _, UpstreamEvent.Joined _, UpstreamEvent.Left _ -> false;
                case UpstreamEvent.Connected _ -> wants(SystemEvent.CONNECTED);
                case UpstreamEvent.Disconnected _ -> wants(SystemEvent.DISCONNECTED);
                case UpstreamEvent.UserEvent user -> settings.userEvents().matches(user.name());
            };
        }

        boolean wants(SystemEvent event) {
            return settings.systemEvents().contains(event);
        }
    }

    private EventListeners(
            InstantSource clock,
            BiFunction<HubName, EventListenerSettings, EventSink> sinks,
            EventListenerCounters counters) {
        this.clock = clock;
        this.sinks = sinks;
        this.counters = counters;
    }

    /** The listeners of these hubs. They connect on their own threads, whenever their brokers are there. */
    public static EventListeners start(Map<HubName, HubSettings> hubs, InstantSource clock) {
        EventListenerCounters counters = new EventListenerCounters();
        AtomicInteger number = new AtomicInteger();
        EventListeners started = new EventListeners(
                clock,
                (hub, settings) -> kafka(
                        "hub=" + hub.value() + " topic=" + settings.endpoint().topic(),
                        settings.endpoint(),
                        "groundwave-" + hub.value() + "-" + number.incrementAndGet(),
                        counters),
                counters);
        started.replace(hubs, Duration.ZERO);
        return started;
    }

    /** The same with other sinks. */
    static EventListeners start(
            Map<HubName, HubSettings> hubs,
            InstantSource clock,
            BiFunction<HubName, EventListenerSettings, EventSink> sinks) {
        EventListeners started = new EventListeners(clock, sinks, new EventListenerCounters());
        started.replace(hubs, Duration.ZERO);
        return started;
    }

    private static EventSink kafka(
            String name, KafkaEndpoint endpoint, String clientId, EventListenerCounters counters) {
        return new KafkaSink(
                        new WaitingEvents(KafkaProducers.bufferBytes(endpoint)),
                        () -> KafkaProducers.open(endpoint, clientId),
                        new KafkaRecords(endpoint)::of,
                        counters,
                        new LossReport(name, counters, System::nanoTime))
                .start();
    }

    /**
     * Takes over other listeners. Those whose settings stay go on undisturbed; what the others were given is still
     * sent.
     *
     * @param atMost how long that may take, in the background
     */
    public synchronized void replace(Map<HubName, HubSettings> hubs, Duration atMost) {
        if (closed) {
            return;
        }
        Map<HubName, List<Listener>> next = new HashMap<>();
        List<Listener> over = new ArrayList<>();
        listeners.values().forEach(over::addAll);
        hubs.forEach((hub, settings) -> {
            List<Listener> before = new ArrayList<>(listeners.getOrDefault(hub, List.of()));
            List<Listener> ofHub = new ArrayList<>();
            for (EventListenerSettings each : settings.events().listeners()) {
                Listener listener = before.stream()
                        .filter(known -> known.settings().equals(each))
                        .findFirst()
                        .orElseGet(() -> new Listener(each, sinks.apply(hub, each)));
                before.remove(listener);
                over.remove(listener);
                ofHub.add(listener);
            }
            if (!ofHub.isEmpty()) {
                next.put(hub, List.copyOf(ofHub));
            }
        });
        listeners = Map.copyOf(next);
        over.forEach(each -> Thread.ofVirtual().start(() -> each.sink().close(atMost)));
    }

    /** Whether a listener wants such events. */
    public boolean isWanted(HubName hub, SystemEvent event) {
        return ofHub(hub).stream().anyMatch(listener -> listener.wants(event));
    }

    /** Hands an event to all listeners that want it: whether there is one. What becomes of it there changes nothing. */
    public boolean offer(HubName hub, UpstreamEvent event) {
        RaisedEvent raised = null;
        for (Listener listener : ofHub(hub)) {
            if (listener.wants(event)) {
                raised = raised == null ? new RaisedEvent(event, clock.instant()) : raised;
                listener.sink().offer(raised);
            }
        }
        return raised != null;
    }

    private List<Listener> ofHub(HubName hub) {
        return listeners.getOrDefault(hub, List.of());
    }

    /** What has become of events. */
    public EventListenerCounters counters() {
        return counters;
    }

    /** Sends what was taken, all listeners at the same time, but no longer than this. What comes later is dropped. */
    public void close(Duration atMost) {
        synchronized (this) {
            closed = true;
        }
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            listeners
                    .values()
                    .forEach(ofHub ->
                            ofHub.forEach(each -> all.execute(() -> each.sink().close(atMost))));
        }
    }
}
