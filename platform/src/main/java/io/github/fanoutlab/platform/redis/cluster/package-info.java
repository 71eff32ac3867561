/**
 * Redis Cluster, in order: a {@link io.github.fanoutlab.platform.redis.cluster.ClusterDialer} makes links. Each is a {@code
 * ClusterLink}, which has a connection, a {@code ClusterNode}, to each node of the cluster that it needs. {@code ClusterSlots}
 * says which node a {@code RoutedCommand} goes to. A wrong node replies with a {@code Redirection}.
 */
package io.github.fanoutlab.platform.redis.cluster;
