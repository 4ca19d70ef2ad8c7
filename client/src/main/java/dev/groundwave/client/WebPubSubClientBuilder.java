package dev.groundwave.client;

import dev.groundwave.client.port.Timers;
import dev.groundwave.client.port.Transport;
import dev.groundwave.client.schedule.SharedThreads;
import dev.groundwave.client.schedule.SleepWatch;
import dev.groundwave.client.transport.Channel;
import dev.groundwave.client.transport.JdkWebSocketTransport;
import dev.groundwave.wire.Bytes;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.PayloadCodec;
import dev.groundwave.wire.WireLimits;
import java.net.ProxySelector;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Sets up a {@link WebPubSubClient}; every option but the access has a default. Not for several threads at once.
 *
 * <p>Wrong values are an {@link IllegalArgumentException} at once. Source: client-sdk.md, section 1.2.
 */
public final class WebPubSubClientBuilder {
    private static final String PRODUCT = "groundwave-client";
    private static final int MAX_INCOMING_BYTES = 16 << 20;

    private @Nullable String fixedUrl;
    private @Nullable WebPubSubClientCredential credential;
    private WebPubSubProtocol protocol = WebPubSubProtocol.JSON_RELIABLE;
    private boolean autoReconnect = true;
    private boolean autoRejoinGroups = true;
    private boolean forgetGroupsOnStop;
    private RetryOptions messageRetry = RetryOptions.exponential(3, Duration.ofMillis(800), Duration.ofSeconds(30));
    private RetryOptions reconnectRetry =
            RetryOptions.exponential(RetryOptions.UNLIMITED, Duration.ofSeconds(1), Duration.ofSeconds(30));
    private RetryAcrossConnections retryAcrossConnections = RetryAcrossConnections.ALWAYS;

    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration startTimeout = Duration.ofSeconds(30);
    private Duration ackTimeout = Duration.ofSeconds(30);
    private Duration operationTimeout = Duration.ofSeconds(60);
    private Duration closeTimeout = Duration.ofSeconds(5);
    private Duration keepAliveInterval = Duration.ofSeconds(20);
    private Duration keepAliveTimeout = Duration.ofSeconds(45);
    private KeepAlivePing keepAlivePing = KeepAlivePing.WEB_SOCKET;
    private Duration recoveryWindow = Duration.ofSeconds(30);
    private Duration recoveryDelay = Duration.ofSeconds(1);
    private boolean accessTokenInRecovery;
    private Duration sequenceAckInterval = Duration.ofSeconds(1);

    private int maxPendingOperations = 512;
    private int maxMessageSize = WireLimits.MAX_MESSAGE_BYTES;
    private int maxIncomingMessageSize = MAX_INCOMING_BYTES;
    private HandlerQueue handlerQueue = new HandlerQueue(10_000, 32L << 20, Overflow.BLOCK, HandlerOrder.ONE_BY_ONE);
    private boolean failFastWhenDisconnected;
    private @Nullable PayloadCodec payloadCodec;
    private String userAgent = PRODUCT;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private boolean streamFragmentsAsMessages;
    private boolean restoreGroupStates = true;
    private ClientObserver observer = new ClientObserver() {};
    private Consumer<Throwable> onHandlerError = fault -> {};

    private @Nullable Executor handlerExecutor;
    private @Nullable ProxySelector proxy;
    private @Nullable SSLContext sslContext;

    // Seams for tests.
    private @Nullable Transport transport;
    private @Nullable Executor workers;
    private @Nullable Timers timers;
    private DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();
    private @Nullable InstantSource wallClock;
    private ClientLog log = ClientLog.ofProgram();

    WebPubSubClientBuilder() {}

    /**
     * A fixed URL with a token in it; scheme {@code ws}, {@code wss}, {@code http} or {@code https}. When the token
     * expires, usually after an hour, the client cannot reconnect any more: better give a {@code credential}.
     */
    public WebPubSubClientBuilder clientAccessUrl(String url) {
        fixedUrl = url;
        return this;
    }

    /** Who gives a fresh URL for each new connection; runs on a worker thread and may block. */
    public WebPubSubClientBuilder credential(WebPubSubClientCredential newCredential) {
        credential = newCredential;
        return this;
    }

    /** As {@link #credential(WebPubSubClientCredential)}, for those that need not know why. */
    public WebPubSubClientBuilder credential(Supplier<String> urls) {
        return credential((AccessUrlContext context) -> urls.get());
    }

