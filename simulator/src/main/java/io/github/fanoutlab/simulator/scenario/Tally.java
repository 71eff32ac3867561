package io.github.fanoutlab.simulator.scenario;

/**
 * What Redis and the nodes counted in a run.
 *
 * @param redisConnections connections of nodes that Redis has open
 * @param channels channels and patterns with a subscriber
 * @param publishes PUBLISH commands
 * @param redisDeliveries messages that Redis pushed to nodes
 * @param ownEchoesDropped how many of these were dropped by the node that had published them
 * @param stateMessages how many published messages replicate state (handshake, connect, open, join, …)
 * @param publishedBytes bytes of the PUBLISH commands
 */
public record Tally(
        long redisConnections,
        long channels,
        long publishes,
        long redisDeliveries,
        long ownEchoesDropped,
        long stateMessages,
        long publishedBytes) {

    /** What was counted since {@code before}. Connections and channels are those of now. */
    public Tally since(Tally before) {
        return new Tally(
                redisConnections,
                channels,
                publishes - before.publishes,
                redisDeliveries - before.redisDeliveries,
                ownEchoesDropped - before.ownEchoesDropped,
                stateMessages - before.stateMessages,
                publishedBytes - before.publishedBytes);
    }
}
