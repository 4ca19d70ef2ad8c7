package dev.groundwave.client;

import dev.groundwave.client.transport.Channel;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.PayloadCodec;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a client was built with. Immutable; checked by {@link WebPubSubClientBuilder}.
 *
 * @param fixedUrl when there is one, the credential is not asked
 * @param maxMessageSize of an encoded frame in bytes; 0 checks nothing
 * @param payloadCodec empty for the installed one, which a program that reads no values need not have
 */
record ClientSettings(
        Optional<String> fixedUrl,
        WebPubSubClientCredential credential,
        WebPubSubProtocol protocol,
        boolean autoReconnect,
        boolean autoRejoinGroups,
        boolean forgetGroupsOnStop,
        RetryOptions messageRetry,
        RetryOptions reconnectRetry,
        RetryAcrossConnections retryAcrossConnections,
        Timeouts timeouts,
        Channel.Times channelTimes,
        Recovery.Rules recovery,
        Duration sequenceAckInterval,
        int maxPendingOperations,
        boolean failFastWhenDisconnected,
        int maxMessageSize,
        int maxIncomingMessageSize,
        HandlerQueue handlerQueue,
        Map<String, String> headers,
        FeatureSettings features,
        ClientObserver observer,
        Optional<PayloadCodec> payloadCodec,
        Consumer<Throwable> onHandlerError) {
    /** @throws IllegalStateException when several are installed and none was given */
    PayloadCodec codecForValues() {
        return payloadCodec.orElseGet(PayloadCodec::installed);
    }

    /** What came in, with this client's codec for the program to read it by. */
    Payload received(Payload data) {
        return payloadCodec.map(data::withCodec).orElse(data);
    }

    @Override
    public String toString() {
        return "ClientSettings[protocol=" + protocol + "]";
    }
}
