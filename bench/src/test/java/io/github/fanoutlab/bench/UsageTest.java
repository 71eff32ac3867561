package io.github.fanoutlab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, disabledReason = "the benches read what Linux counts")
class UsageTest {

    private static final double TICKS_PER_SECOND = 100;
    private static final double TWO_TICKS = 2 / TICKS_PER_SECOND;

    @Test
    @DisplayName("what a process has used is what the system's clock of the process says, and no whole number of ticks")
    void finerThanTicks() {
        double before = processSeconds();
        Usage usage = Usage.of(ProcessHandle.current().pid());
        double after = processSeconds();

        assertThat(usage.total()).isBetween(before - TWO_TICKS, after + TWO_TICKS);
        assertThat(usage.total() * TICKS_PER_SECOND % 1).isNotZero();
        assertThat(usage.compiler()).isPositive().isLessThan(usage.total());
    }

    private static double processSeconds() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e9;
    }
}
