package dev.groundwave.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.client.ClientEvent.GroupMessageEvent;
import dev.groundwave.client.ScriptedTransport.Link;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage.GroupData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Events for subscribers with demand. Source: client-sdk.md, sections 2.5 and 5. */
@SuppressWarnings("FutureReturnValueIgnored") // Many steps matter for what they cause, not for their own result.
final class PublisherTest {
    private final Rig rig = new Rig(builder -> builder.handlerQueue(4, 1 << 20));

    private void message(Link link, String text) {
        link.receive(new GroupData("room", Optional.empty(), Payload.text(text), Map.of(), OptionalLong.empty()));
        rig.settle();
    }

    private <E extends ClientEvent> Recorder<E> subscribe(EventType<E> type, long demand) {
        Recorder<E> recorder = new Recorder<>();
        rig.client.publisher(type).subscribe(recorder);
        rig.settle();
        recorder.request(demand);
        rig.settle();
        return recorder;
    }

    private static List<String> texts(Recorder<GroupMessageEvent> recorder) {
        return recorder.items.stream().map(event -> event.data().asText()).toList();
    }

    @Test
    void aSubscriberGetsWhatItAskedForInOrder() {
        Link link = rig.connected();
        Recorder<GroupMessageEvent> recorder = subscribe(EventType.GROUP_MESSAGE, 2);
        message(link, "1");
        message(link, "2");
        message(link, "3");
        assertThat(texts(recorder)).containsExactly("1", "2");
        recorder.request(1);
        rig.settle();
        assertThat(texts(recorder)).containsExactly("1", "2", "3");
    }

    @Test
    void aSlowSubscriberHoldsTheServiceBackAndNoOtherListener() {
        Link link = rig.connected();
        Recorder<GroupMessageEvent> slow = subscribe(EventType.GROUP_MESSAGE, 0);
        int demand = link.demand;
        for (int i = 0; i < 6; i++) {
            message(link, "x");
        }
        assertThat(link.demand).isLessThan(demand);
        assertThat(rig.told()).filteredOn("GroupMessage"::equals).hasSize(6);
        slow.request(6);
        rig.settle();
        assertThat(link.demand).isEqualTo(demand);
        assertThat(slow.items).hasSize(6);
    }

    @Test
    void aSubscriberThatCancelsHoldsNothingBackAnyMore() {
        Link link = rig.connected();
        Recorder<GroupMessageEvent> slow = subscribe(EventType.GROUP_MESSAGE, 0);
        int demand = link.demand;
        for (int i = 0; i < 6; i++) {
            message(link, "x");
        }
        slow.cancel();
        rig.settle();
        assertThat(link.demand).isEqualTo(demand);
        message(link, "y");
        assertThat(slow.items).isEmpty();
    }

    @Test
    void subscribersCompleteWhenTheClientIsClosedBehindTheLastEvent() {
        rig.connected();
        Recorder<ClientEvent.StoppedEvent> recorder = subscribe(EventType.STOPPED, 10);
        rig.client.stopAsync();
        rig.settle();
        assertThat(recorder.items).hasSize(1);
        assertThat(recorder.completed).isFalse();
        rig.client.startAsync();
        rig.settle();
        rig.greetLast("c2");
        rig.client.closeAsync();
        rig.settle();
        assertThat(recorder.items).hasSize(2);
        assertThat(recorder.completed).isTrue();
        assertThat(subscribe(EventType.STOPPED, 1).completed).isTrue();
    }

    @Test
    void demandThatIsNoneIsRefused() {
        Recorder<GroupMessageEvent> recorder = subscribe(EventType.GROUP_MESSAGE, -1);
        assertThat(recorder.error).isInstanceOf(IllegalArgumentException.class);
    }

    private static final class Recorder<T> implements Flow.Subscriber<T> {
        private final List<T> items = new ArrayList<>();
        private final List<Flow.Subscription> given = new ArrayList<>();
        private @Nullable Throwable error;
        private boolean completed;

        void request(long count) {
            if (count != 0) {
                given.get(0).request(count);
            }
        }

        void cancel() {
            given.get(0).cancel();
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            given.add(subscription);
        }

        @Override
        public void onNext(T item) {
            items.add(item);
        }

        @Override
        public void onError(Throwable why) {
            error = why;
        }

        @Override
        public void onComplete() {
            completed = true;
        }
    }
}
