package io.github.fanoutlab.simulator.cluster;

import io.github.fanoutlab.simulator.cluster.control.Command;
import io.github.fanoutlab.simulator.cluster.control.ControlLines;
import io.github.fanoutlab.simulator.cluster.control.Report;
import io.github.fanoutlab.simulator.cluster.control.Request;
import io.github.fanoutlab.simulator.cluster.process.CannotStart;
import io.github.fanoutlab.simulator.cluster.process.ChildJvm;
import io.github.fanoutlab.simulator.scenario.Scenario;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The processes of a cluster as its launcher sees them: a master with the workers behind it, or single workers.
 *
 * <p>Used by the launcher's thread. What the processes print arrives on other threads, and a shutdown hook may close them.
 */
final class Processes implements AutoCloseable {

    private static final long END_WAIT_MILLIS = 3_000;

    /** A process that runs its program; {@code port} is 0 for a master. */
    private record Running(ProcessHandle handle, int port) {}

    /** A request that waits for its response. */
    private record Asked(String node, CompletableFuture<Report.Response> answer) {}

    private final BoundedWait wait;
    private final LastLines lastLines;
    private final Consumer<String> progress;
    private final Map<String, ChildJvm> reachedThrough = new LinkedHashMap<>();
    private final Map<String, Running> running = new LinkedHashMap<>();
    private final Map<Long, Asked> asked = new LinkedHashMap<>();
    private final Set<String> mayDie = new LinkedHashSet<>();
    private final List<ProcessHandle> everRan = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private String breakdown;
    private String refusal;
    private boolean closed;
    private long lastId;

    /** None yet. {@code progress} gets the lines that they print for people. */
    Processes(BoundedWait wait, LastLines lastLines, Consumer<String> progress) {
        this.wait = wait;
        this.lastLines = lastLines;
        this.progress = progress;
    }

    /** Starts a process with {@code main} that runs the programs of {@code nodes}: its own, and those that it forks. */
    synchronized void start(List<String> nodes, Class<?> main, Record options) {
        if (closed) {
            throw new ClusterFailure("The cluster is shutting down; no process is started any more.");
        }
        ChildJvm child = ChildJvm.start(nodes.get(0), main, ControlLines.encode(options), new ChildListener(nodes));
        nodes.forEach(node -> reachedThrough.put(node, child));
    }

    /**
     * Waits until all of {@code nodes} run their programs.
     *
     * @throws CannotStart if a process says that it cannot
     */
    void awaitRunning(List<String> nodes) {
        wait.until("every process runs its program", BoundedWait.BOOT_MILLIS, () -> missing(nodes));
    }

    private synchronized Optional<String> missing(List<String> nodes) {
        if (refusal != null) {
            throw new CannotStart(refusal);
        }
        if (breakdown != null) {
            throw wait.failure(breakdown + ".");
        }
        List<String> missing =
                nodes.stream().filter(node -> !running.containsKey(node)).toList();
        return missing.isEmpty() ? Optional.empty() : Optional.of(missing + " are not running yet");
    }

    /** The names of the nodes whose processes run. */
    synchronized List<String> alive() {
        return List.copyOf(running.keySet());
    }

    /** Where {@code worker} listens. */
    synchronized int port(String worker) {
        return running.get(worker).port;
    }

    /** The lines that the processes printed for people so far. */
    synchronized List<String> log() {
        return List.copyOf(log);
    }

    /** Sends {@code node} a command; its response comes later. */
    synchronized <A extends Report.Response> CompletableFuture<A> ask(String node, Command command, Class<A> type) {
        CompletableFuture<Report.Response> answer = new CompletableFuture<>();
        if (breakdown != null || !running.containsKey(node)) {
            String reason = breakdown != null ? breakdown : node + " is not running";
            answer.completeExceptionally(new ClusterFailure(reason));
        } else {
            lastId++;
            asked.put(lastId, new Asked(node, answer));
            reachedThrough.get(node).send(ControlLines.encode(new Request(node, lastId, command)));
        }
        return answer.thenApply(type::cast);
    }

