package io.github.fanoutlab.platform.redis;

import io.github.fanoutlab.platform.Counters;
import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.Ids;
import io.github.fanoutlab.platform.node.Network;
import io.github.fanoutlab.platform.node.NodePorts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/** A node whose turns and whose time a test moves by hand. */
final class HandMovedNode implements NodePorts, EventLoop, DebugLog {

    final List<String> warnings = new ArrayList<>();

    private record Alarm(long at, Runnable task) {}

    private final Counters counters = new Counters();
    private final Deque<Runnable> inputs = new ArrayDeque<>();
    private final List<Alarm> alarms = new ArrayList<>();
    private final List<Runnable> endOfTurn = new ArrayList<>();
    private long now;

    /** One turn, then the turns of all inputs that came of it; time stands still. */
    void turn(Runnable input) {
        inputs.add(input);
        while (!inputs.isEmpty()) {
            inputs.remove().run();
            finishTurn();
        }
    }

    private void finishTurn() {
        while (!endOfTurn.isEmpty()) {
            endOfTurn.remove(0).run();
        }
    }

    /** Lets time pass; what is due happens at its time. */
    void pass(long millis) {
        long end = now + millis;
        while (true) {
            Alarm next = alarms.stream()
                    .min(Comparator.comparingLong(Alarm::at))
                    .filter(alarm -> alarm.at <= end)
                    .orElse(null);
            if (next == null) {
                now = end;
                return;
            }
            now = next.at;
            alarms.remove(next);
            turn(next.task);
        }
    }

    @Override
    public Timer schedule(long delayMillis, Runnable task) {
        Alarm alarm = new Alarm(now + delayMillis, task);
        alarms.add(alarm);
        return () -> alarms.remove(alarm);
    }

    @Override
    public void execute(Runnable task) {
        inputs.add(task);
    }

    @Override
    public void atEndOfTurn(Runnable task) {
        endOfTurn.add(task);
    }

    @Override
    public boolean inLoop() {
        return true;
    }

    @Override
    public long nowMillis() {
        return now;
    }

    @Override
    public void warn(String message) {
        warnings.add(message);
    }

    @Override
    public String name() {
        return "W1";
    }

    @Override
    public EventLoop loop() {
        return this;
    }

    @Override
    public DebugLog log() {
        return this;
    }

    @Override
    public Counters counters() {
        return counters;
    }

    @Override
    public boolean isEnabled(String namespace) {
        return false;
    }

    @Override
    public void log(String namespace, Supplier<String> message) {}

    @Override
    public Timer every(long periodMillis, Runnable task) {
        throw new UnsupportedOperationException("a Redis connection needs no periodic timer");
    }

    @Override
    public long wallClockMillis() {
        throw new UnsupportedOperationException("a Redis connection needs no date");
    }

    @Override
    public Ids ids() {
        throw new UnsupportedOperationException("a Redis connection draws no ids");
    }

    @Override
    public Network network() {
        throw new UnsupportedOperationException("a Redis connection has a dialer");
    }

    @Override
    public RedisDialer redis(String url) {
        throw new UnsupportedOperationException("hand the dialer to the connection");
    }
}
