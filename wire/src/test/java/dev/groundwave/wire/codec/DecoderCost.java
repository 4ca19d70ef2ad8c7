package dev.groundwave.wire.codec;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Predicate;

/** Measures what a decoder takes for a frame: memory, which unlike time is the same on every machine. */
public final class DecoderCost {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private DecoderCost() {}

    /** The bytes of heap that one reading of the frame takes for each of its bytes. */
    public static long heapBytesPerByte(byte[] frame, Predicate<byte[]> reading) {
        // The first time classes are loaded.
        boolean first = reading.test(frame);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        boolean second = reading.test(frame);
        long taken = THREADS.getCurrentThreadAllocatedBytes() - before;
        if (first != second) {
            throw new AssertionError("the same frame was read once and refused once");
        }
        return taken / frame.length;
    }
}
