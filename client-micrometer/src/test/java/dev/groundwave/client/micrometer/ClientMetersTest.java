package dev.groundwave.client.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.client.WebPubSubClient;
import dev.groundwave.client.testing.ManualTime;
import dev.groundwave.client.testing.ScriptedService;
import dev.groundwave.wire.AckError;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the meters say. Source: client-sdk.md, section 5. */
@SuppressWarnings("FutureReturnValueIgnored") // Many steps matter for what they cause, not for their own result.
final class ClientMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ScriptedService service = new ScriptedService();
    private final ManualTime time = new ManualTime();
    private final WebPubSubClient client = new ClientMeters(registry, Tags.of("app", "shop"))
            .build(time.attach(service.attach(WebPubSubClient.builder())));

    private void start() {
        client.startAsync();
        time.settle();
    }

    private double count(String name, String... tags) {
        return registry.get("groundwave.client." + name).tags(tags).counter().count();
    }

    private double gauge(String name) {
        return registry.get("groundwave.client." + name).gauge().value();
    }

    @Test
    void followTheConnection() {
        assertThat(gauge("connected")).isZero();
        start();
        assertThat(gauge("connected")).isEqualTo(1);
        service.drop();
        time.advance(Duration.ofMillis(1));
        assertThat(count("recovering")).isEqualTo(1);
        assertThat(registry.get("groundwave.client.recovered").timer().count()).isEqualTo(1);
        service.forgetConnection();
        service.drop();
        time.advance(Duration.ofSeconds(5));
        assertThat(count("connections")).isEqualTo(2);
        assertThat(count("disconnections")).isEqualTo(1);
        service.refuse(503);
        service.forgetConnection();
        service.close(1008, "refused");
        time.advance(Duration.ofSeconds(20));
        assertThat(gauge("connected")).isZero();
        assertThat(count("reconnect.failures")).isPositive();
    }

    @Test
    void timeOperationsByKindAndOutcome() {
        service.answerBy(message -> Optional.of(List.of()));
        start();
        client.joinGroupAsync("room");
        time.advance(Duration.ofSeconds(2));
        ClientMessage.JoinGroup join =
                service.received(ClientMessage.JoinGroup.class).get(0);
        service.send(ServiceMessage.Ack.success(join.ackId().orElseThrow()));
        client.leaveGroupAsync("room");
        time.settle();
        ClientMessage.LeaveGroup leave =
                service.received(ClientMessage.LeaveGroup.class).get(0);
        service.send(
                ServiceMessage.Ack.failure(leave.ackId().orElseThrow(), AckError.forbidden("leave group", "room")));
        time.settle();
        assertThat(registry.get("groundwave.client.operations")
                        .tags("operation", "joinGroup", "outcome", "success")
                        .timer()
                        .totalTime(TimeUnit.SECONDS))
                .isEqualTo(2);
        assertThat(registry.get("groundwave.client.operations")
                        .tags("operation", "leaveGroup", "outcome", "failure")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void timeInvocationsUntilTheirAnswer() {
        start();
        client.invokeEventAsync("echo", Payload.text("hi"));
        time.advance(Duration.ofSeconds(3));
        assertThat(registry.find("groundwave.client.operations").timer()).isNull();
        service.send(new ServiceMessage.InvokeResponse("1", Optional.empty(), Map.of(), Optional.empty()));
        time.settle();
        assertThat(registry.get("groundwave.client.operations")
                        .tags("operation", "invokeEvent", "outcome", "success")
                        .timer()
                        .totalTime(TimeUnit.SECONDS))
                .isEqualTo(3);
    }

    @Test
    void countMessagesAndWatchListeners() {
        start();
        List<Double> queue = new ArrayList<>();
        client.onServerMessage(event -> {
            queue.add(gauge("listeners.queue"));
            throw new IllegalStateException("as scripted");
        });
        service.sendToGroup("room", "bob", Payload.text("x"));
        service.sendFromServer(Payload.text("y"));
        time.settle();
        assertThat(count("messages", "from", "group")).isEqualTo(1);
        assertThat(count("messages", "from", "server")).isEqualTo(1);
        assertThat(registry.get("groundwave.client.listeners.failures")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("groundwave.client.messages.dropped")
                        .functionCounter()
                        .count())
                .isZero();
        assertThat(registry.get("groundwave.client.listeners.time").timer().count())
                .isPositive();
        assertThat(registry.get("groundwave.client.listeners.wait").timer().count())
                .isPositive();
        assertThat(queue).singleElement().matches(length -> length > 0);
        assertThat(gauge("listeners.queue")).isZero();
    }

    @Test
    void carryTheGivenTagsAndNothingThatGrowsWithUse() {
        start();
        client.joinGroupAsync("room");
        service.sendToGroup("room", "bob", Payload.text("x"));
        time.settle();
        for (Meter meter : registry.getMeters()) {
            assertThat(meter.getId().getTag("app")).isEqualTo("shop");
            assertThat(meter.getId().getTags())
                    .extracting(Tag::getKey)
                    .isSubsetOf(Set.of("app", "from", "operation", "outcome"));
        }
    }
}
