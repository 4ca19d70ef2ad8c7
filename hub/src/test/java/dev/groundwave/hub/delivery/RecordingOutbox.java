package dev.groundwave.hub.delivery;

import dev.groundwave.wire.CloseReason;
import dev.groundwave.wire.ServiceMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * A transport that takes everything at the flush, and that writes down what happened to it.
 *
 * <p>Used on one lane; other threads may look once that lane is at rest.
 */
public final class RecordingOutbox implements Transport {
    /** What the record says when another transport took the place of this one. */
    public static final String ABORT = "abort";

    /** A message under its number. */
    public record Numbered(long sequenceId, ServiceMessage message) {}

    private final List<CountingFrame> queued = new ArrayList<>();
    private final List<CountingFrame> taken = new ArrayList<>();
    private final List<Object> record = new ArrayList<>();
    private int flushes;
    private int resumes;
    private boolean refusing;
    private boolean closed;

    @Override
    public OfferResult offer(EncodedFrame frame) {
        if (refusing || closed) {
            return OfferResult.CLOSED;
        }
        CountingFrame counted = (CountingFrame) frame;
        take(counted);
        record.addAll(counted.messages());
        return OfferResult.SENT;
    }

    @Override
    public OfferResult offer(SequencedFrame frame, long sequenceId) {
        if (refusing || closed) {
            return OfferResult.CLOSED;
        }
        CountingFrame counted = (CountingFrame) frame;
        take(counted);
        for (int i = 0; i < counted.frames(); i++) {
            record.add(new Numbered(sequenceId + i, counted.messages().get(i)));
        }
        return OfferResult.SENT;
    }

    private void take(CountingFrame frame) {
        frame.retain();
        queued.add(frame);
        taken.add(frame);
    }

    @Override
    public void flush() {
        flushes++;
        queued.forEach(CountingFrame::release);
        queued.clear();
    }

    @Override
    public void close(CloseReason reason) {
        if (!closed) {
            closed = true;
            record.add(reason);
        }
    }

    @Override
    public void abort() {
        queued.forEach(CountingFrame::release);
        queued.clear();
        closed = true;
        record.add(ABORT);
    }

    @Override
    public void resumeReading() {
        resumes++;
    }

    /** From now on every offer is answered CLOSED, as when the client reads too slowly. */
    public void refuse() {
        refusing = true;
    }

    /** Whether the hub closed it. */
    public boolean isClosed() {
        return closed;
    }

    /** The messages taken and the close, in order. */
    public List<Object> record() {
        return List.copyOf(record);
    }

    /** The text payloads of the messages taken, in order; of other messages their simple class name. Numbers stand in front. */
    public List<String> texts() {
        return record.stream().map(RecordingOutbox::text).toList();
    }

    /** The frames taken, in order; joined ones count once. */
    public List<CountingFrame> frames() {
        return List.copyOf(taken);
    }

    /** How many frames wait for the flush. */
    public int queued() {
        return queued.size();
    }

    /** How often it was flushed. */
    public int flushes() {
        return flushes;
    }

    /** How often reading was resumed. */
    public int resumes() {
        return resumes;
    }

    private static String text(Object entry) {
        return switch (entry) {
            case ServiceMessage.GroupData message -> message.data().asText();
            case ServiceMessage.ServerData message -> message.data().asText();
            case Numbered(long sequenceId, ServiceMessage message) -> sequenceId + ":" + text(message);
            case String mark -> mark;
            case CloseReason reason -> "close " + reason.code();
            default -> entry.getClass().getSimpleName();
        };
    }
}
