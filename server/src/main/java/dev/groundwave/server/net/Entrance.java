package dev.groundwave.server.net;

import dev.groundwave.server.auth.Peer;
import dev.groundwave.server.rest.RestResponse;
import dev.groundwave.server.settings.EdgeSettings;
import dev.groundwave.server.settings.RequestType;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What every request meets before its path is looked at: who is behind the proxies, whether the network rules let it
 * pass, and what browsers are told about other sites.
 *
 * <p>Safe for all threads; the rules can be replaced at any time. Source: events-and-operations.md, section 4.6, and
 * rest-api.md, sections 3 and 4.
 */
public final class Entrance {
    private static final String METHODS = "GET, HEAD, POST, PUT, DELETE";
    private static final String EXPOSED =
            "api-supported-versions, Retry-After, WWW-Authenticate, x-ms-client-request-id,"
                    + " x-ms-error-code, x-ms-request-id";
    private static final String TEN_MINUTES = "600";
    private static final String ORIGIN = "Origin";
    private static final String VARY = "Vary";

    private volatile EdgeSettings settings;

    /** An entrance with these rules. */
    public Entrance(EdgeSettings settings) {
        this.settings = settings;
    }

    /** Other rules for the requests from now on. */
    public void replace(EdgeSettings other) {
        settings = other;
    }

    /** Who sent a request on a connection of this peer. */
    Peer callerOf(Peer connection, HttpHeaders headers) {
        return Forwarding.callerOf(settings, connection, headers);
    }

    /** Whether the network rules let the caller ask for this. */
    boolean admits(RequestType type, Peer caller) {
        return settings.networkRules().admit(type, caller.address());
    }

    /** The answer to a browser that asks whether a page may make a call; empty for anything else. */
    Optional<RestResponse> preflight(HttpRequest request) {
        String method = request.headers().get(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD);
        if (!request.method().equals(HttpMethod.OPTIONS) || method == null || !isAllowed(request)) {
            return Optional.empty();
        }
        RestResponse answer = PlainResponses.empty(204)
                .with("Access-Control-Allow-Methods", METHODS)
                .with("Access-Control-Max-Age", TEN_MINUTES);
        String wanted = request.headers().get(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS);
        return Optional.of(wanted == null ? answer : answer.with("Access-Control-Allow-Headers", wanted));
    }

    /** The answer as it goes out, with what a browser must be told. */
    RestResponse dress(RestResponse response, @Nullable HttpRequest request) {
        EdgeSettings now = settings;
        if (now.allowedOrigins().isEmpty()) {
            return response;
        }
        boolean everybody = now.allowedOrigins().contains("*");
        RestResponse dressed = everybody ? response : response.with(VARY, ORIGIN);
        if (request == null || !isAllowed(request)) {
            return dressed;
        }
        String origin = everybody ? "*" : request.headers().get(HttpHeaderNames.ORIGIN, "");
        return dressed.with("Access-Control-Allow-Origin", origin).with("Access-Control-Expose-Headers", EXPOSED);
    }

    private boolean isAllowed(HttpRequest request) {
        String origin = request.headers().get(HttpHeaderNames.ORIGIN);
        return origin != null && settings.allowsOrigin(origin);
    }
}
