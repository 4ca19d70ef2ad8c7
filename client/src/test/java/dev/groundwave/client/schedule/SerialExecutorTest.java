package dev.groundwave.client.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** An order on top of any executor. */
final class SerialExecutorTest {
    private final Queue<Runnable> turns = new ArrayDeque<>();
    private final SerialExecutor serial = new SerialExecutor(turns::add);

    @Test
    void runsTasksInOrderWithinOneTurn() {
        List<Integer> ran = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int number = i;
            serial.execute(() -> ran.add(number));
        }
        assertThat(turns).hasSize(1);
        turns.remove().run();
        assertThat(ran).containsExactly(0, 1, 2);
        assertThat(turns).isEmpty();
    }

    @Test
    void givesTheThreadBackNowAndThen() {
        List<Integer> ran = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            serial.execute(() -> ran.add(1));
        }
        turns.remove().run();
        assertThat(ran.size()).isLessThan(1_000);
        assertThat(turns).hasSize(1);
        while (!turns.isEmpty()) {
            turns.remove().run();
        }
        assertThat(ran).hasSize(1_000);
    }

    @Test
    void goesOnAfterATaskThatThrew() {
        List<String> ran = new ArrayList<>();
        serial.execute(() -> {
            throw new IllegalStateException("first");
        });
        serial.execute(() -> ran.add("second"));
        try {
            turns.remove().run();
        } catch (IllegalStateException e) {
            ran.add(e.getMessage());
        }
        turns.remove().run();
        assertThat(ran).containsExactly("first", "second");
    }

    @Test
    void knowsItsOwnTasks() {
        List<Boolean> answers = new ArrayList<>();
        serial.execute(() -> answers.add(serial.isCurrentThread()));
        turns.remove().run();
        assertThat(answers).containsExactly(true);
        assertThat(serial.isCurrentThread()).isFalse();
    }

    @Test
    void runsOneAtATimeOnTheSharedWorkers() throws InterruptedException {
        int count = 20_000;
        int threads = 4;
        SerialExecutor shared = new SerialExecutor(SharedThreads.workers());
        CountDownLatch done = new CountDownLatch(count * threads);
        // Not synchronised: only an order makes it come out right.
        int[] sum = new int[1];
        List<Thread> callers = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            callers.add(new Thread(() -> {
                for (int i = 0; i < count; i++) {
                    shared.execute(() -> {
                        sum[0]++;
                        done.countDown();
                    });
                }
            }));
        }
        callers.forEach(Thread::start);
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(sum[0]).isEqualTo(count * threads);
        for (Thread caller : callers) {
            caller.join();
        }
    }
}
