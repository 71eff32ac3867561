package io.github.fanoutlab.simulator.cluster.process;

import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.real.RealNode;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.simulator.cluster.control.Command;
import io.github.fanoutlab.simulator.cluster.control.Report;
import io.github.fanoutlab.simulator.cluster.control.Request;
import io.github.fanoutlab.simulator.program.LabNode;
import io.github.fanoutlab.simulator.scenario.Broadcast;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** A program on a real node, and what others make it do. May be used from any thread. */
final class Puppet implements AutoCloseable {

    private final RealNode node;
    private final LabNode program;
    private int numbered;

    private Puppet(RealNode node, LabNode program) {
        this.node = node;
        this.program = program;
    }

    /** Runs {@code program}, which also serves {@code namespaces}, on a node of its own called {@code name}. */
    static Puppet start(String name, Function<RealNode, LabNode> program, List<String> namespaces) {
        RealNode node = RealNode.create(name);
        CompletableFuture<LabNode> started = new CompletableFuture<>();
        node.loop().execute(() -> {
            try {
                LabNode running = program.apply(node);
                namespaces.forEach(running::serve);
                started.complete(running);
            } catch (RuntimeException e) {
                started.completeExceptionally(e);
            }
        });
        return new Puppet(node, started.join());
    }

    EventLoop loop() {
        return node.loop();
    }

    /** Begins to listen; returns the port. */
    int listen(ListenOptions options) {
        return program.listen(options).port();
    }

    /** Does what {@code request} asks for and answers when it is done, once. */
    void handle(Request request, Consumer<Report> answer) {
        node.loop().run(() -> {
            Command command = request.command();
            if (command instanceof Command.Emit emit) {
                answer.accept(emitted(request, List.of(emit(emit.broadcast()))));
            } else if (command instanceof Command.Beat beat) {
                List<Report.Emission> emissions = new ArrayList<>();
                beat(beat, emissions::add, () -> answer.accept(emitted(request, emissions)));
            } else if (command instanceof Command.Count) {
                answer.accept(new Report.Counted(
                        node.name(), request.id(), node.counters().snapshot()));
            } else {
                answer.accept(new Report.Refused(
                        node.name(), request.id(), node.name() + " does not know how to " + command));
            }
        });
    }

    /** Emits {@code broadcast} every {@code periodMillis} until the node is closed. */
    void emitEvery(long periodMillis, Broadcast broadcast) {
        node.loop().run(() -> node.loop().every(periodMillis, () -> program.emit(broadcast)));
    }

    @Override
    public void close() {
        node.loop().execute(program::close);
        node.close();
    }

    private void beat(Command.Beat beat, Consumer<Report.Emission> emitted, Runnable whenOver) {
        EventLoop.Timer[] timer = new EventLoop.Timer[1];
        int[] left = {beat.times()};
        timer[0] = node.loop().every(beat.periodMillis(), () -> {
            String number = node.name() + "#" + (numbered + 1);
            numbered += beat.numbered() ? 1 : 0;
            emitted.accept(emit(beat.numbered() ? beat.broadcast().saying(number) : beat.broadcast()));
            left[0]--;
            if (left[0] == 0) {
                timer[0].cancel();
                whenOver.run();
            }
        });
    }

    private Report.Emission emit(Broadcast broadcast) {
        long before = node.counters().get(RedisConnection.PUBLISHED);
        program.emit(broadcast);
        long after = node.counters().get(RedisConnection.PUBLISHED);
        return new Report.Emission(broadcast.payload(), after > before);
    }

    private Report emitted(Request request, List<Report.Emission> emissions) {
        return new Report.Emitted(node.name(), request.id(), emissions);
    }
}
