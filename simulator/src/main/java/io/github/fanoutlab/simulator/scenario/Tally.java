package io.github.fanoutlab.simulator.scenario;

/**
 * What was counted in a run: by Redis and by the nodes, never by hand.
 *
 * @param redisConnections client connections that Redis has open, those of the cluster's own nodes
 * @param channels channels and patterns that have a subscriber
 * @param publishes PUBLISH commands
 * @param redisDeliveries messages that Redis pushed to nodes
 * @param ownEchoesDropped of these, how many their own sender dropped
 * @param stateMessages of the published messages, how many replicate state (handshake, connect, open, join, …)
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

    /** What was added since {@code before}; connections and channels are as they are now. */
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
