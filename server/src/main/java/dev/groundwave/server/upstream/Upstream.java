package dev.groundwave.server.upstream;

import dev.groundwave.server.settings.EventHandlerSettings;
import dev.groundwave.server.settings.PresenceEvent;
import dev.groundwave.server.settings.SystemEvent;
import dev.groundwave.server.settings.UpstreamAuth;
import dev.groundwave.server.settings.UpstreamSettings;
import dev.groundwave.wire.HubName;
import dev.groundwave.wire.event.UpstreamEvent;
import dev.groundwave.wire.event.UpstreamResponse;
import io.netty.channel.EventLoopGroup;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * One event handler of one hub at run time: what it wants, whether it agreed, how to prove who we are, and the way there.
 *
 * <p>Safe for all threads; never blocks.
 */
final class Upstream {
    private static final int UNAUTHORIZED = 401;

    private final EventHandlerSettings settings;
    private final Duration deadline;
    private final UpstreamClient client;
    /** The way to the issuer of tokens, which is another one where the handler is behind tunnels. */
    private final UpstreamClient web;

    private final OriginValidation validation;

    private final CallsUnderWay underWay;

    /** Null unless the handler wants such a token. */
    private final @Nullable ClientCredentialsToken token;

    private Upstream(
            EventHandlerSettings settings,
            Duration deadline,
            UpstreamClient client,
            UpstreamClient web,
            OriginValidation validation) {
        this.settings = settings;
        this.deadline = deadline;
        this.client = client;
        this.web = web;
        this.validation = validation;
        this.underWay = new CallsUnderWay(this::close);
        this.token = settings.auth() instanceof UpstreamAuth.ClientCredentials credentials
                ? new ClientCredentialsToken(credentials, request -> web.send(request, deadline), System::nanoTime)
                : null;
    }

    /**
     * What all handlers of a server share.
     *
     * @param loops for connections and timers
     * @param tunnels the way through the tunnels of a hub
     */
    record Surroundings(
            EventLoopGroup loops,
            UpstreamSettings settings,
            UpstreamCounters counters,
            OriginRule origin,
            Function<HubName, UpstreamWay> tunnels) {}

    /** A handler of a hub, of which nothing is known yet. */
    static Upstream of(Surroundings around, HubName hub, EventHandlerSettings handler) {
        boolean tunnelled = handler.url().isTunnel();
        UpstreamClient client = client(
                around, tunnelled ? around.tunnels().apply(hub) : new HttpWay(around.loops(), around.settings()));
        boolean fetchesElsewhere = tunnelled && handler.auth() instanceof UpstreamAuth.ClientCredentials;
        UpstreamClient web = fetchesElsewhere ? client(around, new HttpWay(around.loops(), around.settings())) : client;
        OriginValidation validation = new OriginValidation(
                handler.url().resolve(hub.value(), "validate"),
                around.origin(),
                request -> client.send(request, OriginValidation.DEADLINE),
                System::nanoTime,
                around.counters());
        return new Upstream(handler, around.settings().timeout(), client, web, validation);
    }

    private static UpstreamClient client(Surroundings around, UpstreamWay way) {
        return new UpstreamClient(around.loops(), around.settings(), around.counters(), way);
    }

    /** A handler at the place of another one, which wants to hear something else. */
    private Upstream(Upstream before, EventHandlerSettings settings) {
        this.settings = settings;
        this.deadline = before.deadline;
        this.client = before.client;
        this.web = before.web;
        this.validation = before.validation;
        this.underWay = before.underWay;
        this.token = before.token;
    }

    EventHandlerSettings settings() {
        return settings;
    }

    /** Whether such a handler would be called at the same address and with the same credentials. */
    boolean isAtPlaceOf(EventHandlerSettings other) {
        return settings.url().equals(other.url()) && settings.auth().equals(other.auth());
    }

    /** The same with other wishes; connections and consent go on. */
    Upstream as(EventHandlerSettings other) {
        return new Upstream(this, other);
    }

