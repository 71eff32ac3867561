/**
 * Redis Cluster, in order: a {@link io.github.fanoutlab.platform.redis.cluster.ClusterDialer} makes links; a {@code ClusterLink} is one
 * of them, made of a connection to each node of the cluster that it needs, a {@code ClusterNode}. {@code ClusterSlots} says which
 * node a {@code RoutedCommand} goes to; a node that is the wrong one answers with a {@code Redirection}.
 */
package io.github.fanoutlab.platform.redis.cluster;
