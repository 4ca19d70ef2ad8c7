package dev.groundwave.interop.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.client.ClientEvent;
import dev.groundwave.client.GroupStreamFilter;
import dev.groundwave.client.GroupStreamFragment;
import dev.groundwave.client.GroupStreamReader;
import dev.groundwave.client.GroupStreamWriter;
import dev.groundwave.client.SessionState;
import dev.groundwave.client.WebPubSubClient;
import dev.groundwave.client.WebPubSubResult;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.blackbox.faults.CuttingProxy;
import dev.groundwave.server.blackbox.faults.FaultScript;
import dev.groundwave.service.ClientUrlRequest;
import dev.groundwave.service.WebPubSubService;
import dev.groundwave.wire.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Long rows of messages and fragments through our server. Source: client-sdk.md, section 8, vectors marked N. */
@Timeout(180)
final class ClientVectorsTest {
    private static final int WAIT_SECONDS = 60;

    @RegisterExtension
    static final RunningServer SERVER = new RunningServer();

    /** The endpoint is part of what a token is for. */
    private static WebPubSubClient client(int port, String user) {
        WebPubSubService backEnd = WebPubSubService.builder()
                .endpoint("http://127.0.0.1:" + port)
                .accessKey(RunningServer.PRIMARY_KEY)
                .hub(SERVER.hub())
                .build();
        ClientUrlRequest request =
                ClientUrlRequest.forUser(user).withRoles("webpubsub.joinLeaveGroup", "webpubsub.sendToGroup");
        return WebPubSubClient.builder()
                .clientAccessUrl(backEnd.clientAccessUrl(request).url().toString())
                .recoveryDelay(Duration.ofMillis(50))
                .build();
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    /** As many messages as in the vector's minute, and faster: what the client has to acknowledge is the same. */
    @Test
    void aMinutesSixHundredMessagesASecondLeaveTheConnectionAlive() throws Exception { // 16
        int count = 600 * 60;
        int batch = 300;
        try (WebPubSubClient sender = client(SERVER.port(), "sender");
                WebPubSubClient receiver = client(SERVER.port(), "receiver")) {
            Semaphore arrived = new Semaphore(0);
            Queue<String> came = new ConcurrentLinkedQueue<>();
            Queue<ClientEvent> losses = new ConcurrentLinkedQueue<>();
            receiver.onRecovering(losses::add);
            receiver.onDisconnected(losses::add);
            receiver.onGroupMessage(event -> {
                came.add(event.data().asText());
                arrived.release();
            });
            sender.start();
            String connectionId = receiver.start().connectionId();
            receiver.joinGroup("room");
            List<CompletableFuture<WebPubSubResult>> sends = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                sends.add(sender.sendToGroupAsync("room", Integer.toString(i)));
                if ((i + 1) % batch == 0) {
                    assertThat(arrived.tryAcquire(batch, WAIT_SECONDS, TimeUnit.SECONDS))
                            .as("message %d came through", i)
                            .isTrue();
                    // Behind this answer the service has read the acks: without it a thousand may be on their way.
                    receiver.joinGroup("room");
                }
            }
            CompletableFuture.allOf(sends.toArray(CompletableFuture[]::new)).get(WAIT_SECONDS, TimeUnit.SECONDS);
            assertThat(List.copyOf(came)).isEqualTo(numbers(count));
            assertThat(losses).isEmpty();
            assertThat(receiver.connectionId()).contains(connectionId);
        }
    }

    @Test
    void aStreamOfTenThousandFragmentsArrivesOnceAndInOrderThoughBothEndsAreCutOff() throws Exception { // 38
        int count = 10_000;
        FaultScript unharmed = new FaultScript(List.of(), List.of(), 3_600_000);
        try (CuttingProxy proxy = CuttingProxy.start(SERVER.port(), number -> unharmed);
                WebPubSubClient sender = client(proxy.port(), "sender");
                WebPubSubClient receiver = client(proxy.port(), "receiver")) {
            LinkedBlockingQueue<ClientEvent> recovered = new LinkedBlockingQueue<>();
            sender.onRecovered(recovered::add);
            receiver.onRecovered(recovered::add);
            CompletableFuture<List<String>> came = new CompletableFuture<>();
            var _ = receiver.onGroupStream(GroupStreamFilter.ofGroup("room"), reader -> came.complete(all(reader)));
            sender.start();
            receiver.start();
            receiver.joinGroup("room");
            try (GroupStreamWriter stream = sender.openGroupStream("room")) {
                for (int i = 0; i < count; i++) {
                    stream.write(Payload.text(Integer.toString(i)));
                    if (i % 2_500 == 1_000) {
                        proxy.cutAll();
                        for (int client = 0; client < 2; client++) {
                            assertThat(recovered.poll(WAIT_SECONDS, TimeUnit.SECONDS))
                                    .isNotNull();
                        }
                    }
                }
                stream.complete();
            }
            assertThat(came.get(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(numbers(count));
            assertThat(List.of(sender, receiver)).allMatch(each -> each.state() == SessionState.CONNECTED);
        }
    }

    private static List<String> all(GroupStreamReader reader) {
        List<String> texts = new ArrayList<>();
        for (GroupStreamFragment fragment : reader) {
            texts.add(fragment.data().asText());
        }
        return texts;
    }
}
