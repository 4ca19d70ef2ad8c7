package dev.groundwave.server.blackbox;

import dev.groundwave.hub.Hub;
import dev.groundwave.server.ServerInside;
import dev.groundwave.server.WebPubSubServer;
import dev.groundwave.server.listener.EventListenerCounters;
import dev.groundwave.server.settings.AccessKeys;
import dev.groundwave.server.settings.AuthSettings;
import dev.groundwave.server.settings.EdgeSettings;
import dev.groundwave.server.settings.HubSettings;
import dev.groundwave.server.settings.LimitSettings;
import dev.groundwave.server.settings.ListenerSettings;
import dev.groundwave.server.settings.ManagementSettings;
import dev.groundwave.server.settings.ReliableSettings;
import dev.groundwave.server.settings.ServerSettings;
import dev.groundwave.server.settings.TlsSettings;
import dev.groundwave.server.settings.UpstreamSettings;
import dev.groundwave.server.upstream.UpstreamCounters;
import dev.groundwave.wire.Feature;
import dev.groundwave.wire.HubName;
import dev.groundwave.wire.token.AccessKey;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server in this process for one test class, and a hub of its own for each test.
 *
 * <p>Register it in a static field. It starts before the first test of the outer class, closes every socket a test left
 * open, and stops after the last test. Everything a test does goes over TCP.
 */
