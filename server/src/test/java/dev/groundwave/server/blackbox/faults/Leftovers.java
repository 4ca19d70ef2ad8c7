package dev.groundwave.server.blackbox.faults;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Objects of which nothing may be left: whatever still holds one, an index, a list of the absent, a timer or a channel,
 * holds all that hangs on it as well.
 *
 * <p>Used by the test's thread.
 */
public final class Leftovers {
    private static final int PATIENCE_MS = 60_000;

    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();
    private final List<WeakReference<Object>> watched;

    /** Watches these without holding them. */
    public Leftovers(Collection<?> objects) {
        watched = objects.stream()
                .map(each -> new WeakReference<Object>(each, collected))
                .toList();
    }

    /** How many are watched. */
    public int count() {
        return watched.size();
    }

    /** Collects until all of them are gone; those that stay are a failure. */
    public void expectNone() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        for (int found = 0; found < watched.size(); ) {
            System.gc();
            if (collected.remove(100) != null) {
                found++;
            } else if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(watched.size() - found + " of " + watched.size() + " are still held");
            }
        }
    }
}
