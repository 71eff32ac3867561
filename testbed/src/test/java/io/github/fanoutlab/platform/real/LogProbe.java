package io.github.fanoutlab.platform.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.platform.DebugLog;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

/** A log whose warnings a test can wait for. */
public final class LogProbe implements DebugLog {

    private final BlockingQueue<String> warnings = new LinkedBlockingQueue<>();

    @Override
    public boolean isEnabled(String namespace) {
        return false;
    }

    @Override
    public void log(String namespace, Supplier<String> message) {}

    @Override
    public void warn(String message) {
        warnings.add(message);
    }

    /** The next warning; fails when none comes within thirty seconds. */
    public String nextWarning() {
        return Next.of(warnings);
    }

    public void assertNoMoreWarnings() {
        assertThat(warnings).isEmpty();
    }
}
