package dev.groundwave.server.blackbox;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Fails a test class after whose tests Netty reported a buffer that nobody released.
 *
 * <p>Registered for every class of this module by the service file. Netty finds a leak when the collector took the
 * buffer, and says so at a later allocation: so the guard collects, waits until the collector's queue was worked off,
 * and allocates.
 */
public final class LeakGuard implements BeforeAllCallback, AfterAllCallback {
    /** A hint on buffers that the guard's own test leaks. */
    static final String ON_PURPOSE = "leaked on purpose";

    private static final int ROUNDS = 2;
    private static final int ALLOCATIONS = 64;

    private final Reports reports = new Reports();

    /** Made by JUnit. */
    public LeakGuard() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        if (isOutermost(context)) {
            reports.attach();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        if (isOutermost(context)) {
            provokeReports();
            List<String> found = reports.take().stream()
                    .filter(report -> !report.contains(ON_PURPOSE))
                    .toList();
            reports.detach();
            if (!found.isEmpty()) {
                throw new AssertionError(
                        found.size() + " leaked buffers were reported, the first one:\n" + found.getFirst());
            }
        }
    }

    /** Whatever leaked up to now is reported when this returns. */
    static void provokeReports() throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            ReferenceQueue<Object> queue = new ReferenceQueue<>();
            Reference<Object> canary = new PhantomReference<>(new Object(), queue);
            System.gc();
            if (queue.remove(RawSocket.DEADLINE_MS) == null) {
                throw new AssertionError("the collector did not take " + canary);
            }
            for (int i = 0; i < ALLOCATIONS; i++) {
                ByteBufAllocator.DEFAULT.directBuffer(1).release();
            }
        }
    }

    private static boolean isOutermost(ExtensionContext context) {
        return context.getRequiredTestClass().getEnclosingClass() == null;
    }

    /** What the leak detector logged. */
    static final class Reports extends AppenderBase<ILoggingEvent> {
        private final List<String> messages = new CopyOnWriteArrayList<>();

        void attach() {
            setContext(logger().getLoggerContext());
            start();
            logger().addAppender(this);
        }

        void detach() {
            logger().detachAppender(this);
            stop();
        }

        List<String> take() {
            List<String> taken = List.copyOf(messages);
            messages.clear();
            return taken;
        }

        @Override
        protected void append(ILoggingEvent event) {
            messages.add(event.getFormattedMessage());
        }

        private static Logger logger() {
            return (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
        }
    }
}
