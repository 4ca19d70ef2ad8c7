package dev.groundwave.server.frame;

import dev.groundwave.hub.delivery.SequencedFrame;
import io.netty.buffer.ByteBuf;

/** A numbered frame as sockets write it. */
public sealed interface NumberedFrame extends SequencedFrame permits PooledTemplate, JoinedTemplates {
    /** Whether {@link #appendTo} is the way to write this; else its parts are written one by one. */
    boolean isShort();

    /** Writes everything under numbers from this one on; no reference is used up. */
    void appendTo(ByteBuf target, long firstSequenceId);

    @Override
    PooledTemplate part(int index);
}
