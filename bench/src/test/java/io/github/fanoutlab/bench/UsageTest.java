package io.github.fanoutlab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, disabledReason = "the benches read what Linux counts")
class UsageTest {

    private static final double TICKS_PER_SECOND = 100;
    private static final double THREE_TICKS = 3 / TICKS_PER_SECOND;
    private static final long FIVE_TICKS_NANOS = 50_000_000;

    @Test
    @DisplayName(
            "what a process has used is what the system's clock says, and no whole number of ticks, though a thread has ended")
    void finerThanTicks() throws InterruptedException {
        Thread ended = new Thread(UsageTest::useFiveTicks);
        ended.start();
        ended.join();
        double before = processSeconds();
        Usage usage = Usage.of(ProcessHandle.current().pid());
        double after = processSeconds();

        assertThat(usage.total()).isBetween(before - THREE_TICKS, after + THREE_TICKS);
        assertThat(usage.total() * TICKS_PER_SECOND % 1).isNotZero();
        assertThat(usage.compiler()).isPositive().isLessThan(usage.total());
    }

    private static void useFiveTicks() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        while (threads.getCurrentThreadCpuTime() < FIVE_TICKS_NANOS) {
            Thread.onSpinWait();
        }
    }

    private static double processSeconds() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e9;
    }
}