    /** As {@link #credential(Supplier)}, for those that ask their server without blocking. */
    public WebPubSubClientBuilder credentialAsync(Supplier<? extends CompletionStage<String>> urls) {
        return credential((AccessUrlContext context) -> StagedUrl.await(urls.get()));
    }

    /** The frame language; default {@link WebPubSubProtocol#JSON_RELIABLE}. */
    public WebPubSubClientBuilder protocol(WebPubSubProtocol newProtocol) {
        protocol = newProtocol;
        return this;
    }

    /** Whether a lost connection is replaced; default true. */
    public WebPubSubClientBuilder autoReconnect(boolean reconnect) {
        autoReconnect = reconnect;
        return this;
    }

    /** Whether groups are joined again on a new connection; default true. */
    public WebPubSubClientBuilder autoRejoinGroups(boolean rejoin) {
        autoRejoinGroups = rejoin;
        return this;
    }

    /** Whether a stop forgets the groups; default false: they are joined again after the next start. */
    public WebPubSubClientBuilder forgetGroupsOnStop(boolean forget) {
        forgetGroupsOnStop = forget;
        return this;
    }

    /** After error answers and missing acks; default 3 retries from 0.8 s, doubling up to 30 s. */
    public WebPubSubClientBuilder messageRetry(RetryOptions retry) {
        messageRetry = retry;
        return this;
    }

    /** Between attempts to reconnect, with full jitter; default without end, from 1 s, doubling up to 30 s. */
    public WebPubSubClientBuilder reconnectRetry(RetryOptions retry) {
        reconnectRetry = retry;
        return this;
    }

    /** What happens to sent and unanswered operations on a new connection; default {@code ALWAYS}. */
    public WebPubSubClientBuilder retryAcrossConnections(RetryAcrossConnections retry) {
        retryAcrossConnections = retry;
        return this;
    }

    /** For one attempt to connect: TCP, TLS, upgrade and greeting; default 10 s. */
    public WebPubSubClientBuilder connectTimeout(Duration timeout) {
        connectTimeout = Spans.positive("connectTimeout", timeout);
        return this;
    }

    /** For one attempt with the call of the credential; default 30 s. */
    public WebPubSubClientBuilder startTimeout(Duration timeout) {
        startTimeout = Spans.positive("startTimeout", timeout);
        return this;
    }

    /** How long one attempt of an operation waits for its ack; default 30 s. */
    public WebPubSubClientBuilder ackTimeout(Duration timeout) {
        ackTimeout = Spans.positive("ackTimeout", timeout);
        return this;
    }

    /** For all attempts and all waiting of an operation; default 60 s. */
    public WebPubSubClientBuilder operationTimeout(Duration timeout) {
        operationTimeout = Spans.positive("operationTimeout", timeout);
        return this;
    }

    /** How long the service may take to answer a close before the transport is cut; default 5 s. */
    public WebPubSubClientBuilder closeTimeout(Duration timeout) {
        closeTimeout = Spans.positive("closeTimeout", timeout);
        return this;
    }

    /** A ping goes out when nothing came in for so long; default 20 s, zero turns pings off. */
    public WebPubSubClientBuilder keepAliveInterval(Duration interval) {
        keepAliveInterval = Spans.notNegative("keepAliveInterval", interval);
        return this;
    }

    /** A connection counts as lost when nothing came in for so long; default 45 s, zero turns that off. */
    public WebPubSubClientBuilder keepAliveTimeout(Duration timeout) {
        keepAliveTimeout = Spans.notNegative("keepAliveTimeout", timeout);
        return this;
    }

    /** What asks for a sign of life; default {@link KeepAlivePing#WEB_SOCKET}. */
    public WebPubSubClientBuilder keepAlivePing(KeepAlivePing ping) {
        keepAlivePing = ping;
        return this;
    }

    /** How long a lost connection is tried to be recovered; default 30 s, as long as services keep one. */
    public WebPubSubClientBuilder recoveryWindow(Duration window) {
        recoveryWindow = Spans.positive("recoveryWindow", window);
        return this;
    }

    /** From the beginning of one attempt to recover to that of the next; default 1 s. */
    public WebPubSubClientBuilder recoveryDelay(Duration delay) {
        recoveryDelay = Spans.positive("recoveryDelay", delay);
        return this;
    }

    /** Whether the access token stays in the URL of a recovery; default false, as no service should need it there. */
    public WebPubSubClientBuilder accessTokenInRecovery(boolean keep) {
        accessTokenInRecovery = keep;
        return this;
    }

