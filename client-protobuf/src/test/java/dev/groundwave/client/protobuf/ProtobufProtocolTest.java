package dev.groundwave.client.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.client.ClientEvent.GroupMessageEvent;
import dev.groundwave.client.GroupStreamOptions;
import dev.groundwave.client.GroupStreamWriter;
import dev.groundwave.client.InvocationResult;
import dev.groundwave.client.WebPubSubClient;
import dev.groundwave.client.WebPubSubProtocol;
import dev.groundwave.client.WebPubSubResult;
import dev.groundwave.client.testing.ManualTime;
import dev.groundwave.client.testing.ScriptedService;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.protobuf.ProtobufCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The client over protobuf frames. Source: client-sdk.md, section 3.6; client-protocol.md, section 9. */
@SuppressWarnings("FutureReturnValueIgnored") // Many steps matter for what they cause, not for their own result.
final class ProtobufProtocolTest {
    /** A serialised google.protobuf.Any with the type URL "t/x" and one byte. */
    private static final byte[] ANY = {0x0A, 3, 't', '/', 'x', 0x12, 1, 7};

    private final ScriptedService service = new ScriptedService(new ProtobufCodec());
    private final ManualTime time = new ManualTime();

    private WebPubSubClient started(WebPubSubProtocol protocol) {
        WebPubSubClient client = time.attach(service.attach(WebPubSubClient.builder()))
                .protocol(protocol)
                .build();
        client.startAsync();
        time.settle();
        return client;
    }

    @Test
    void offersItsSubprotocolAndSendsBinaryFrames() {
        started(ProtobufProtocol.PROTOBUF_RELIABLE);
        started(ProtobufProtocol.PROTOBUF);
        assertThat(service.attempts())
                .extracting(request -> request.subprotocol() + " " + request.isText())
                .containsExactly("protobuf.reliable.webpubsub.azure.v1 false", "protobuf.webpubsub.azure.v1 false");
    }

    @Test
    void carriesMessagesBothWays() {
        WebPubSubClient client = started(ProtobufProtocol.PROTOBUF);
        List<Payload> heard = new ArrayList<>();
        client.onGroupMessage((GroupMessageEvent event) -> heard.add(event.data()));
        CompletableFuture<WebPubSubResult> sent = client.sendToGroupAsync("room", Payload.protobuf(ANY));
        service.sendToGroup("room", "bob", Payload.protobuf(ANY));
        service.sendToGroup("room", "bob", Payload.jsonRaw("{\"n\":1e400}"));
        time.settle();
        assertThat(sent).isCompleted();
        assertThat(service.received(ClientMessage.SendToGroup.class))
                .containsExactly(new ClientMessage.SendToGroup(
                        "room", Payload.protobuf(ANY), false, OptionalLong.of(1), Map.of(), 0));
        assertThat(heard).containsExactly(Payload.protobuf(ANY), Payload.jsonRaw("{\"n\":1e400}"));
    }

    @Test
    void recoversAndSaysWhatItGot() {
        WebPubSubClient client = started(ProtobufProtocol.PROTOBUF_RELIABLE);
        List<String> heard = new ArrayList<>();
        client.onGroupMessage(
                (GroupMessageEvent event) -> heard.add(event.data().asText()));
        service.sendToGroup("room", "bob", Payload.text("1"));
        service.drop();
        service.sendToGroup("room", "bob", Payload.text("2"));
        time.advance(Duration.ofSeconds(2));
        assertThat(heard).containsExactly("1", "2");
        assertThat(client.connectionId()).contains("connection-1");
        assertThat(service.received(ClientMessage.SequenceAck.class))
                .last()
                .isEqualTo(new ClientMessage.SequenceAck(2));
    }

    @Test
    void invokesAndStreams() {
        service.answerBy(message -> {
            if (message instanceof ClientMessage.Invoke invoke) {
                return Optional.of(List.of(new ServiceMessage.InvokeResponse(
                        invoke.invocationId(), invoke.data(), Map.of(), Optional.empty())));
            }
            return message instanceof ClientMessage.StreamStart start
                    ? Optional.of(List.of(new ServiceMessage.StreamAck(start.streamId(), 1)))
                    : Optional.empty();
        });
        WebPubSubClient client = started(ProtobufProtocol.PROTOBUF);
        CompletableFuture<InvocationResult> echo = client.invokeEventAsync("echo", Payload.binary(new byte[] {1}));
        CompletableFuture<GroupStreamWriter> writer = client.openGroupStreamAsync(
                "room", GroupStreamOptions.defaults().withStreamId("s1"));
        time.settle();
        assertThat(echo)
                .isCompletedWithValueMatching(
                        result -> result.data().equals(Optional.of(Payload.binary(new byte[] {1}))));
        assertThat(writer).isCompleted();
        writer.join().writeAsync(Payload.text("a"));
        time.settle();
        assertThat(service.received(ClientMessage.StreamData.class))
                .containsExactly(new ClientMessage.StreamData("s1", 1, Payload.text("a")));
    }
}
