package io.github.fanoutlab.bench;

/**
 * What one peer did and cost while it was loaded for some seconds. CPU times are microseconds per delivery, of all workers together.
 *
 * @param user of the workers, in their own code
 * @param kernel of the workers, in the kernel
 * @param compiler of {@code user} and {@code kernel}, by a JVM's compilers
 * @param collector of {@code user} and {@code kernel}, by a JVM's garbage collector
 * @param helpers of {@code user} and {@code kernel}, by the threads of Node that compile and collect
 * @param masterPerEmit microseconds of CPU per emit, of the master
 * @param lost how many deliveries never came
 * @param workerMegabytes resident, of a worker
 * @param masterMegabytes resident, of the master
 * @param loadBusy how busy the thread of the load client was: 1 is always
 * @param othersBusy how much of the machine was used by other processes, Redis included: 1 is all
 * @param idle how much of the machine nobody used
 */
record Sample(
        double user,
        double kernel,
        double compiler,
        double collector,
        double helpers,
        double masterPerEmit,
        long delivered,
        long lost,
        double p50,
        double p99,
        double max,
        double workerMegabytes,
        double masterMegabytes,
        double loadBusy,
        double othersBusy,
        double idle) {

    private static final double MICROS_PER_SECOND = 1e6;
    private static final double FULLY_BUSY = 0.85;

    /** Lets {@code cluster} emit at {@code rate} for {@code seconds}, and takes the measure of it. */
    static Sample take(Cluster cluster, Load load, double rate, double seconds) {
        Clients clients = cluster.clients();
        clients.takeLatencies();
        long deliveredBefore = clients.delivered();
        Usage workersBefore = cluster.workersUsage();
        Usage masterBefore = cluster.masterUsage();
        Usage ownBefore = Usage.of(ProcessHandle.current().pid());
        double loadBefore = load.cpuSeconds();
        MachineUse before = MachineUse.now();

        long emits = cluster.emit(rate, seconds);
        long lost = cluster.awaitDelivered();

        MachineUse machine = MachineUse.now().minus(before);
        double loadSeconds = load.cpuSeconds() - loadBefore;
        Usage own = Usage.of(ProcessHandle.current().pid()).minus(ownBefore);
        Usage master = cluster.masterUsage().minus(masterBefore);
        Usage workers = cluster.workersUsage().minus(workersBefore);
        long delivered = clients.delivered() - deliveredBefore;
        Usage each = workers.times(MICROS_PER_SECOND / Math.max(1, delivered));
        Latencies latencies = clients.takeLatencies();
        double ours = workers.total() + master.total() + own.total();
        return new Sample(
                each.user(),
                each.kernel(),
                Math.max(0, each.compiler()), // a tick more or less may make it negative
                each.collector(),
                each.helpers(),
                master.total() * MICROS_PER_SECOND / emits,
                delivered,
                lost,
                latencies.percentileMillis(0.5),
                latencies.percentileMillis(0.99),
                latencies.maxMillis(),
                cluster.workerMegabytes(),
                cluster.masterMegabytes(),
                loadSeconds / machine.seconds(),
                Math.max(0, machine.busy() - ours) / machine.all(),
                machine.idle() / machine.all());
    }

    /** CPU per delivery. */
    double cpu() {
        return user + kernel;
    }

    /** Whether the figures tell of the load client rather than of the servers. */
    boolean isLoadTheBottleneck() {
        return loadBusy > FULLY_BUSY;
    }
}
