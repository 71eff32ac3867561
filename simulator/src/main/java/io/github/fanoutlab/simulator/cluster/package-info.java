/**
 * The real cluster: the documented scenarios played by real processes on a real Redis, with real sockets, and observed from
 * outside. Start at {@link io.github.fanoutlab.simulator.cluster.ClusterRun}.
 *
 * <p>Nothing here sleeps: each wait names what it waits for, polls it, and is bounded in time.
 */
package io.github.fanoutlab.simulator.cluster;
