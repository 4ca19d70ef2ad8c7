package dev.groundwave.hub.delivery;

import dev.groundwave.wire.Dialect;
import dev.groundwave.wire.ServiceMessage;
import java.util.List;
import java.util.function.Consumer;

/** A counting frame that needs a number, and is longer by one byte for each of its digits. */
public final class NumberedFrame extends CountingFrame implements SequencedFrame {
    NumberedFrame(Dialect dialect, ServiceMessage message, int bytes, Consumer<CountingFrame> whenGone) {
        super(dialect, List.of(message), bytes, whenGone);
    }

    @Override
    public int bytes(long sequenceId) {
        return bytes() + Long.toUnsignedString(sequenceId).length();
    }
}
