/**
 * Real Redis processes on this machine, which end when ours ends: {@link io.github.fanoutlab.testbed.process.EmbeddedRedis} for
 * demos and tests; a Redis Cluster and a master with a Sentinel for tests.
 */
package io.github.fanoutlab.testbed.process;
