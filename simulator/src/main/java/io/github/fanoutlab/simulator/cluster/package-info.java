/**
 * The real cluster: the documented scenarios played by real processes on a real Redis, with real sockets, and observed from
 * outside. Start at {@link io.github.fanoutlab.simulator.cluster.ClusterRun}.
 *
 * <p>Nothing here sleeps: what a run waits for is named, bounded in time, and asked for until it is so.
 */
package io.github.fanoutlab.simulator.cluster;