    /**
     * How long the service may wait to be told what came in; default 1 s. A hundred messages or a mebibyte are told at
     * once.
     */
    public WebPubSubClientBuilder sequenceAckInterval(Duration interval) {
        sequenceAckInterval = Spans.positive("sequenceAckInterval", interval);
        return this;
    }

    /** How many operations may be sent and unanswered at a time; others wait. Default 512, at most 999. */
    public WebPubSubClientBuilder maxPendingOperations(int operations) {
        // The service remembers the last thousand ack ids: more under way could be done twice.
        maxPendingOperations = within("maxPendingOperations", operations, 1, WireLimits.ACK_MEMORY - 1);
        return this;
    }

    /** The largest encoded message to send, in bytes; default 1,048,576, 0 checks nothing. */
    public WebPubSubClientBuilder maxMessageSize(int bytes) {
        maxMessageSize = within("maxMessageSize", bytes, 0, Integer.MAX_VALUE);
        return this;
    }

    /** The largest message to accept, in bytes; a larger one costs the connection. Default 16 MiB. */
    public WebPubSubClientBuilder maxIncomingMessageSize(int bytes) {
        maxIncomingMessageSize = within("maxIncomingMessageSize", bytes, 1, Integer.MAX_VALUE);
        return this;
    }

    /**
     * What may wait for listeners; default 10,000 messages and 32 MiB. What happens when either is reached,
     * {@link #handlerOverflow} says.
     */
    public WebPubSubClientBuilder handlerQueue(int messages, long bytes) {
        handlerQueue = new HandlerQueue(messages, bytes, handlerQueue.overflow(), handlerQueue.order());
        return this;
    }

    /** What happens when the handler queue is full; default {@link Overflow#BLOCK}. */
    public WebPubSubClientBuilder handlerOverflow(Overflow overflow) {
        handlerQueue = new HandlerQueue(handlerQueue.messages(), handlerQueue.bytes(), overflow, handlerQueue.order());
        return this;
    }

    /** In what order listeners are called; default {@link HandlerOrder#ONE_BY_ONE}. */
    public WebPubSubClientBuilder handlerOrder(HandlerOrder order) {
        handlerQueue = new HandlerQueue(handlerQueue.messages(), handlerQueue.bytes(), handlerQueue.overflow(), order);
        return this;
    }

    /** Whether operations fail at once while there is no connection; default false: they wait for the next one. */
    public WebPubSubClientBuilder failFastWhenDisconnected(boolean fail) {
        failFastWhenDisconnected = fail;
        return this;
    }

    /**
     * How values become JSON and JSON values: for {@code json}, {@code read}, typed listeners, typed {@code invokeEvent}, and
     * {@link dev.groundwave.wire.Payload#asJson(Class)} of everything that this client receives. Default the installed
     * one; where several are installed and none is given here, these are an {@link IllegalStateException}.
     */
    public WebPubSubClientBuilder payloadCodec(PayloadCodec codec) {
        payloadCodec = codec;
        return this;
    }

    /** Put before our own name in the handshake's {@code User-Agent}. */
    public WebPubSubClientBuilder userAgent(String text) {
        userAgent = text + " " + PRODUCT;
        return this;
    }

    /** One more header of the handshake. {@code Host} and {@code Sec-WebSocket-*} are the JDK's own. */
    public WebPubSubClientBuilder header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Whether listeners of group messages get the fragments of streams, too; default false. Preview. */
    public WebPubSubClientBuilder streamFragmentsAsMessages(boolean asMessages) {
        streamFragmentsAsMessages = asMessages;
        return this;
    }

    /** Whether this client's own group states are set again on a new connection; default true. Preview. */
    public WebPubSubClientBuilder restoreGroupStates(boolean restore) {
        restoreGroupStates = restore;
        return this;
    }

    /** Is told how the client fares; the module {@code client-micrometer} has one. */
    public WebPubSubClientBuilder observer(ClientObserver newObserver) {
        observer = newObserver;
        return this;
    }

    /** Is told what listeners and handlers of streams throw, on their thread; the log is told anyway. */
    public WebPubSubClientBuilder onHandlerError(Consumer<Throwable> listener) {
        onHandlerError = listener;
        return this;
    }

    /** Where listeners run, still one at a time; default threads shared by all clients. */
    public WebPubSubClientBuilder handlerExecutor(Executor executor) {
        handlerExecutor = executor;
        return this;
    }

    /** The way through proxies; default the JDK's. Gives this client an {@code HttpClient} of its own. */
    public WebPubSubClientBuilder proxy(ProxySelector selector) {
        proxy = selector;
        return this;
    }

