package dev.groundwave.service;

import dev.groundwave.wire.HubName;
import dev.groundwave.wire.token.AccessKey;
import dev.groundwave.wire.token.ConnectionString;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a {@link WebPubSubService} needs: a hub, and a connection string or an endpoint with a key.
 *
 * <p>For one thread. Values are checked when they are given.
 */
public final class WebPubSubServiceBuilder {
    /** How long a connection may take to come about when nothing else is said. */
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** How long an answer may take, for each try, when nothing else is said. */
    public static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofSeconds(30);

    private @Nullable URI endpoint;
    private @Nullable AccessKey accessKey;
    private @Nullable HubName hub;
    private @Nullable HttpClient httpClient;
    private Duration connectTimeout = DEFAULT_CONNECT_TIMEOUT;
    private Duration requestTimeout = DEFAULT_REQUEST_TIMEOUT;
    private RetryPolicy retryPolicy = RetryPolicy.standard();
    private HttpCaller.Surroundings surroundings = new HttpCaller.Surroundings(
            InstantSource.system(),
            WebPubSubServiceBuilder::runLater,
            () -> ThreadLocalRandom.current().nextDouble());

    WebPubSubServiceBuilder() {}

    /**
     * Endpoint and key in one.
     *
     * @throws IllegalArgumentException when it cannot be read, or its key has fewer than 32 bytes
     */
    public WebPubSubServiceBuilder connectionString(String connectionString) {
        ConnectionString parsed = ConnectionString.parse(connectionString);
        this.endpoint = parsed.endpoint();
        this.accessKey = parsed.accessKey();
        return this;
    }

    /**
     * Where the service is: {@code http} or {@code https}, host, optional port and base path.
     *
     * @throws IllegalArgumentException when it is no URL; {@link #build()} checks the rest
     */
    public WebPubSubServiceBuilder endpoint(String newEndpoint) {
        try {
            this.endpoint = new URI(newEndpoint);
        } catch (URISyntaxException e) {
            // Its message quotes the text, which may be a whole connection string given by mistake.
            throw new IllegalArgumentException("the endpoint is not a URL: " + e.getReason(), null);
        }
        return this;
    }

    /**
     * The key that signs requests and client tokens.
     *
     * @throws IllegalArgumentException when it has fewer than 32 bytes
     */
    public WebPubSubServiceBuilder accessKey(String newAccessKey) {
        this.accessKey = new AccessKey(newAccessKey);
        return this;
    }

    /**
     * The hub that all calls are about.
     *
     * @throws IllegalArgumentException when it may not be a hub's name
     */
    public WebPubSubServiceBuilder hub(String name) {
        this.hub = new HubName(name);
        return this;
    }

    /** An HTTP client of one's own, with its proxy, TLS and executor; its connect timeout counts. */
    public WebPubSubServiceBuilder httpClient(HttpClient newHttpClient) {
        this.httpClient = newHttpClient;
        return this;
    }

    /** How long a connection may take to come about. */
    public WebPubSubServiceBuilder connectTimeout(Duration timeout) {
        this.connectTimeout = positive(timeout);
        return this;
    }

    /** How long an answer may take, for each try. */
    public WebPubSubServiceBuilder requestTimeout(Duration timeout) {
        this.requestTimeout = positive(timeout);
        return this;
    }

    /** Which failed calls are repeated. */
    public WebPubSubServiceBuilder retryPolicy(RetryPolicy policy) {
        this.retryPolicy = policy;
        return this;
    }

    /** Time and chance for tests. */
    WebPubSubServiceBuilder surroundings(HttpCaller.Surroundings newSurroundings) {
        this.surroundings = newSurroundings;
        return this;
    }

    /**
     * The service with blocking calls; {@link WebPubSubService#async()} leads to the one with futures.
     *
     * @throws IllegalStateException when hub, endpoint or key is missing
     * @throws IllegalArgumentException when the endpoint is no http or https address
     */
    public WebPubSubService build() {
        ConnectionString address =
                new ConnectionString(given(endpoint, "an endpoint"), given(accessKey, "an access key"));
        Endpoint hubEndpoint = new Endpoint(address.endpoint(), given(hub, "a hub"));
        HttpClient http = httpClient != null ? httpClient : defaultHttpClient(address.endpoint());
        RequestSigner signer = new RequestSigner(address.accessKey(), surroundings.clock());
        HttpCaller caller = new HttpCaller(http, signer, retryPolicy, requestTimeout, surroundings);
        ClientUrls urls = new ClientUrls(hubEndpoint, address.accessKey(), surroundings.clock());
        return new WebPubSubService(new AsyncWebPubSubService(new Calls(hubEndpoint), caller, urls));
    }

    private HttpClient defaultHttpClient(URI address) {
        // Over plain http the JDK would ask every server for an upgrade to HTTP/2, which some answer badly.
        boolean plain = "http".equalsIgnoreCase(address.getScheme());
        return HttpClient.newBuilder()
                .connectTimeout(connectTimeout)
                .version(plain ? HttpClient.Version.HTTP_1_1 : HttpClient.Version.HTTP_2)
                .build();
    }

    private static void runLater(Duration delay, Runnable task) {
        CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS)
                .execute(task);
    }

    private static Duration positive(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("a timeout is longer than nothing, not " + timeout);
        }
        return timeout;
    }

    private static <T> T given(@Nullable T value, String what) {
        if (value == null) {
            throw new IllegalStateException("the service needs " + what);
        }
        return value;
    }
}
