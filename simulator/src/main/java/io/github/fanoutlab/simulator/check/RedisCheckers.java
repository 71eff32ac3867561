package io.github.fanoutlab.simulator.check;

import io.github.fanoutlab.simulator.scenario.Broadcast;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.MasterRole;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.Scenario;

/**
 * What Redis had to do.
 *
 * <p>Messages that replicate state are published too, in legacy, whenever a client connects. While a scenario only emits
 * there are none. When a dead worker's clients come back there are some; then every process is alive and subscribed, and
 * only servers send them, so each costs one delivery per subscriber, of which the sender drops its own.
 */
final class RedisCheckers {

    private final Expectation due;
    private final Scenario scenario;
    private final Generation generation;

    RedisCheckers(Expectation due, Generation generation) {
        this.due = due;
        this.scenario = due.scenario();
        this.generation = generation;
    }

    Check connections(Observation seen) {
        int each = generation == Generation.LEGACY ? 3 : 2;
        boolean emitter = scenario.master() == MasterRole.EMITTER;
        long expected = (long) each * due.subscribers() + (emitter ? 1 : 0);
        String name = emitter
                ? "Each worker has " + each + " connections to Redis, a master that is an emitter has 1"
                : "Each process has " + each + " connections to Redis";
        return Check.counted(name, expected, seen.tally().redisConnections(), " connections");
    }

    Check publishes(Observation seen) {
        return Check.counted(
                "Every emit that is not local is published to Redis once",
                due.publishedEmits(),
                seen.tally().publishes() - seen.tally().stateMessages(),
                " PUBLISH");
    }

    Check deliveries(Observation seen) {
        long state = seen.tally().stateMessages();
        return Check.counted(
                "Redis hands every published message to every process that is subscribed",
                due.redisDeliveries() + state * due.subscribers(),
                seen.tally().redisDeliveries(),
                " deliveries to nodes" + withState(state));
    }

    /**
     * The adapter drops a message for one room of which it has no member before it reads who sent it (ignore unknown room);
     * such an echo is not counted as one.
     */
    Check ownEchoes(Observation seen) {
        long state = seen.tally().stateMessages();
        long unread = generation == Generation.ADAPTER
                ? due.emissions().stream().filter(this::isDroppedUnread).count()
                : 0;
        return Check.counted(
                "A subscribed sender gets its own message back and drops it",
                due.ownEchoes() - unread + state,
                seen.tally().ownEchoesDropped(),
                " own echoes dropped" + withState(state)
                        + (unread == 0 ? "" : ", without " + unread + " for a room that the sender does not have"));
    }

    private boolean isDroppedUnread(Emission emission) {
        Broadcast broadcast = emission.broadcast();
        return emission.echoed()
                && broadcast.rooms().size() == 1
                && scenario.clients().stream()
                        .noneMatch(client -> client.workers().contains(emission.node())
                                && client.namespace().equals(broadcast.namespace())
                                && client.rooms().containsAll(broadcast.rooms()));
    }

    private static String withState(long messages) {
        return messages == 0 ? "" : ", those of " + messages + " state messages included";
    }

    Check replicatedState(Observation seen) {
        boolean replicates = generation == Generation.LEGACY;
        long connections = scenario.clients().stream()
                .mapToLong(client -> client.workers().size())
                .sum();
        boolean comesBack = due.greetings().size() > connections;
        String name = replicates
                ? "Who connects is told to all other nodes, and nothing more while only emitting"
                : "No node tells another who is connected or joined";
        return Check.same(
                name,
                "while connecting " + some(replicates && connections > 0) + ", then " + some(replicates && comesBack),
                "while connecting " + some(seen.connecting().stateMessages() > 0) + ", then "
                        + some(seen.tally().stateMessages() > 0));
    }

    private static String some(boolean any) {
        return any ? "some state messages" : "none";
    }
}
