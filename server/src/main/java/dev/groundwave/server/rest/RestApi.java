package dev.groundwave.server.rest;

import dev.groundwave.hub.Hubs;
import dev.groundwave.server.auth.Caller;
import dev.groundwave.server.auth.Decision;
import dev.groundwave.server.auth.TokenGate;
import dev.groundwave.server.auth.Verdict;
import dev.groundwave.server.settings.ServerSettings;
import dev.groundwave.wire.Bytes;
import dev.groundwave.wire.HubName;
import dev.groundwave.wire.Payload;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data-plane REST API: method and path to operation to response.
 *
 * <p>Safe for all threads; never blocks. It knows no HTTP library: the transport reads heads and bodies and writes the
 * answers. Checks come in the order of rest-api.md, section 3: draining, route, token, parameters, body, effect.
 */
public final class RestApi {
    private static final Logger LOG = LoggerFactory.getLogger(RestApi.class);

    private final TokenGate gate;
    private final BooleanSupplier draining;
    private final int maxBodyBytes;
    private final Router router;
    private final OperationParser.Context context;
    private final OperationRunner runner;
    private final RequestIds ids = new RequestIds();

    /**
     * The API of a node.
     *
     * @param draining whether the service is shutting down, so that callers go elsewhere; asked on any thread
     */
    public RestApi(Hubs hubs, TokenGate gate, ServerSettings settings, InstantSource clock, BooleanSupplier draining) {
        this.gate = gate;
        this.draining = draining;
        this.maxBodyBytes = settings.limits().restBodyBytes();
        this.router = new Router(settings.publicEndpoints());
        PageTokens pages = new PageTokens(gate::keys);
        this.context = new OperationParser.Context(new CallersEndpoint(settings.publicEndpoints()), pages);
        this.runner = new OperationRunner(
                hubs, new ClientTokenIssuer(() -> gate.keys().primary(), clock), pages);
    }

    /** Begins a call. An operation without a body is under way when this returns. Any thread. */
    public RestCall open(RestHead head) {
        return route(head, this::admit);
    }

    /**
     * Carries a whole call out for a caller who was checked before, and whose word counts for one hub. Any thread.
     *
     * <p>Source: events-and-operations.md, section 3.4; that a call for another hub is refused is our choice: the audience
     * of the caller's token names the hub.
     *
     * @return completed on any thread, never exceptionally
     */
    public CompletionStage<RestResponse> run(Caller caller, HubName hub, RestHead head, Bytes body) {
        RestCall call = route(
                head,
                (found, _) -> isOf(hub, found)
                        ? conclude(new Verdict.Accepted(caller), found, head)
                        : answered(
                                head,
                                RestError.forbidden("The caller's token is for another hub.")
                                        .response()));
        return switch (call) {
            case RestCall.Answered(RestResponse response) -> CompletableFuture.completedStage(response);
            case RestCall.Ready(CompletionStage<RestResponse> response) -> response;
            case RestCall.Awaiting awaiting -> awaiting.body().apply(body);
            case RestCall.Deferred _ -> throw new IllegalStateException("the caller was checked before");
        };
    }

    private static boolean isOf(HubName hub, RouteMatch.Found found) {
        return Optional.ofNullable(found.rawNames().get(Route.HUB))
                .flatMap(PercentCoding::decodeSegment)
                .flatMap(HubName::parse)
                .filter(hub::equals)
                .isPresent();
    }

    /** How a call goes on whose route is known. */
    private interface Admission {
        RestCall admit(RouteMatch.Found found, RestHead head);
    }

    private RestCall route(RestHead head, Admission admission) {
        RequestTarget target = RequestTarget.parse(head.target());
        RouteMatch match = router.find(head.method(), target);
        if (draining.getAsBoolean()) {
            return answered(head, unavailable(match));
        }
        return switch (match) {
            case RouteMatch.Nothing() -> answered(head, RestResponse.empty(404));
            case RouteMatch.WrongMethod(List<String> allowed) ->
                answered(head, RestResponse.empty(405).with("Allow", String.join(", ", allowed)));
            case RouteMatch.Found found when found.route() == Route.HEALTH -> answered(head, RestResponse.empty(200));
            case RouteMatch.Found found -> admission.admit(found, head);
        };
    }

    /** A call from an address that the network rules keep out. Only the health is for everybody. */
    public RestCall denied(RestHead head) {
        RouteMatch match = router.find(head.method(), RequestTarget.parse(head.target()));
        return match instanceof RouteMatch.Found found && found.route() == Route.HEALTH
                ? open(head)
                : answered(
                        head,
                        RestError.forbidden("Calls from this address are not allowed.")
                                .response());
    }

