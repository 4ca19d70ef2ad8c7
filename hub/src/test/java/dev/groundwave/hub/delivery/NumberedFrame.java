package dev.groundwave.hub.delivery;

import dev.groundwave.wire.Dialect;
import dev.groundwave.wire.ServiceMessage;
import java.util.List;
import java.util.function.Consumer;

/** A counting frame that needs a number for each message, and is longer by one byte for each of their digits. */
public final class NumberedFrame extends CountingFrame implements SequencedFrame {
    /** What it was joined of; empty for a single one. */
    private final List<NumberedFrame> parts;

    NumberedFrame(Dialect dialect, ServiceMessage message, int bytes, Consumer<CountingFrame> whenGone) {
        super(dialect, List.of(message), bytes, whenGone);
        this.parts = List.of();
    }

    /** Holds a reference of each part until its own last one is released. */
    NumberedFrame(List<NumberedFrame> parts, Consumer<CountingFrame> whenGone) {
        super(
                parts.getFirst().dialect(),
                parts.stream().flatMap(part -> part.messages().stream()).toList(),
                parts.stream().mapToInt(CountingFrame::bytes).sum(),
                whenGone.andThen(_ -> parts.forEach(CountingFrame::release)));
        this.parts = List.copyOf(parts);
        parts.forEach(CountingFrame::retain);
    }

    @Override
    public int bytes(long firstSequenceId) {
        int digits = 0;
        for (int i = 0; i < frames(); i++) {
            digits += Long.toUnsignedString(firstSequenceId + i).length();
        }
        return bytes() + digits;
    }

    @Override
    public SequencedFrame part(int index) {
        return parts.isEmpty() ? this : parts.get(index);
    }
}
