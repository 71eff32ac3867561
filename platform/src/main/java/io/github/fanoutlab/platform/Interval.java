package io.github.fanoutlab.platform;

/** A repeated task on a loop that may be started and cancelled from any thread. */
public final class Interval implements EventLoop.Timer {

    private final EventLoop loop;
    private EventLoop.Timer timer;
    private boolean cancelled;

    private Interval(EventLoop loop) {
        this.loop = loop;
    }

    /** Runs {@code task} every {@code periodMillis}, first one period from now. */
    public static Interval start(EventLoop loop, long periodMillis, Runnable task) {
        Interval interval = new Interval(loop);
        loop.run(() -> interval.begin(periodMillis, task));
        return interval;
    }

    private void begin(long periodMillis, Runnable task) {
        if (!cancelled) {
            timer = loop.every(periodMillis, task);
        }
    }

    @Override
    public void cancel() {
        loop.run(() -> {
            cancelled = true;
            if (timer != null) {
                timer.cancel();
            }
        });
    }
}
