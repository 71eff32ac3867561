package io.github.fanoutlab.simulator.check.calm;

import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.check.expectation.Expectation;
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

    private static final int REDIS_CLIENTS_OF_A_STORE = 3;
    private static final int REDIS_CLIENTS_OF_AN_ADAPTER = 2;

    private final Expectation due;
    private final Scenario scenario;
    private final boolean legacy;

    RedisCheckers(Expectation due, Generation generation) {
        this.due = due;
        this.scenario = due.scenario();
        this.legacy = generation == Generation.LEGACY;
    }

    Check connections(Observation seen) {
        int each = legacy ? REDIS_CLIENTS_OF_A_STORE : REDIS_CLIENTS_OF_AN_ADAPTER;
        boolean emitter = scenario.master() == MasterRole.EMITTER;
        String name = emitter
                ? "Each worker has " + each + " connections to Redis, a master that is an emitter has 1"
                : "Each process has " + each + " connections to Redis";
        long expected = (long) each * due.subscribers() + (emitter ? 1 : 0);
        return Check.same(
                name, Count.of(expected, "connection"), Count.of(seen.tally().redisConnections(), "connection"));
    }

    Check publishes(Observation seen) {
        return Check.same(
                "Every emit that is not local is published to Redis once",
                Count.of(due.publishedEmits(), "emit") + " published",
                Count.of(seen.tally().publishes() - seen.tally().stateMessages(), "emit") + " published");
    }

    Check deliveries(Observation seen) {
        long state = seen.tally().stateMessages();
        long expected = due.redisDeliveries() + state * due.subscribers();
        return Check.same(
                "Redis hands every published message to every process that is subscribed",
                messages(expected, state),
                messages(seen.tally().redisDeliveries(), state));
    }

    /**
     * The adapter looks at the channel first: a message to one room that it has no member of, it ignores before it reads
     * whose message it is ({@code @socket.io/redis-adapter} 8.3, {@code onmessage}). Such an echo is dropped uncounted.
     */
    Check ownEchoes(Observation seen) {
        long state = seen.tally().stateMessages();
        long unread = legacy ? 0 : due.ownEchoesToUnknownRooms();
        String words = unread == 0 ? "" : ", without " + unread + " to a room that the sender does not know";
        return Check.same(
                "A subscribed sender gets its own message back and drops it",
                messages(due.ownEchoes() - unread + state, state) + words,
                messages(seen.tally().ownEchoesDropped(), state) + words);
    }

    private static String messages(long count, long state) {
        return Count.of(count, "message") + (state == 0 ? "" : ", those that replicate state included");
    }

    Check replicatedState(Observation seen) {
        long connections = scenario.clients().stream()
                .mapToLong(client -> client.workers().size())
                .sum();
        boolean comesBack = due.greetings().size() > connections;
        String name = legacy
                ? "Who connects is told to all other nodes, and nothing more while only emitting"
                : "No node tells another who is connected or joined";
        return Check.same(
                name,
                state(legacy && connections > 0, legacy && comesBack),
                state(seen.connecting().stateMessages() > 0, seen.tally().stateMessages() > 0));
    }

    private static String state(boolean whileConnecting, boolean then) {
        return "while connecting " + some(whileConnecting) + ", then " + some(then);
    }

    private static String some(boolean any) {
        return any ? "some state messages" : "none";
    }
}
