package io.github.fanoutlab.simulator.cluster.process;

import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.real.RealNode;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.simulator.cluster.control.Command;
import io.github.fanoutlab.simulator.cluster.control.Report;
import io.github.fanoutlab.simulator.cluster.control.Request;
import io.github.fanoutlab.simulator.program.Beats;
import io.github.fanoutlab.simulator.program.Program;
import io.github.fanoutlab.simulator.scenario.Broadcast;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A program on a real node that carries out requests. May be used from any thread. */
final class ControlledProgram implements AutoCloseable {

    private final RealNode node;
    private final Program program;
    private final Beats beats;

    private ControlledProgram(RealNode node, Program program) {
        this.node = node;
        this.program = program;
        this.beats = new Beats(node.name(), node.loop());
    }

    /** Runs {@code program}, which also serves {@code namespaces}, on a node of its own called {@code name}. */
    static ControlledProgram start(String name, Function<RealNode, Program> program, List<String> namespaces) {
        RealNode node = RealNode.create(name);
        CompletableFuture<Program> started = new CompletableFuture<>();
        node.loop().execute(() -> {
            try {
                Program running = program.apply(node);
                namespaces.forEach(running::serve);
                started.complete(running);
            } catch (RuntimeException e) {
                started.completeExceptionally(e);
            }
        });
        return new ControlledProgram(node, started.join());
    }

    EventLoop loop() {
        return node.loop();
    }

    /** Listens with what {@code front} puts in front of the program's handler; returns the port. */
    int listen(ListenOptions options, UnaryOperator<ClientHandler> front) {
        return node.network().listen(options, front.apply(program.handler())).port();
    }

    /** Carries {@code request} out, and responds once: when it is done, or cannot be done. */
    void handle(Request request, Consumer<Report> respond) {
        node.loop().run(() -> attempt(request, respond, () -> carryOut(request, respond)));
    }

    private void carryOut(Request request, Consumer<Report> respond) {
        Command command = request.command();
        if (command instanceof Command.Emit emit) {
            respond.accept(new Report.Emitted(node.name(), request.id(), List.of(emit(emit.broadcast()))));
        } else if (command instanceof Command.Beat beat) {
            begin(beat, request, respond);
        } else if (command instanceof Command.Count) {
            respond.accept(new Report.Counted(
                    node.name(), request.id(), node.counters().snapshot()));
        } else {
            throw new IllegalArgumentException("only a master knows how to do this: " + command);
        }
    }

    private void begin(Command.Beat beat, Request request, Consumer<Report> respond) {
        List<Report.Emission> emissions = new ArrayList<>();
        EventLoop.Timer[] timer = new EventLoop.Timer[1];
        Consumer<Report> refuse = refused -> {
            timer[0].cancel();
            respond.accept(refused);
        };
        Runnable done = () -> respond.accept(new Report.Emitted(node.name(), request.id(), emissions));
        timer[0] = beats.begin(
                beat.times(),
                beat.periodMillis(),
                beat.numbered(),
                beat.broadcast(),
                broadcast -> attempt(request, refuse, () -> {
                    emissions.add(emit(broadcast));
                    if (emissions.size() == beat.times()) {
                        done.run();
                    }
                }));
    }

    private void attempt(Request request, Consumer<Report> respond, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException problem) {
            respond.accept(new Report.Refused(node.name(), request.id(), problem.getMessage()));
        }
    }

    /** Emits {@code broadcast} every {@code periodMillis} until the node is closed. */
    void emitEvery(long periodMillis, Broadcast broadcast) {
        node.loop().run(() -> node.loop().every(periodMillis, () -> program.emit(broadcast, acks -> {})));
    }

    @Override
    public void close() {
        node.loop().execute(program::close);
        node.close();
    }

    private Report.Emission emit(Broadcast broadcast) {
        long before = node.counters().get(RedisConnection.PUBLISHED);
        program.emit(broadcast, acks -> {});
        long after = node.counters().get(RedisConnection.PUBLISHED);
        return new Report.Emission(broadcast.payload(), after > before);
    }
}