    /** Whether the other one uses the same connections. */
    // Whose calls they are is a matter of identity.
    @SuppressWarnings("ReferenceEquality")
    boolean sharesWayWith(Upstream other) {
        return underWay == other.underWay;
    }

    /** Lets one call more go to the handler, until {@link #end}; false when the settings have it no longer. */
    boolean tryBegin() {
        return underWay.tryBegin();
    }

    /** A call is over. */
    void end() {
        underWay.end();
    }

    /** The settings have it no longer: it is closed when nothing is under way. */
    void giveUp() {
        underWay.giveUp();
    }

    /** Whether the event is one that the handler wants. */
    boolean wants(UpstreamEvent event) {
        return switch (event) {
            case UpstreamEvent.Connect _ -> wants(SystemEvent.CONNECT);
            case UpstreamEvent.Connected _ -> wants(SystemEvent.CONNECTED);
            case UpstreamEvent.Disconnected _ -> wants(SystemEvent.DISCONNECTED);
            case UpstreamEvent.UserEvent user -> settings.userEvents().matches(user.name());
            case UpstreamEvent.Joined joined -> wants(PresenceEvent.JOINED, joined.group());
            case UpstreamEvent.Left left -> wants(PresenceEvent.LEFT, left.group());
        };
    }

    /** Whether the handler wants such events. */
    boolean wants(SystemEvent event) {
        return settings.systemEvents().contains(event);
    }

    /** Whether the handler wants to hear that this happened in the group. */
    boolean wants(PresenceEvent event, String group) {
        return settings.groupPresence().matches(event, group);
    }

    /** Whether the handler wants anything at all. */
    boolean wantsAnything() {
        return settings.wantsAnything();
    }

    /** Whether the handler can be asked for its consent when the server starts: tunnels come later. */
    boolean canBeAskedEarly() {
        return wantsAnything() && !settings.url().isTunnel();
    }

    /** Asks for the handler's consent, if that is due or was refused before. */
    Mono<Boolean> validateAnew() {
        validation.forgetRefusal();
        return validate();
    }

    /**
     * Asks for the handler's consent, if that is due. Who opened a tunnel wants the events: there the answer is for the
     * log alone. Source: events-and-operations.md, section 3.3.
     */
    Mono<Boolean> validate() {
        if (settings.skipValidation()) {
            return Mono.just(true);
        }
        if (settings.url().isTunnel()) {
            validation.check().subscribe();
            return Mono.just(true);
        }
        return validation.check();
    }

    /**
     * Sends an event when it is subscribed to. Ends with a response of any status, or with a
     * {@link CallFailedException}.
     */
    Mono<UpstreamResponse> send(UpstreamEvent event, List<Map.Entry<String, String>> headers, CookieJar cookies) {
        URI uri = settings.url().resolve(event.client().hub(), event.name());
        UpstreamRequest plain =
                new UpstreamRequest("POST", uri, headers, event.body(), Optional.of(cookies.affinity()));
        UpstreamRequest request = cookies.headerFor(uri)
                .map(cookie -> plain.with("Cookie", cookie))
                .orElse(plain);
        return validate()
                .flatMap(agreed ->
                        agreed ? authorization() : Mono.error(new CallFailedException(CallFailure.NO_CONSENT)))
                .flatMap(value -> client.send(
                        value.map(text -> request.with("Authorization", text)).orElse(request), deadline))
                .doOnNext(response -> take(response, uri, cookies));
    }

    private Mono<Optional<String>> authorization() {
        if (token != null) {
            return token.bearer().map(Optional::of);
        }
        return Mono.just(
                settings.auth() instanceof UpstreamAuth.Header(String value) ? Optional.of(value) : Optional.empty());
    }

    private void take(UpstreamResponse response, URI uri, CookieJar cookies) {
        if (response.isSuccess()) {
            cookies.keep(uri, response);
        } else if (response.status() == UNAUTHORIZED && token != null) {
            token.forget();
        }
    }

    /** Ends the connections to the handler. */
    void close() {
        client.close();
        web.close();
    }

    /** Tells the address without its query. */
    @Override
    public String toString() {
        return settings.url().toString();
    }
}
