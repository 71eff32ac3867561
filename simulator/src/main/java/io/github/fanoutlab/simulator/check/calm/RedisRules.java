package io.github.fanoutlab.simulator.check.calm;

import io.github.fanoutlab.simulator.check.Count;
import io.github.fanoutlab.simulator.check.Finding;
import io.github.fanoutlab.simulator.check.expectation.Expectation;
import io.github.fanoutlab.simulator.check.expectation.UntimedDelivery;
import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.MasterRole;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.scenario.Scenario;
import java.util.List;

/**
 * What Redis has to do.
 *
 * <p>In 0.9, nodes also publish messages that replicate state, whenever a client connects. There are none while a scenario
 * only emits. There are some when a dead worker's clients come back. By then every process is alive and subscribed, and only
 * servers send such messages. So each of them costs one delivery per subscriber, and the sender drops its own.
 */
final class RedisRules {

    private static final int REDIS_CLIENTS_OF_A_STORE = 3;
    private static final int REDIS_CLIENTS_OF_AN_ADAPTER = 2;
    private static final int REDIS_CLIENTS_OVER_STREAMS = 3;

    private final Expectation due;
    private final Scenario scenario;
    private final RedisDialect dialect;
    private final boolean legacy;
    private final boolean streams;
    private final int each;
    private final boolean masterEmitsOnly;

    RedisRules(Expectation due, RedisDialect dialect) {
        this.due = due;
        this.dialect = dialect;
        this.scenario = due.scenario();
        this.legacy = dialect.generation() == Generation.LEGACY;
        this.streams = dialect == RedisDialect.STREAMS;
        this.each =
                legacy ? REDIS_CLIENTS_OF_A_STORE : streams ? REDIS_CLIENTS_OVER_STREAMS : REDIS_CLIENTS_OF_AN_ADAPTER;
        this.masterEmitsOnly = scenario.master() == MasterRole.EMITTER;
    }

    /** What {@link #connections} states. */
    String connectionsOfEach() {
        return masterEmitsOnly
                ? "Each worker has " + each + " connections to Redis, and a master that is an emitter has 1"
                : "Each node has " + each + " connections to Redis";
    }

    Finding connections(Observation seen) {
        long expected = (long) each * due.subscribers() + (masterEmitsOnly ? 1 : 0);
        return Finding.same(
                Count.of(expected, "connection"), Count.of(seen.tally().redisConnections(), "connection"));
    }

    /** Over streams, an event to one client is an entry, too, so that the client can come back to it. */
    private long greetings() {
        return streams ? due.greetings().size() - connections() : 0;
    }

    private int connections() {
        return scenario.clients().stream()
                .mapToInt(client -> client.workers().size())
                .sum();
    }

    Finding publishes(Observation seen) {
        return Finding.same(
                Count.of(due.publishedEmits() + greetings(), "emit") + " published",
                Count.of(seen.tally().publishes() - seen.tally().stateMessages(), "emit") + " published");
    }

    Finding deliveries(Observation seen) {
        long state = seen.tally().stateMessages();
        long expected = due.redisDeliveries() + (state + greetings()) * due.subscribers();
        return Finding.same(messages(expected, state), messages(seen.tally().redisDeliveries(), state));
    }

    /**
     * The adapter looks at the channel first, from {@code socket.io-redis} 5 on. It ignores a message to a single room of which it has
     * no member, before it reads whose message it is ({@code @socket.io/redis-adapter} 8.3, {@code onmessage}). So such an echo is
     * dropped uncounted.
     */
    Finding ownEchoes(Observation seen) {
        long state = seen.tally().stateMessages();
        long unread = legacy || dialect == RedisDialect.V0_1 ? 0 : due.ownEchoesToUnknownRooms();
        String words = unread == 0 ? "" : ", without " + unread + " to a room that the sender does not know";
        return Finding.same(
                messages(due.ownEchoes() - unread + state, state) + words,
                messages(seen.tally().ownEchoesDropped(), state) + words);
    }

    private static String messages(long count, long state) {
        return Count.of(count, "message") + (state == 0 ? "" : ", including those that replicate state");
    }

    /** What {@link #replicatedState} states. */
    String whoIsToldOfConnections() {
        return legacy
                ? "Nodes tell each other who connects, and nothing else while a scenario emits"
                : "No node tells another who is connected, or in which room";
    }

    Finding replicatedState(Observation seen) {
        int connections = connections();
        return Finding.same(
                state(
                        stateMessages(due.greetings().subList(0, connections)),
                        stateMessages(due.greetings()
                                .subList(connections, due.greetings().size()))),
                state(seen.connecting().stateMessages(), seen.tally().stateMessages()));
    }

    private long stateMessages(List<UntimedDelivery> greetings) {
        return legacy
                ? greetings.stream()
                        .mapToLong(greeting -> stateMessages(scenario.clients().stream()
                                .filter(client -> client.name().equals(greeting.client()))
                                .findFirst()
                                .orElseThrow()))
                        .sum()
                : 0;
    }

    /**
     * What 0.9 tells when {@code client} connects to one worker: handshake at its request; open, connect, handshake, handshake
     * and join when its transport opens ({@code Sessions} of the server); handshake and join for a namespace; join for each room.
     */
    static long stateMessages(ClientRole client) {
        boolean namespace = !client.namespace().equals("/");
        return 1 + 5 + (namespace ? 2 : 0) + client.rooms().size();
    }

    private static String state(long whileConnecting, long then) {
        return Count.of(whileConnecting, "state message") + " while connecting, then " + then;
    }
}
