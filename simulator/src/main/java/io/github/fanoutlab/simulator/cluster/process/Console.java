package io.github.fanoutlab.simulator.cluster.process;

import io.github.fanoutlab.simulator.cluster.control.ControlLines;
import io.github.fanoutlab.simulator.cluster.control.Report;
import java.util.concurrent.CompletableFuture;

/** A process's standard output: lines for people, and reports among them when a launcher directs the process. */
final class Console {

    private final boolean directed;
    private final CompletableFuture<Integer> end = new CompletableFuture<>();

    private Console(boolean directed) {
        this.directed = directed;
    }

    /** Of a process that was started by hand. */
    static Console forPeople() {
        return new Console(false);
    }

    /** Of a process that a launcher directs. */
    static Console forLauncher() {
        return new Console(true);
    }

    /** Whether a launcher directs this process. */
    boolean isDirected() {
        return directed;
    }

    /** A line for people. */
    void say(String line) {
        System.out.println(line);
    }

    /** Worker {@code id} has started: a line for whoever reads here. */
    void listens(String id, Report.Started started) {
        if (directed) {
            report(started);
        } else {
            say("worker " + started.pid() + " is worker " + id + " and listens on port " + started.port());
        }
    }

    /** A line for the launcher, if there is one. */
    void report(Report report) {
        if (directed) {
            System.out.println(ControlLines.mark(report));
        }
    }

    /** The process has come to its end by itself, with this exit code. */
    void end(int exitCode) {
        end.complete(exitCode);
    }

    /** Waits for {@link #end}, or until somebody ends the process; returns the exit code. */
    int untilEnded() {
        return end.join();
    }
}
