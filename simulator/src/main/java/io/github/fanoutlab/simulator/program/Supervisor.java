package io.github.fanoutlab.simulator.program;

/**
 * What a master does about its workers, after the source document's {@code cluster.on("exit", …)}: it says which one died, and
 * forks it again. Used on the master's loop only.
 */
public final class Supervisor {

    private final Cluster cluster;

    /** What a master has of its system: Node's module {@code cluster}, and the console. */
    public interface Cluster {

        /** Prints a line for people. */
        void say(String line);

        /** Starts the worker with this id in a new process, as soon as the system wants to. */
        void fork(String id);
    }

    public Supervisor(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * The worker with this {@code id} has died.
     *
     * @param process what the system calls its process: the process id; in the simulator, the name of the node
     */
    public void exited(String id, String process) {
        // region exit
        cluster.say("worker " + process + " died");
        cluster.fork(id);
        // endregion
    }
}