    /** Keys and trust for TLS; default the JDK's. Gives this client an {@code HttpClient} of its own. */
    public WebPubSubClientBuilder sslContext(SSLContext context) {
        sslContext = context;
        return this;
    }

    /** The network; default the JDK's WebSocket. With one given, {@code proxy} and {@code sslContext} mean nothing. */
    public WebPubSubClientBuilder transport(Transport newTransport) {
        transport = newTransport;
        return this;
    }

    /**
     * Where everything but listeners runs, and listeners, too, unless they have an executor of their own; its tasks may
     * block. Default threads shared by all clients.
     */
    public WebPubSubClientBuilder executor(Executor executor) {
        workers = executor;
        return this;
    }

    /** The clock that everything waits by; default the system's. For tests that step time by hand. */
    public WebPubSubClientBuilder timers(Timers newTimers) {
        timers = newTimers;
        return this;
    }

    /** The time of day that tokens expire by; default the system's. For tests that step time by hand. */
    public WebPubSubClientBuilder wallClock(InstantSource clock) {
        wallClock = clock;
        return this;
    }

    WebPubSubClientBuilder random(DoubleSupplier source) {
        random = source;
        return this;
    }

    WebPubSubClientBuilder log(ClientLog newLog) {
        log = newLog;
        return this;
    }

    /**
     * A stopped client; this builder can make more.
     *
     * @throws IllegalStateException unless exactly one of {@code clientAccessUrl} and {@code credential} was given
     */
    public WebPubSubClient build() {
        return new WebPubSubClient(settings(), surroundings());
    }

    /**
     * A started client; for try-with-resources. Blocks like {@link WebPubSubClient#start()}.
     *
     * @throws ConnectFailedException when it cannot connect; nothing is left behind then
     */
    public WebPubSubClient buildAndStart() {
        WebPubSubClient client = build();
        boolean started = false;
        try {
            ClientEvent.ConnectedEvent unused = client.start();
            started = true;
            return client;
        } finally {
            if (!started) {
                client.close();
            }
        }
    }

    private ClientSettings settings() {
        WebPubSubClientCredential access = credential;
        if ((fixedUrl == null) == (access == null)) {
            throw new IllegalStateException("a client has either a clientAccessUrl or a credential");
        }
        Map<String, String> allHeaders = new LinkedHashMap<>(headers);
        allHeaders.put("User-Agent", userAgent);
        ClientLog faults = log;
        Consumer<Throwable> told = onHandlerError;
        return new ClientSettings(
                Optional.ofNullable(fixedUrl),
                access == null ? context -> String.valueOf(fixedUrl) : access,
                protocol,
                autoReconnect,
                autoRejoinGroups,
                forgetGroupsOnStop,
                messageRetry,
                reconnectRetry,
                retryAcrossConnections,
                new Timeouts(connectTimeout, startTimeout, ackTimeout, operationTimeout, closeTimeout),
                new Channel.Times(keepAliveInterval, keepAliveTimeout, closeTimeout, pingFrame()),
                new Recovery.Rules(recoveryWindow, recoveryDelay, accessTokenInRecovery),
                sequenceAckInterval,
                maxPendingOperations,
                failFastWhenDisconnected,
                maxMessageSize,
                maxIncomingMessageSize,
                handlerQueue,
                Map.copyOf(allHeaders),
                new FeatureSettings(streamFragmentsAsMessages, restoreGroupStates),
                observer,
                Optional.ofNullable(payloadCodec),
                fault -> {
                    faults.error("a listener failed", fault);
                    told.accept(fault);
                });
    }

    private Optional<Bytes> pingFrame() {
        return keepAlivePing == KeepAlivePing.WEB_SOCKET
                ? Optional.empty()
                : Optional.of(Bytes.wrap(protocol.codec().encode(new ClientMessage.Ping())));
    }

    private Surroundings surroundings() {
        Executor threads = workers == null ? SharedThreads.workers() : workers;
        Timers clock = timers == null ? SharedThreads.timers() : timers;
        boolean ownClocks = timers != null || wallClock != null;
        InstantSource wall = wallClock == null ? Clock.systemUTC() : wallClock;
        OwnHttpClient own = new OwnHttpClient(proxy, sslContext);
        return new Surroundings(
                transport == null ? new JdkWebSocketTransport(own.orShared()) : transport,
                threads,
                handlerExecutor == null ? threads : handlerExecutor,
                clock,
                random,
                wall,
                ownClocks ? new SleepWatch(clock, wall) : SharedThreads.sleepWatch(),
                log,
                own::end);
    }

    private static int within(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + ", allowed are " + least + " to " + most);
        }
        return value;
    }
}
