package io.github.fanoutlab.simulator.cluster.process;

import io.github.fanoutlab.simulator.cluster.control.ControlLines;
import io.github.fanoutlab.simulator.cluster.control.Report;
import java.util.concurrent.CompletableFuture;

/** A process's standard output: lines for people, and reports among them if a launcher controls the process. */
final class Console {

    private final boolean controlled;
    private final CompletableFuture<Integer> end = new CompletableFuture<>();

    private Console(boolean controlled) {
        this.controlled = controlled;
    }

    /** The console of a process that was started by hand. */
    static Console forPeople() {
        return new Console(false);
    }

    /** The console of a process that a launcher controls. */
    static Console forLauncher() {
        return new Console(true);
    }

    /** Whether a launcher controls this process. */
    boolean isControlled() {
        return controlled;
    }

    /** Prints a line for people. */
    void say(String line) {
        System.out.println(line);
    }

    /** Prints or reports that worker {@code id} has started. */
    void listens(String id, Report.Started started) {
        if (controlled) {
            report(started);
        } else {
            say("worker " + started.pid() + " is worker " + id + " and listens on port " + started.port());
        }
    }

    /** Sends {@code report} to the launcher, if there is one. */
    void report(Report report) {
        if (controlled) {
            System.out.println(ControlLines.mark(report));
        }
    }

    /** Ends the process with this exit code. */
    void end(int exitCode) {
        end.complete(exitCode);
    }

    /** Waits for {@link #end}, or until somebody ends the process; returns the exit code. */
    int untilEnded() {
        return end.join();
    }
}
