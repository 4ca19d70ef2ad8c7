package dev.groundwave.server.upstream;

import dev.groundwave.server.settings.EventHandlerSettings;
import dev.groundwave.server.settings.PresenceEvent;
import dev.groundwave.server.settings.SystemEvent;
import dev.groundwave.server.settings.UpstreamAuth;
import dev.groundwave.wire.event.UpstreamEvent;
import dev.groundwave.wire.event.UpstreamResponse;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final OriginValidation validation;

    private final CallsUnderWay underWay;

    /** Null unless the handler wants such a token. */
    private final @Nullable ClientCredentialsToken token;

    Upstream(EventHandlerSettings settings, Duration deadline, UpstreamClient client, OriginValidation validation) {
        this.settings = settings;
        this.deadline = deadline;
        this.client = client;
        this.validation = validation;
        this.underWay = new CallsUnderWay(this::close);
        this.token = settings.auth() instanceof UpstreamAuth.ClientCredentials credentials
                ? new ClientCredentialsToken(credentials, request -> client.send(request, deadline), System::nanoTime)
                : null;
    }

    /** A handler at the place of another one, which wants to hear something else. */
    private Upstream(Upstream before, EventHandlerSettings settings) {
        this.settings = settings;
        this.deadline = before.deadline;
        this.client = before.client;
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

    /** Asks for the handler's consent, if that is due or was refused before. */
    Mono<Boolean> validateAnew() {
        validation.forgetRefusal();
        return validate();
    }

    /** Asks for the handler's consent, if that is due. */
    Mono<Boolean> validate() {
        return settings.skipValidation() ? Mono.just(true) : validation.check();
    }

    /**
     * Sends an event when it is subscribed to. Ends with a response of any status, or with a
     * {@link CallFailedException}.
     */
    Mono<UpstreamResponse> send(UpstreamEvent event, List<Map.Entry<String, String>> headers, CookieJar cookies) {
        URI uri = settings.url().resolve(event.client().hub(), event.name());
        UpstreamRequest plain = new UpstreamRequest("POST", uri, headers, event.body());
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
    }

    /** Tells the address without its query. */
    @Override
    public String toString() {
        return settings.url().toString();
    }
}
