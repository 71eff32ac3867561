/**
 * Messages between servers, the same whatever carries them: {@link
 * io.github.fanoutlab.adapter.redis.cluster.ClusterAdapter} is the base of the sharded adapter and of the streams adapter.
 */
package io.github.fanoutlab.adapter.redis.cluster;
