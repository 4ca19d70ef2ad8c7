package dev.groundwave.server.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.Test;

final class LeakGuardTest {
    @Test
    void everyBufferIsWatched() {
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
    }

    @Test
    void aBufferThatNobodyReleasesIsReported() throws InterruptedException {
        LeakGuard.Reports reports = new LeakGuard.Reports();
        reports.attach();
        leak();

        LeakGuard.provokeReports();

        reports.detach();
        assertThat(reports.take())
                .singleElement()
                .asString()
                .startsWith("LEAK:")
                .contains(LeakGuard.ON_PURPOSE);
    }

    private static void leak() {
        ByteBuf leaked = ByteBufAllocator.DEFAULT.directBuffer(16).touch(LeakGuard.ON_PURPOSE);
        assertThat(leaked.refCnt()).isEqualTo(1);
    }
}
