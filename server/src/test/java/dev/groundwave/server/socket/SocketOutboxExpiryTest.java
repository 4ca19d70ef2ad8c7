package dev.groundwave.server.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.hub.delivery.EncodedFrame;
import dev.groundwave.hub.delivery.SequencedFrame;
import dev.groundwave.server.frame.NettyFrameEncoder;
import dev.groundwave.server.settings.LimitSettings;
import dev.groundwave.wire.Dialect;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.codec.Codecs;
import dev.groundwave.wire.codec.JsonCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Frames that wait too long. Source: client-protocol.md, section 7.5. */
final class SocketOutboxExpiryTest {
    private final JsonCodec json = new JsonCodec();
    private final NettyFrameEncoder encoder = new NettyFrameEncoder(
            new Codecs(Map.of(Dialect.JSON, json, Dialect.JSON_RELIABLE, json)), UnpooledByteBufAllocator.DEFAULT);
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final AtomicLong nanos = new AtomicLong(1000);
    private final SocketOutbox outbox = new SocketOutbox(channel, LimitSettings.DEFAULTS, nanos::get);

    @AfterEach
    void end() {
        outbox.dispose();
        channel.finishAndReleaseAll();
    }

    private EncodedFrame frame(Dialect dialect, String text, long deadlineNanos) {
        EncodedFrame frame = encoder.encode(
                new ServiceMessage.ServerData(Payload.text(text), Map.of(), OptionalLong.empty()), dialect);
        if (deadlineNanos != 0) {
            frame.expireAt(deadlineNanos);
        }
        return frame;
    }

    private void offer(String text, long deadlineNanos) {
        EncodedFrame frame = frame(Dialect.JSON, text, deadlineNanos);
        outbox.offer(frame);
        frame.release();
    }

    private void offerNumbered(String text, long deadlineNanos, long sequenceId) {
        EncodedFrame frame = frame(Dialect.JSON_RELIABLE, text, deadlineNanos);
        outbox.offer((SequencedFrame) frame, sequenceId);
        frame.release();
    }

    private String written() {
        StringBuilder all = new StringBuilder();
        ByteBuf next;
        while ((next = channel.readOutbound()) != null) {
            all.append(next.toString(StandardCharsets.UTF_8));
            next.release();
        }
        return all.toString();
    }

    @Test
    void areDroppedFromTheirDeadlineOn() {
        offer("early", 1001);
        offer("late", 1002);
        offer("never", 0);

        nanos.set(1001);
        outbox.flush();

        assertThat(written()).contains("late", "never").doesNotContain("early");
    }

    @Test
    void areWrittenUpToTheirDeadline() {
        offer("just", 1001);

        outbox.flush();

        assertThat(written()).contains("just");
    }

    @Test
    void leaveAGapInTheNumbersOfAReliableClient() {
        offerNumbered("one", 0, 1);
        offerNumbered("two", 1001, 2);
        offerNumbered("three", 0, 3);

        nanos.set(5000);
        outbox.flush();

        assertThat(written())
                .contains("{\"sequenceId\":1,", "{\"sequenceId\":3,")
                .doesNotContain("two");
    }

    @Test
    void ofWhichManyComeAtOnceDoNotWaitBeforeAReadyChannel() {
        LimitSettings two = new LimitSettings(0, 16_384, 1_048_576, 2, 16_777_216);
        SocketOutbox small = new SocketOutbox(channel, two, nanos::get);
        List<EncodedFrame> parts =
                List.of(frame(Dialect.JSON, "a", 0), frame(Dialect.JSON, "b", 0), frame(Dialect.JSON, "c", 0));
        EncodedFrame joined = encoder.join(parts);

        small.offer(joined);
        small.flush();

        assertThat(small.isClosing()).isFalse();
        assertThat(written()).contains("\"a\"", "\"b\"", "\"c\"");
        joined.release();
        parts.forEach(EncodedFrame::release);
        small.dispose();
    }

    @Test
    void noLongerCountAgainstTheBoundsOfTheQueue() {
        for (int i = 0; i < LimitSettings.DEFAULTS.outboundMessages(); i++) {
            offer("x", 1001);
        }
        nanos.set(1001);
        offer("one more", 0);
        outbox.flush();

        assertThat(outbox.isClosing()).isFalse();
        assertThat(written()).contains("one more");
    }
}
