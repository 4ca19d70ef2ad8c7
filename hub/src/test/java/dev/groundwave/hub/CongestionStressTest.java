package dev.groundwave.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.hub.delivery.RecordingOutbox;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Publications set out on the client's lane while two other threads end them. */
@Timeout(60)
final class CongestionStressTest {
    private static final int WEIGHT = 1 << 20;
    private static final int PAUSES = 2000;

    private final RecordingOutbox outbox = new RecordingOutbox();
    private final AtomicInteger pauses = new AtomicInteger();
    private final CompletableFuture<Void> over = new CompletableFuture<>();

    /** Publishes until paused, then waits as a socket does that is not read: for the resume. */
    private final class Client implements Runnable {
        private final ThreadLane lane;
        private final Congestion congestion;
        private final ExecutorService others;
        private int resumesSeen;

        Client(ThreadLane lane, ExecutorService others) {
            this.lane = lane;
            this.others = others;
            this.congestion = new Congestion(lane, outbox);
        }

        @Override
        public void run() {
            if (pauses.get() == PAUSES) {
                over.complete(null);
                return;
            }
            if (congestion.isPaused()) {
                lane.execute(this);
                return;
            }
            assertThat(outbox.resumes()).as("one resume for each pause").isEqualTo(pauses.get());
            resumesSeen = outbox.resumes();
            while (!congestion.isPaused()) {
                congestion.start(WEIGHT);
                others.execute(() -> congestion.end(WEIGHT));
            }
            assertThat(outbox.resumes()).as("none on any other thread").isEqualTo(resumesSeen);
            pauses.incrementAndGet();
            lane.execute(this);
        }
    }

    @Test
    void everyPauseIsFollowedByExactlyOneResume() throws Exception {
        try (ThreadLane lane = new ThreadLane(0);
                ExecutorService others = Executors.newFixedThreadPool(2)) {
            Client client = new Client(lane, others);
            lane.execute(client);
            over.get(40, TimeUnit.SECONDS);
            others.shutdown();
            assertThat(others.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            CompletableFuture.runAsync(() -> {}, lane::execute).get(10, TimeUnit.SECONDS);

            assertThat(lane.fault()).isNull();
            assertThat(client.congestion.isPaused()).isFalse();
            assertThat(outbox.resumes()).isEqualTo(PAUSES);
        }
    }
}
