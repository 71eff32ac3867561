package io.github.fanoutlab.testbed;

import io.github.fanoutlab.platform.Counters;
import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.Ids;
import io.github.fanoutlab.platform.node.Network;
import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.platform.redis.RedisDialer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * A node in a {@link TestLab}. The test's thread counts as the node's: what a test calls happens at once, and what it
 * leaves to the end of the turn happens at the next {@link TestLab#settle()}.
 */
public final class ManualNode implements NodePorts, EventLoop, DebugLog, Ids {

    private final TestLab lab;
    private final String name;
    private final SplittableRandom random;
    private final Counters counters = new Counters();
    private final List<Runnable> endOfTurn = new ArrayList<>();
    private final List<String> logLines = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private boolean dead;

    ManualNode(TestLab lab, String name) {
        this.lab = lab;
        this.name = name;
        this.random = new SplittableRandom(name.hashCode());
    }

    /** Every debug line so far, as {@code namespace message}. */
    public List<String> logLines() {
        return logLines;
    }

    /** Every warning so far. */
    public List<String> warnings() {
        return warnings;
    }

    /** From now on the node does nothing any more, and Redis has lost its connections. Its clients are not told. */
    public void crash() {
        dead = true;
        lab.redis().breakConnectionsOf(this);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public EventLoop loop() {
        return this;
    }

    @Override
    public Ids ids() {
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
    public Network network() {
        throw new UnsupportedOperationException(
                "a ManualNode has no network: hand exchanges to the server's handler, as MemoryClient does");
    }

    @Override
    public RedisDialer redis(String url) {
        return lab.redis().dialerOf(this, url);
    }

    @Override
    public long nowMillis() {
        return lab.nowMillis();
    }

    @Override
    public long wallClockMillis() {
        return TestLab.EPOCH_MILLIS + lab.nowMillis();
    }

    @Override
    public Timer schedule(long delayMillis, Runnable task) {
        TestLab.Due due = lab.at(lab.nowMillis() + delayMillis, this, task, null);
        return () -> lab.cancel(due);
    }

    @Override
    public Timer every(long periodMillis, Runnable task) {
        return new Periodic(periodMillis, task);
    }

    private final class Periodic implements Timer {

        private final long periodMillis;
        private final Runnable task;
        private boolean cancelled;
        private TestLab.Due next;

        Periodic(long periodMillis, Runnable task) {
            this.periodMillis = periodMillis;
            this.task = task;
            plan();
        }

        private void plan() {
            if (!cancelled) {
                next = lab.at(lab.nowMillis() + periodMillis, ManualNode.this, task, this::plan);
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
            lab.cancel(next);
        }
    }

    @Override
    public boolean inLoop() {
        return true;
    }

    @Override
    public void execute(Runnable task) {
        lab.input(() -> turn(task));
    }

    @Override
    public void atEndOfTurn(Runnable task) {
        if (endOfTurn.isEmpty()) {
            lab.input(this::finishTurn);
        }
        endOfTurn.add(task);
    }

    void turn(Runnable task) {
        if (!dead) {
            task.run();
            finishTurn();
        }
    }

    private void finishTurn() {
        while (!endOfTurn.isEmpty()) {
            List<Runnable> tasks = List.copyOf(endOfTurn);
            endOfTurn.clear();
            tasks.forEach(Runnable::run);
        }
    }

    @Override
    public byte[] nextBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    @Override
    public int nextInt(int bound) {
        return random.nextInt(bound);
    }

    @Override
    public boolean isEnabled(String namespace) {
        return true;
    }

    @Override
    public void log(String namespace, Supplier<String> message) {
        logLines.add(namespace + " " + message.get());
    }

    @Override
    public void warn(String message) {
        warnings.add(message);
    }
}
