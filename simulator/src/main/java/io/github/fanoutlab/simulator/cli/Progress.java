package io.github.fanoutlab.simulator.cli;

import java.time.temporal.ChronoUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar with rate and remaining time, while something long runs on a terminal. */
final class Progress implements AutoCloseable {

    /** Set by {@code ./fanout} when standard error is a terminal. */
    private static final String TERMINAL = "fanout.terminal";

    private static final int REFRESH_MILLIS = 500;
    private static final int WIDTH = 100;

    private final ProgressBar bar;

    private Progress(ProgressBar bar) {
        this.bar = bar;
    }

    /** A bar on standard error for {@code steps} steps; {@code unit} names what is counted. */
    static Progress of(String unit, long steps) {
        return new Progress(Boolean.getBoolean(TERMINAL) ? bar(unit, steps) : null);
    }

    private static ProgressBar bar(String unit, long steps) {
        return new ProgressBarBuilder()
                .setInitialMax(steps)
                .setTaskName("")
                .setUnit(' ' + unit, 1)
                .setSpeedUnit(ChronoUnit.SECONDS)
                .showSpeed()
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(REFRESH_MILLIS)
                .setMaxRenderedLength(WIDTH)
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .clearDisplayOnFinish()
                .build();
    }

    void step() {
        if (bar != null) {
            bar.step();
        }
    }

    /** Removes the bar. */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