public final class RunningServer implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
    /** The key that signs. */
    public static final String PRIMARY_KEY = "primary-key-of-the-black-box-tests-0123456789=";

    /** The other key; it is the one of client-protocol.md, appendix B. */
    public static final String SECONDARY_KEY = "test-access-key-0123456789-ABCDEFGHIJKLMNOP=";

    /** The JSON subprotocol. */
    public static final String JSON = "json.webpubsub.azure.v1";

    /** The JSON subprotocol whose connections can be recovered. */
    public static final String RELIABLE = "json.reliable.webpubsub.azure.v1";

    private static final String LOOPBACK = "127.0.0.1";

    private final List<Closeable> opened = Collections.synchronizedList(new ArrayList<>());

    private LimitSettings limits = LimitSettings.DEFAULTS;
    private ReliableSettings reliable = ReliableSettings.DEFAULTS;
    private UpstreamSettings upstream = UpstreamSettings.DEFAULTS;
    private List<URI> publicEndpoints = List.of();
    private boolean anyHost;
    private Set<Feature> disabledFeatures = Set.of();
    private final Map<HubName, HubSettings> hubs = new HashMap<>();

    private Duration drain = Duration.ofSeconds(1);
    private Optional<ManagementSettings> management = Optional.empty();
    private EdgeSettings edge = EdgeSettings.DEFAULTS;
    private AuthSettings auth = AuthSettings.DEFAULTS;
    private AccessKeys keys = new AccessKeys(new AccessKey(PRIMARY_KEY), Optional.of(new AccessKey(SECONDARY_KEY)));

    /** What the server shows; null for a server in clear. */
    private @Nullable TlsSettings tls;

    /** How clients speak TLS; null for a server in clear. */
    private @Nullable SSLContext clientTls;

    /** Null before the start and after the stop. */
    private @Nullable WebPubSubServer server;

    /** How many of the outer and nested classes are under way. */
    private int depth;

    private int hubNumber;

    /** A server with the default limits. */
    public RunningServer() {}

    /** Before the start: other limits. */
    public RunningServer limits(LimitSettings other) {
        limits = other;
        return this;
    }

    /** Before the start: another retention, or other bounds of what may be unacknowledged. */
    public RunningServer reliable(ReliableSettings other) {
        reliable = other;
        return this;
    }

    /** Before the start: how event handlers are called. */
    public RunningServer upstream(UpstreamSettings other) {
        upstream = other;
        return this;
    }

    /** Before the start: addresses under which the service is known besides its own. */
    public RunningServer publicEndpoints(String... endpoints) {
        publicEndpoints = List.of(endpoints).stream().map(URI::create).toList();
        return this;
    }

    /** Before the start: tokens for any host count. */
    public RunningServer anyHost() {
        anyHost = true;
        return this;
    }

    /** Before the start: parts of the protocol that clients may not use. */
    public RunningServer disable(Feature... features) {
        disabledFeatures = Set.of(features);
        return this;
    }

    /** Before the start: settings of one hub. */
    public RunningServer hub(String name, HubSettings settings) {
        hubs.put(new HubName(name), settings);
        return this;
    }

    /** Before the start: other rules at the edge. */
    public RunningServer edge(EdgeSettings other) {
        edge = other;
        return this;
    }

    /** Before the start: how long a stop waits. */
    public RunningServer drain(Duration atMost) {
        drain = atMost;
        return this;
    }

    /** Before the start: with a management port. */
    public RunningServer management() {
        management = Optional.of(new ManagementSettings(LOOPBACK, 0));
        return this;
    }

    /** Before the start: other issuers and switches. */
    public RunningServer auth(AuthSettings other) {
        auth = other;
        return this;
    }

    /** Lets the running server take over whatever was set since it started. */
    public void reload() {
        running().reload(settings());
    }

    /** Lets the running server take over other keys. */
    public void reload(AccessKeys other) {
        keys = other;
        running().reload(settings());
    }

    /** Lets the running server take over other settings of its one hub. */
    public void reload(String name, HubSettings settings) {
        running().reload(hub(name, settings).settings());
    }

    /** Lets the running server take over other rules at the edge. */
    public void reload(EdgeSettings other) {
        running().reload(edge(other).settings());
    }

    /** Lets the running server take over other issuers and switches. */
    public void reload(AuthSettings other) {
        running().reload(auth(other).settings());
    }

    /** Before the start: TLS with this certificate, asking clients for theirs or not. Clients of this class believe it. */
    public RunningServer tls(TestCertificate certificate, boolean clientCertificates) {
        tls = certificate.settings(clientCertificates);
        clientTls = certificate.client();
        return this;
    }

    /** Another TLS for the clients that come from now on. */
    public void clientTls(SSLContext other) {
        clientTls = other;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (depth++ == 0) {
            start();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        hubNumber++;
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        closeSockets();
    }

    /** Closes every socket that was opened so far; for a test that stops the server itself. */
    public void closeSockets() throws IOException {
        for (Closeable each : opened) {
            each.close();
        }
        opened.clear();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (--depth == 0) {
            stop();
        }
    }

    /** Starts it now; for a test that stops it as well. */
    public RunningServer start() {
        try {
            server = WebPubSubServer.start(settings());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Lets the running server take over another certificate; clients of this class believe that one from now on. */
    public void reload(TestCertificate certificate) {
        tls(certificate, false);
        running().reload(settings());
    }

    private ServerSettings settings() {
        return new ServerSettings(
                new ListenerSettings(LOOPBACK, 0, Optional.ofNullable(tls), management),
                keys,
                publicEndpoints,
                anyHost,
                drain,
                reliable,
                limits,
                upstream,
                disabledFeatures,
                hubs,
                edge,
                auth);
    }

    /** Stops it; a second stop does nothing. */
    public void stop() {
        WebPubSubServer stopping = server;
        server = null;
        if (stopping != null) {
            stopping.close();
        }
    }

    /** What has become of events. */
    public UpstreamCounters events() {
        return running().events();
    }

    /** What has become of events for listeners. */
    public EventListenerCounters observedEvents() {
        return running().observedEvents();
    }

    /** The bound port. */
    public int port() {
        return running().port();
    }

    /** A connection to the management port. */
    public RawHttp managementHttp() {
        return new RawHttp(track(RawSocket.connect(managementPort(), 0)));
    }

    /** A request to the management port, without a token. */
    public HttpCall managementRequest(String method, String target) {
        return new HttpCall(method, target, LOOPBACK + ":" + managementPort()).unsigned();
    }

    /** The bound management port. */
    public int managementPort() {
        return running().managementPort().orElseThrow();
    }

    private WebPubSubServer running() {
        if (server == null) {
            throw new IllegalStateException("the server is not running");
        }
        return server;
    }

    /** A TCP connection, with TLS when the server has it. */
    RawSocket connect(int receiveBufferBytes) {
        SSLContext secure = clientTls;
        return secure == null ? RawSocket.connect(port(), receiveBufferBytes) : RawSocket.connect(port(), secure);
    }

    /** The value of the Host header. */
    public String authority() {
        return LOOPBACK + ":" + port();
    }

    /** The hub of this test from the inside: for what no socket tells. */
    public Hub inside() {
        if (server == null) {
            throw new IllegalStateException("the server is not running");
        }
        return ServerInside.hubs(server).hub(new HubName(hub()));
    }

    /** A hub that no other test of this server uses. */
    public String hub() {
        return "hub" + hubNumber;
    }

    /** A good client token for this test's hub, without a user, roles or groups. */
    public Token token() {
        return token(hub());
    }

    /** A good client token for a hub. */
    public Token token(String hub) {
        return Token.of(PRIMARY_KEY, "http://" + authority() + "/client/hubs/" + hub);
    }

    /** A handshake for any target. */
    public Handshake handshake(String target) {
        return new Handshake(this, target);
    }

    /** A handshake for this test's hub. */
    public Handshake handshake(Token token) {
        return handshake("/client/hubs/" + hub() + "?access_token=" + token.sign());
    }

    /** A connected JSON client of this test's hub, its {@code connected} frame taken. */
    public RawWebSocket json(Token token) {
        return handshake(token).offer(JSON).open().started();
    }

    /** A connected JSON client that may do everything with groups. */
    public RawWebSocket json(String user) {
        return json(token().user(user).roles("webpubsub.joinLeaveGroup", "webpubsub.sendToGroup"));
    }

    /** A connected client of a JSON subprotocol that may do everything with groups. */
    public RawWebSocket json(String subprotocol, String user) {
        return handshake(token().user(user).roles("webpubsub.joinLeaveGroup", "webpubsub.sendToGroup"))
                .offer(subprotocol)
                .open()
                .started();
    }

    /** A connected reliable JSON client that may do everything with groups and is in some. */
    public RawWebSocket reliable(String user, String... groups) {
        return handshake(token().user(user)
                        .roles("webpubsub.joinLeaveGroup", "webpubsub.sendToGroup")
                        .groups(groups))
                .offer(RELIABLE)
                .open()
                .started();
    }

    /** A request for a lost connection, with whatever token. */
    public RawWebSocket recover(String hub, String connectionId, String reconnectionToken) {
        return handshake("/client/hubs/" + hub + "?awps_connection_id=" + connectionId + "&awps_reconnection_token="
                        + reconnectionToken)
                .offer(RELIABLE)
                .open();
    }

    /** The recovered connection of a client of this test's hub, its {@code connected} frame taken. */
    public RawWebSocket recover(RawWebSocket lost) {
        return recover(hub(), lost.connectionId(), lost.reconnectionToken()).started();
    }

    /** A connected simple client of this test's hub; the query goes behind the token, as {@code &name=value}. */
    public RawWebSocket simple(Token token, String query) {
        return handshake("/client/hubs/" + hub() + "?access_token=" + token.sign() + query)
                .open();
    }

    /** A connection for HTTP. */
    public RawHttp http() {
        return new RawHttp(track(connect(0)));
    }

    /** A connection for HTTP/2. */
    public RawHttp2 http2() {
        return new RawHttp2(track(RawSocket.connect(port(), clientTls(), "h2")));
    }

    /** What a client gets that offers these protocols by ALPN; empty when none was agreed. */
    public String agree(String... protocols) {
        return track(RawSocket.connect(port(), clientTls(), protocols)).tls().getApplicationProtocol();
    }

    private SSLContext clientTls() {
        if (clientTls == null) {
            throw new IllegalStateException("the server has no TLS");
        }
        return clientTls;
    }

    /** A good token for a REST call, the target with or without its query. */
    public Token restToken(String target) {
        return Token.of(PRIMARY_KEY, "https://" + authority() + target);
    }

    /** A request for any target. */
    public HttpCall request(String method, String target) {
        return new HttpCall(method, target, authority());
    }

    /** A request below this test's hub: {@code path} starts with a slash. */
    public HttpCall inHub(String method, String path) {
        return request(method, "/api/hubs/" + hub() + path);
    }

    /** Makes a call on a connection of its own. */
    public HttpAnswer call(HttpCall call) {
        try (RawHttp http = new RawHttp(connect(0))) {
            return http.call(call);
        }
    }

    /** The status of a call without a body below this test's hub. */
    public int status(String method, String path) {
        return call(inHub(method, path)).status();
    }

    /** Sends text from the server's side; {@code path} as {@code /groups/g/:send}. */
    public int sendText(String path, String text) {
        return call(inHub("POST", path).body("text/plain", text)).status();
    }

    /** Asks again until the answer has this status; for effects whose moment no answer tells. */
    public void awaitStatus(int expected, String method, String path) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RawSocket.DEADLINE_MS);
        int status = status(method, path);
        while (status != expected) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(method + " " + path + " still answers " + status + ", not " + expected);
            }
            status = status(method, path);
        }
    }

    RawSocket track(RawSocket socket) {
        opened.add(socket);
        return socket;
    }
}
