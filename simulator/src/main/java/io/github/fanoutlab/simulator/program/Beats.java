package io.github.fanoutlab.simulator.program;

import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.simulator.scenario.Broadcast;
import java.util.function.Consumer;

/**
 * The source document's {@code setInterval}: a process emits once a period. It counts the emits that shall be numbered. The
 * count is a part of the process's memory: it goes on when another process dies, and begins anew when this one is forked again.
 * Used on the process's loop only.
 */
public final class Beats {

    private final String process;
    private final EventLoop loop;
    private int count;

    /** The beats of {@code process}, which has just begun and runs on {@code loop}. */
    public Beats(String process, EventLoop loop) {
        this.process = process;
        this.loop = loop;
    }

    /**
     * Calls {@code emit} once a period, first one period from now.
     *
     * @param times how often
     * @param numbered whether to emit the process's name and count, {@code W1#3}, in place of the payload
     * @return the timer, which ends by itself after so many times
     */
    public EventLoop.Timer begin(
            int times, long periodMillis, boolean numbered, Broadcast broadcast, Consumer<Broadcast> emit) {
        int[] left = {times};
        EventLoop.Timer[] timer = new EventLoop.Timer[1];
        timer[0] = loop.every(periodMillis, () -> {
            emit.accept(numbered ? broadcast.saying(process + '#' + ++count) : broadcast);
            if (--left[0] == 0) {
                timer[0].cancel();
            }
        });
        return timer[0];
    }
}
