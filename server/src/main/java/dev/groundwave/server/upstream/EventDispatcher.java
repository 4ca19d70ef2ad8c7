package dev.groundwave.server.upstream;

import dev.groundwave.server.listener.EventListeners;
import dev.groundwave.server.settings.AccessKeys;
import dev.groundwave.server.settings.PresenceEvent;
import dev.groundwave.server.settings.ServerSettings;
import dev.groundwave.server.settings.SystemEvent;
import dev.groundwave.wire.HubName;
import dev.groundwave.wire.event.CloudEventHeaders;
import dev.groundwave.wire.event.EventClient;
import dev.groundwave.wire.event.EventSignature;
import dev.groundwave.wire.event.UpstreamEvent;
import dev.groundwave.wire.event.UpstreamReply;
import dev.groundwave.wire.event.UpstreamResponse;
import io.netty.channel.EventLoopGroup;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * Finds the handler of an event and brings its answer back, or says that there is none.
 *
 * <p>Knows nothing of the hub: answers are values for whoever asked. Safe for all threads; never blocks. Every event that
 * does not reach its handler is counted and logged here, save those that were given up by whoever raised them. Source:
 * events-and-operations.md, section 1.
 */
public final class EventDispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(EventDispatcher.class);
    private static final String UNEXPECTED = "HttpHandlerUnexpectedResponse: Sending message during operation hub:{},"
            + "event:{},type:{},category:{},requestType:{} got ";

    /** In the log, of an event for which there is no room. */
    private static final String OVERFLOW = "unexpected response with status code 503: " + CallFailure.OVERFLOW.text();

    private final EventListeners listeners;
    private final Upstreams upstreams;
    private final UpstreamCounters counters = new UpstreamCounters();
    private final Disposable.Composite calls = Disposables.composite();
    private final String origin;
    private final InstantSource clock;

    /** Replaced when the keys change. */
    private volatile CloudEventHeaders cloudEvents;

    /**
     * The handlers of the settings, called on the server's event loops, and the listeners.
     *
     * @param endpoint under which clients know the service; asked for late, because its port may be
     * @param tunnels the way through the tunnels of a hub
     */
    public EventDispatcher(
            ServerSettings settings,
            EventLoopGroup loops,
            Supplier<URI> endpoint,
            InstantSource clock,
            Function<HubName, UpstreamWay> tunnels) {
        this.origin = settings.publicHost();
        this.cloudEvents = cloudEvents(settings.accessKeys());
        this.clock = clock;
        this.listeners = EventListeners.start(settings.hubs(), clock);
        this.upstreams = new Upstreams(loops, new OriginRule(origin, endpoint), counters, tunnels);
        upstreams.prepare(settings.hubs(), settings.upstream()).run();
    }

    private CloudEventHeaders cloudEvents(AccessKeys keys) {
        return new CloudEventHeaders(origin, new EventSignature(keys.primary(), keys.secondary()));
    }

    /**
     * Makes ready what counts for the events that come: other keys to sign with, other handlers, other ways to call them.
     * Events under way end as they began.
     *
     * @return what makes it count from then on, and asks the handlers for their consent
     * @throws IllegalArgumentException when handlers cannot be called like that
     */
    public Runnable prepare(ServerSettings changed) {
        Runnable handlers = upstreams.prepare(changed.hubs(), changed.upstream());
        return () -> {
            cloudEvents = cloudEvents(changed.accessKeys());
            handlers.run();
            validate();
        };
    }

    /**
     * One new connection's events.
     *
     * @param spelling the hub's name as the client wrote it
     */
    public EventSession open(HubName hub, String spelling, String connectionId) {
        return new EventSession(this, listeners, hub, spelling, connectionId);
    }

    /** Asks all handlers for their consent, so that what is wrong is in the log before the first event. */
    public void validate() {
        upstreams.forEach(upstream -> {
            if (upstream.canBeAskedEarly()) {
                upstream.validateAnew()
                        .subscribe(agreed ->
                                LOG.info("Event handler {}. url={}", agreed ? "agreed" : "did not agree", upstream));
            }
        });
    }

    /** Who only observes. They have an end of their own, behind that of the handlers. */
    public EventListeners listeners() {
        return listeners;
    }

    /** What has become of events. */
    public UpstreamCounters counters() {
        return counters;
    }

    /** Gives up all calls under way, and ends all connections to handlers. */
    public void close() {
        int lost = counters.inFlight();
        if (lost > 0) {
            LOG.warn("HttpHandlerUnexpectedResponse: {} events under way are given up, the server stops.", lost);
        }
        calls.dispose();
        upstreams.close();
    }

    /**
     * Sends an event to the handler that wants it. The answer never fails: what went wrong is an
     * {@link UpstreamReply.Failed}. Cancelling it gives the call up.
     *
     * @param reader makes of a response what it means
     */
    CompletableFuture<UpstreamReply> ask(
            HubName hub, UpstreamEvent event, CookieJar cookies, Function<UpstreamResponse, UpstreamReply> reader) {
        Optional<Upstream> upstream = choose(hub, event);
        if (upstream.isEmpty()) {
            if (event instanceof UpstreamEvent.UserEvent) {
                counters.countUnhandled();
                LOG.warn(
                        "Upstream not found for hub:{},event:{},type:user,category:messages connectionId={}",
                        event.client().hub(),
                        event.name(),
                        event.client().connectionId());
            }
            return CompletableFuture.completedFuture(new UpstreamReply.Failed("no handler wants the event"));
        }
        Runnable end = counters.begin();
        CompletableFuture<UpstreamReply> answer = new CompletableFuture<>();
        Disposable call = send(upstream.get(), event, cookies)
                .doFinally(_ -> upstream.get().end())
                .map(reader)
                .doOnNext(reply -> note(event, reply))
                .onErrorResume(fault -> Mono.just(noteFault(event, fault)))
                .doOnCancel(end)
                .subscribe(reply -> {
                    end.run();
                    answer.complete(reply);
                });
        calls.add(call);
        answer.whenComplete((_, _) -> {
            call.dispose();
            calls.remove(call);
        });
        return answer;
    }

    /** The handler of an event, which a call goes to from now on. */
    private Optional<Upstream> choose(HubName hub, UpstreamEvent event) {
        while (true) {
            Optional<Upstream> found =
                    ofHub(hub).stream().filter(each -> each.wants(event)).findFirst();
            if (found.isEmpty() || found.get().tryBegin()) {
                return found;
            }
            // The settings changed in between: there are others by now.
        }
    }

    /** Whether a handler wants the event. */
    boolean isWanted(HubName hub, SystemEvent event) {
        return ofHub(hub).stream().anyMatch(upstream -> upstream.wants(event));
    }

    /** Whether a handler wants this one. */
    boolean isWanted(HubName hub, UpstreamEvent event) {
        return ofHub(hub).stream().anyMatch(upstream -> upstream.wants(event));
    }

    /** Whether a handler wants to hear that this happened in the group. No stream: asked at every change of every group. */
    boolean isWanted(HubName hub, PresenceEvent event, String group) {
        for (Upstream upstream : ofHub(hub)) {
            if (upstream.wants(event, group)) {
                return true;
            }
        }
        return false;
    }

    /** Events that wait behind another one are lost when their client leaves, or when the handler takes no more. */
    void noteLost(EventClient client, int events) {
        for (int i = 0; i < events; i++) {
            counters.countOutcome(false);
        }
        LOG.warn(
                "HttpHandlerUnexpectedResponse: {} events that waited are lost, their client is gone. hub={}"
                        + " connectionId={}",
                events,
                client.hub(),
                client.connectionId());
    }

    /**
     * An event that finds too many of its connection before it is lost.
     *
     * @param first whether the one before it was not
     */
    void noteOverflow(UpstreamEvent event, boolean first) {
        counters.countOutcome(false);
        if (first) {
            noteTrouble(event, OVERFLOW);
        }
    }

    private List<Upstream> ofHub(HubName hub) {
        return upstreams.of(hub);
    }

    private Mono<UpstreamResponse> send(Upstream upstream, UpstreamEvent event, CookieJar cookies) {
        return cloudEvents
                .of(event, clock.instant(), UUID.randomUUID().toString())
                .map(headers -> upstream.send(event, headers, cookies))
                .orElseGet(() -> Mono.error(new CallFailedException(CallFailure.UNSENDABLE)));
    }

    private void note(UpstreamEvent event, UpstreamReply reply) {
        switch (reply) {
            case UpstreamReply.Accepted _, UpstreamReply.Reply _, UpstreamReply.Nothing _ ->
                counters.countOutcome(true);
            case UpstreamReply.Rejected rejected -> noteStatus(event, rejected.status());
            case UpstreamReply.Failed(String why) -> {
                counters.countOutcome(false);
                noteTrouble(event, "an answer that cannot be used: " + why);
            }
        }
    }

    /** That a client is turned away is what the handler is there for. */
    private void noteStatus(UpstreamEvent event, int status) {
        boolean verdict = event instanceof UpstreamEvent.Connect && !UpstreamClient.isTemporary(status);
        counters.countOutcome(verdict);
        if (verdict) {
            LOG.debug(
                    "Event handler turned a client away. status={} hub={} connectionId={}",
                    status,
                    event.client().hub(),
                    event.client().connectionId());
        } else {
            noteTrouble(event, "unexpected response with status code " + status);
        }
    }

    private UpstreamReply noteFault(UpstreamEvent event, Throwable fault) {
        counters.countOutcome(false);
        CallFailure failure = fault instanceof CallFailedException call ? call.failure() : CallFailure.FAULT;
        noteTrouble(event, failure == CallFailure.OVERFLOW ? OVERFLOW : "no response: " + failure.text());
        if (failure == CallFailure.FAULT) {
            LOG.error("Fault in a call of an event handler.", fault);
        }
        return new UpstreamReply.Failed(failure.text());
    }

    private static void noteTrouble(UpstreamEvent event, String what) {
        boolean user = event instanceof UpstreamEvent.UserEvent;
        LOG.warn(
                UNEXPECTED + "{} connectionId={}",
                event.client().hub(),
                event.name(),
                user ? "user" : "sys",
                user ? "messages" : "connections",
                event.getClass().getSimpleName(),
                what,
                event.client().connectionId());
    }
}
