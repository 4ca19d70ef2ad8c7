package dev.groundwave.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.messaging.webpubsub.WebPubSubServiceClientBuilder;
import com.azure.messaging.webpubsub.models.GetClientAccessTokenOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * A back end on the official server SDK for Java with a hub of its own, and clients it let in. Over https it trusts the
 * test run's authority through the SDK's own means, its HTTP client. Closing ends the clients.
 */
final class OfficialJavaBackEnd implements AutoCloseable {
    private final ServiceProcess service;
    private final Scheme scheme;
    private final OfficialJavaFlavour flavour;
    private final String hub = Scripts.freshHub();
    private final HttpClient http;
    private final List<RawClient> clients = new ArrayList<>();

    OfficialJavaBackEnd(ServiceProcess service, OfficialJavaFlavour flavour) {
        this.service = service;
        this.scheme = Scheme.of(service.address().endpoint());
        this.flavour = flavour;
        this.http =
                new JdkHttpClientBuilder(java.net.http.HttpClient.newBuilder().sslContext(scheme.client())).build();
    }

    /** A connected client and the id of its connection. */
    record Guest(RawClient client, String id) {
        String next() {
            return client.next();
        }
    }

    String hub() {
        return hub;
    }

    /** Where the service is. */
    String endpoint() {
        return service.address().endpoint().toString();
    }

    /** A builder that knows the hub and whom to trust, and nothing of the service. */
    WebPubSubServiceClientBuilder builder() {
        return new WebPubSubServiceClientBuilder().hub(hub).httpClient(http);
    }

    HttpClient httpClient() {
        return http;
    }

    OfficialJavaCalls calls(WebPubSubServiceClientBuilder builder) {
        return flavour.of(builder);
    }

    /** The calls with the service's connection string. */
    OfficialJavaCalls calls() {
        return calls(builder().connectionString(service.connectionString()));
    }

    /** Lets a client in by a token with the given in it, which must be a user. */
    Guest connect(GetClientAccessTokenOptions token) {
        return connect(calls().getClientAccessToken(token).getUrl(), token.getUserId());
    }

    Guest connect(String url, String userId) {
        RawClient client = RawClient.connect(url, scheme);
        clients.add(client);
        String connected = client.next();
        assertThat(connected).contains("\"event\":\"connected\"", "\"userId\":\"" + userId + "\"");
        return new Guest(client, connected.replaceFirst(".*\"connectionId\":\"([^\"]+)\".*", "$1"));
    }

    @Override
    public void close() {
        clients.forEach(RawClient::close);
    }
}