    /** The answer to a body above the limit, whose rest the transport need not read. */
    public RestResponse oversized() {
        return ids.mark(RestError.oversized().response());
    }

    /** The answer when the service itself failed. */
    public RestResponse internalError() {
        return ids.mark(RestError.internal().response());
    }

    private static RestResponse unavailable(RouteMatch match) {
        boolean health = match instanceof RouteMatch.Found found && found.route() == Route.HEALTH;
        RestResponse response =
                health ? RestResponse.empty(503) : RestError.draining().response();
        return response.with("Retry-After", "1");
    }

    private RestCall admit(RouteMatch.Found found, RestHead head) {
        Decision decision = gate.checkRest(
                head.header("authorization"),
                head.values("host"),
                found.target().path());
        return switch (decision) {
            case Decision.Now(Verdict verdict) -> conclude(verdict, found, head);
            case Decision.Later(CompletionStage<Verdict> later) ->
                new RestCall.Deferred(later.thenApply(verdict -> conclude(verdict, found, head))
                        .exceptionally(fault -> {
                            LOG.error("A token could not be checked.", fault);
                            return new RestCall.Answered(internalError());
                        }));
        };
    }

    private RestCall conclude(Verdict verdict, RouteMatch.Found found, RestHead head) {
        return switch (verdict) {
            case Verdict.Accepted(Caller caller) ->
                mayCall(caller, head.method())
                        ? start(found, head)
                        : answered(
                                head,
                                RestError.forbidden("The caller's role does not allow this call.")
                                        .response());
            case Verdict.Missing() -> answered(head, challenge("Bearer"));
            case Verdict.Refused(String why) ->
                answered(head, challenge("Bearer error=\"invalid_token\", error_description=\"" + why + "\""));
        };
    }

    private static boolean mayCall(Caller caller, String method) {
        return switch (caller.access()) {
            case OWNER -> true;
            case READER -> method.equals("HEAD") || method.equals("GET");
            case NONE -> false;
        };
    }

    private static RestResponse challenge(String scheme) {
        return RestResponse.empty(401).with("WWW-Authenticate", scheme);
    }

    private RestCall start(RouteMatch.Found found, RestHead head) {
        try {
            RestOperation operation = OperationParser.parse(found, head, context);
            if (operation instanceof RestOperation.Send send) {
                BodyLength.check(head, maxBodyBytes);
                MessageBody body = MessageBody.of(head.values("content-type"));
                return awaiting(head, send, bytes -> {
                    Payload payload = body.read(bytes);
                    return () -> runner.send(send, payload);
                });
            }
            BodyLength.checkUnwanted(head, maxBodyBytes);
            if (operation instanceof RestOperation.ChangeGroups groups) {
                MessageBody.Json body = MessageBody.json(head.values("content-type"));
                return awaiting(head, groups, bytes -> {
                    GroupChange change = GroupChange.parse(body.text(bytes));
                    return () -> runner.change(groups, change);
                });
            }
            return new RestCall.Ready(guarded(head, operation, () -> runner.run(operation)));
        } catch (BadRequestException e) {
            return answered(head, e.error().response());
        }
    }

    /** Checks a body as a whole, before anything is done. */
    private interface BodyReader {
        /** What is then to be done. */
        Supplier<CompletionStage<RestResponse>> read(Bytes body) throws BadRequestException;
    }

    private RestCall awaiting(RestHead head, RestOperation operation, BodyReader reader) {
        return new RestCall.Awaiting(maxBodyBytes, bytes -> {
            try {
                if (bytes.size() > maxBodyBytes) {
                    throw new BadRequestException(RestError.oversized());
                }
                return guarded(head, operation, reader.read(bytes));
            } catch (BadRequestException e) {
                return CompletableFuture.completedStage(ids.mark(e.error().response(), head));
            }
        });
    }

    /** Runs an operation so that a bug becomes an answer, wherever it shows. */
    private CompletionStage<RestResponse> guarded(
            RestHead head, RestOperation operation, Supplier<CompletionStage<RestResponse>> run) {
        return CompletableFuture.completedStage(run).thenCompose(Supplier::get).handle((response, fault) -> {
            if (fault == null) {
                return ids.mark(response, head);
            }
            LOG.error("REST call failed: hub={} operation={}", operation.hub(), name(operation), fault);
            return ids.mark(RestError.internal().response(), head);
        });
    }

    private static String name(RestOperation operation) {
        return operation.getClass().getSimpleName();
    }

    private RestCall answered(RestHead head, RestResponse response) {
        return new RestCall.Answered(ids.mark(response, head));
    }
}
