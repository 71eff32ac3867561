package io.github.fanoutlab.tutorial.run;

import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.scenario.Delivery;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.Tally;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The numbers that a page can ask of a run, by name. */
public enum Fact {
    WORKERS("workers", seen -> seen.scenario().workers().size()),
    CLIENTS("clients", seen -> seen.scenario().clients().size()),
    PROCESSES("processes", seen -> seen.scenario().nodes().size()),
    /** How many workers each client is connected to when the steps begin, if it is the same for all. */
    CLIENT_CONNECTIONS_EACH("clientConnectionsEach", Fact::connectionsOfEachClient),
    SECONDS("seconds", seen -> seen.scenario().beats()),
    EMITS("emits", seen -> seen.flows().size()),
    EVENTS("events", seen -> seen.events().size()),
    GREETINGS("greetings", seen -> seen.deliveries().size() - seen.events().size()),
    /** Events and greetings of one client, if all received the same number. */
    HEARD_EACH("heardEach", seen -> ofEachClient(seen, seen.deliveries())),
    EVENTS_EACH("eventsEach", seen -> ofEachClient(seen, seen.events())),
    REDIS_CONNECTIONS("redisConnections", seen -> seen.tally().redisConnections()),
    /** If all processes have the same number; a master that is an emitter has fewer. */
    REDIS_CONNECTIONS_EACH("redisConnectionsEach", Fact::connectionsOfEachProcess),
    CHANNELS("channels", seen -> seen.tally().channels()),
    PUBLISHES("publishes", seen -> seen.tally().publishes()),
    REDIS_DELIVERIES("redisDeliveries", seen -> seen.tally().redisDeliveries()),
    OWN_ECHOES("ownEchoesDropped", seen -> seen.tally().ownEchoesDropped()),
    STATE_MESSAGES("stateMessages", seen -> seen.tally().stateMessages()),
    PUBLISHED_BYTES("publishedBytes", seen -> seen.tally().publishedBytes()),
    STATE_WHILE_CONNECTING("stateWhileConnecting", seen -> seen.connecting().stateMessages());

    private static final String PER_SECOND = "PerSecond";

    private final String key;
    private final ToLongFunction<Observation> count;

    Fact(String key, ToLongFunction<Observation> count) {
        this.key = key;
        this.count = count;
    }

    /** The number; {@link Observation} and {@link Tally} say what is counted, and from when. */
    public long of(Observation seen) {
        return count.applyAsLong(seen);
    }

    /** The number in each second of emitting. */
    public long perSecondOf(Observation seen) {
        long all = of(seen);
        int seconds = seen.scenario().beats();
        if (seconds == 0 || all % seconds != 0) {
            throw new IllegalArgumentException(
                    key + " is " + all + " in " + seconds + " seconds, which is no whole number per second");
        }
        return all / seconds;
    }

    /**
     * The fact that pages call {@code name}, with {@code PerSecond} appended for the number per second.
     *
     * @throws IllegalArgumentException if there is no such fact, naming all facts; or if the run has no such number
     */
    public static long read(String name, Observation seen) {
        for (Fact fact : values()) {
            if (name.equals(fact.key)) {
                return fact.of(seen);
            }
            if (name.equals(fact.key + PER_SECOND)) {
                return fact.perSecondOf(seen);
            }
        }
        String known = Stream.of(values()).map(fact -> fact.key).collect(Collectors.joining(", "));
        throw new IllegalArgumentException(
                "there is no fact '" + name + "', only " + known + ", and each of these followed by " + PER_SECOND);
    }

    private static long connectionsOfEachProcess(Observation seen) {
        long all = seen.tally().redisConnections();
        int processes = seen.scenario().nodes().size();
        if (all % processes != 0) {
            throw new IllegalArgumentException(processes + " processes do not share " + all + " connections evenly");
        }
        return all / processes;
    }

    private static long connectionsOfEachClient(Observation seen) {
        return same(
                "connections",
                seen.scenario().clients().stream()
                        .map(client -> (long) client.workers().size())
                        .toList());
    }

    private static long ofEachClient(Observation seen, List<Delivery> deliveries) {
        return same(
                "events",
                seen.scenario().clients().stream()
                        .map(ClientRole::name)
                        .map(client -> deliveries.stream()
                                .filter(delivery -> delivery.client().equals(client))
                                .count())
                        .toList());
    }

    private static long same(String things, List<Long> ofEach) {
        if (ofEach.stream().distinct().count() != 1) {
            throw new IllegalArgumentException(
                    "the clients do not all have the same number of " + things + ": " + ofEach);
        }
        return ofEach.get(0);
    }
}