    /** Kills the process of {@code worker}, and waits until its master, if it has one, has reported it. */
    void kill(String worker) {
        ProcessHandle victim;
        synchronized (this) {
            mayDie.add(worker);
            victim = running.get(worker).handle;
        }
        victim.destroyForcibly();
        wait.until(
                worker + ", process " + victim.pid() + ", has died and its master has noticed",
                BoundedWait.MILLIS,
                () -> alive().contains(worker) ? Optional.of("it was not reported") : Optional.empty());
    }

    /** Lets the master fork {@code worker} again, and waits until it runs its program; returns false if the master does not. */
    boolean fork(String worker) {
        Report.Forked answer = wait.get(
                "the master to fork " + worker,
                BoundedWait.MILLIS,
                ask(Scenario.MASTER, new Command.Fork(worker), Report.Forked.class));
        if (answer.again()) {
            synchronized (this) {
                mayDie.remove(worker);
            }
            awaitRunning(List.of(worker));
        }
        return answer.again();
    }

    /** Ends every process; returns when none is left. */
    @Override
    public void close() {
        List<ChildJvm> children;
        List<ProcessHandle> handles;
        synchronized (this) {
            closed = true;
            mayDie.addAll(reachedThrough.keySet());
            children = reachedThrough.values().stream().distinct().toList();
            handles = List.copyOf(everRan);
        }
        children.forEach(ChildJvm::close);
        BoundedWait.within(END_WAIT_MILLIS, () -> handles.stream().noneMatch(ProcessHandle::isAlive));
        handles.forEach(ProcessHandle::destroyForcibly);
    }

    private synchronized void hear(Report report) {
        if (report instanceof Report.Started started) {
            ProcessHandle.of(started.pid()).ifPresent(handle -> {
                everRan.add(handle);
                running.put(started.node(), new Running(handle, started.port()));
            });
            progress.accept(started.node() + " is process " + started.pid()
                    + (started.port() == 0 ? " and never listens" : " and listens on port " + started.port()));
        } else if (report instanceof Report.Died died) {
            died(died.node(), " (process " + died.pid() + ") has died");
        } else if (report instanceof Report.Response answer) {
            Asked request = asked.remove(answer.id());
            if (request != null && answer instanceof Report.Refused refused) {
                request.answer.completeExceptionally(
                        new ClusterFailure(refused.node() + " refused: " + refused.reason()));
            } else if (request != null) {
                request.answer.complete(answer);
            }
        }
    }

    private void died(String node, String how) {
        running.remove(node);
        if (!mayDie.contains(node) && breakdown == null) {
            breakdown = node + how;
        }
        List<Asked> unanswered = asked.values().stream()
                .filter(request -> request.node.equals(node))
                .toList();
        asked.values().removeAll(unanswered);
        unanswered.forEach(request ->
                request.answer.completeExceptionally(new ClusterFailure(node + how + " before it responded")));
    }

    /** Reads what one child prints, on threads of the child's. */
    private final class ChildListener implements ChildJvm.Listener {

        private final List<String> nodes;
        private String lastErrorLine = "";

        ChildListener(List<String> nodes) {
            this.nodes = nodes;
        }

        @Override
        public void onLine(String line) {
            Optional<Report> report = ControlLines.report(line);
            if (report.isPresent()) {
                hear(report.get());
                return;
            }
            lastLines.add(line);
            progress.accept(line);
            synchronized (Processes.this) {
                log.add(line);
            }
        }

        @Override
        public void onErrorLine(String line) {
            lastErrorLine = line;
            lastLines.add(line);
            System.err.println(isOfAFork(line) ? line : ChildJvm.errorLine(nodes.get(0), line));
        }

        /** Whether the child, a master, passed on a line of one of its workers, and said whose it is. */
        private boolean isOfAFork(String line) {
            return nodes.stream().anyMatch(node -> line.startsWith(ChildJvm.errorLine(node, "")));
        }

        @Override
        public void onExit(int exitCode) {
            synchronized (Processes.this) {
                if (exitCode == CannotStart.EXIT_CODE && !running.containsKey(nodes.get(0))) {
                    refusal = lastErrorLine;
                }
                nodes.stream()
                        .filter(node -> running.containsKey(node) || node.equals(nodes.get(0)))
                        .forEach(node -> died(node, " has ended with exit code " + exitCode));
            }
        }
    }
}
