package dev.groundwave.server.admin;

import dev.groundwave.server.auth.Caller;
import dev.groundwave.server.auth.Decision;
import dev.groundwave.server.auth.TokenGate;
import dev.groundwave.server.auth.Verdict;
import dev.groundwave.server.deliveries.HandlerDeliveries;
import dev.groundwave.server.settings.Cidr;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A view of the service for those who look after it; nothing can be changed here.
 *
 * <p>Safe for all threads; never blocks. Whether the service lives and is ready is for everybody who reaches the port. The
 * rest is for programs of this machine, or else needs a token as a REST call does. Source: events-and-operations.md,
 * section 4.4; all else is our choice.
 */
public final class AdminApi {
    private static final String LIVE = "/livez";
    private static final String READY = "/readyz";
    private static final String DELIVERIES = "/api/deliveries";
    private static final String METHODS = "GET, HEAD";

    private final Optional<TokenGate> gate;
    private final BooleanSupplier draining;
    private final Supplier<List<HandlerDeliveries>> deliveries;

    /**
     * The view of a service.
     *
     * @param gate who checks the callers; empty where only programs of this machine reach the port
     * @param draining whether the service is shutting down
     * @param deliveries what became of events
     */
    public AdminApi(Optional<TokenGate> gate, BooleanSupplier draining, Supplier<List<HandlerDeliveries>> deliveries) {
        this.gate = gate;
        this.draining = draining;
        this.deliveries = deliveries;
    }

    /** Answers a request; at once, but for tokens whose issuer has to be asked. */
    public CompletionStage<AdminResponse> answer(AdminRequest request) {
        return switch (request.path()) {
            case LIVE -> forReaders(request, () -> now(AdminResponse.text(200, "alive")));
            case READY -> forReaders(request, () -> now(readiness()));
            case DELIVERIES ->
                forReaders(
                        request,
                        () -> admitted(request, () -> AdminResponse.json(DeliveriesPage.write(deliveries.get()))));
            default -> now(AdminResponse.empty(404));
        };
    }

    private AdminResponse readiness() {
        return draining.getAsBoolean() ? AdminResponse.text(503, "draining") : AdminResponse.text(200, "ready");
    }

    private static CompletionStage<AdminResponse> forReaders(
            AdminRequest request, Supplier<CompletionStage<AdminResponse>> page) {
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        return reads ? page.get() : now(AdminResponse.empty(405).with("Allow", METHODS));
    }

    private CompletionStage<AdminResponse> admitted(AdminRequest request, Supplier<AdminResponse> page) {
        if (gate.isEmpty()) {
            return now(
                    isOfThisMachine(request.host())
                            ? page.get()
                            : AdminResponse.text(403, "Call it by the name localhost or by its address."));
        }
        Decision decision = gate.get().checkRest(request.authorization(), List.of(request.host()), request.path());
        return switch (decision) {
            case Decision.Now(Verdict verdict) -> now(judged(verdict, page));
            case Decision.Later(CompletionStage<Verdict> later) -> later.thenApply(verdict -> judged(verdict, page));
        };
    }

    private static AdminResponse judged(Verdict verdict, Supplier<AdminResponse> page) {
        return switch (verdict) {
            case Verdict.Accepted(Caller caller) ->
                caller.access() == Caller.Access.NONE
                        ? AdminResponse.text(403, "The caller's role does not allow this call.")
                        : page.get();
            case Verdict.Missing() -> AdminResponse.empty(401).with("WWW-Authenticate", "Bearer");
            case Verdict.Refused(String why) ->
                AdminResponse.empty(401)
                        .with("WWW-Authenticate", "Bearer error=\"invalid_token\", error_description=\"" + why + "\"");
        };
    }

    /** A web page elsewhere may give its own name this machine's address; the name it calls by gives it away. */
    private static boolean isOfThisMachine(String host) {
        String name = host.replaceFirst(":\\d*$", "");
        String literal = name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
        return name.equalsIgnoreCase("localhost")
                || Cidr.address(literal).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    private static CompletionStage<AdminResponse> now(AdminResponse response) {
        return CompletableFuture.completedStage(response);
    }
}
