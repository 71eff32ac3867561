package io.github.fanoutlab.simulator.scenario;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the servers of a generation speak on Redis, by the version on npm. All nodes of a cluster speak one dialect. */
public enum RedisDialect {
    /** {@code socket.io} 0.9.17 to 0.9.19: thirteen shared channels. */
    V0_9_17(Generation.LEGACY, "0.9.17"),
    /** {@code socket.io} 0.9.16: eight shared channels, and five more for each client. */
    V0_9_16(Generation.LEGACY, "0.9.16"),
    /** {@code @socket.io/redis-adapter} 8: a pattern and three channels for each namespace. */
    V8(Generation.ADAPTER, "8"),
    /** {@code socket.io-redis} 5: a pattern and two channels for each namespace. */
    V5(Generation.ADAPTER, "5"),
    /** {@code socket.io-redis} 0.1: one pattern for all namespaces. */
    V0_1(Generation.ADAPTER, "0.1"),
    /** {@code @socket.io/redis-streams-adapter} 0.3: a stream. Clients come back to where they were. */
    STREAMS(Generation.ADAPTER, "streams"),
    /** Whatever {@code MyAdapter} speaks, which a reader of the course writes. */
    MINE(Generation.ADAPTER, "mine");

    /** What is compared unless something else is chosen: 0.9, 1.0+, and 1.0+ over Redis streams. */
    public static final List<RedisDialect> COMPARED = List.of(V0_9_17, V8, STREAMS);

    private final Generation generation;
    private final String key;

    RedisDialect(Generation generation, String key) {
        this.generation = generation;
        this.key = key;
    }

    /** Those of {@code generation}, the usual one first. */
    public static List<RedisDialect> of(Generation generation) {
        return Arrays.stream(values())
                .filter(dialect -> dialect.generation == generation)
                .toList();
    }

    /** What {@code generation} speaks unless another dialect is chosen. */
    public static RedisDialect usual(Generation generation) {
        return of(generation).get(0);
    }

    /** The dialect that is typed {@code key}. */
    public static Optional<RedisDialect> named(String key) {
        return Arrays.stream(values())
                .filter(dialect -> dialect.key.equals(key))
                .findFirst();
    }

    /** What the servers speak that {@code --generation} calls {@code generationKey}: of a generation, its usual dialect. */
    public static Optional<RedisDialect> ofGeneration(String generationKey) {
        return Arrays.stream(values())
                .filter(dialect -> dialect.generationKey().equals(generationKey))
                .findFirst();
    }

    /** Whether there are programs in it for {@code scenario}: nobody has an emitter for streams. */
    public boolean plays(Scenario scenario) {
        return this != STREAMS || scenario.master() != MasterRole.EMITTER;
    }

    /** As shown in reports: what clients or readers see to differ from the generation's own adapter is told apart from it. */
    public String title() {
        return switch (this) {
            case STREAMS -> "1.0+ Redis streams";
            case MINE -> "1.0+ MyAdapter";
            default -> generation.title();
        };
    }

    /** As shown above a narrow column: {@code 0.9}, {@code 1.0+} or {@code streams}. */
    public String version() {
        return this == STREAMS ? key : generation.version();
    }

    /** What {@code --generation} calls the servers that speak it. */
    public String generationKey() {
        return this == STREAMS || this == MINE ? key : generation.key();
    }

    /** Whose dialect it is. */
    public Generation generation() {
        return generation;
    }

    /**
     * Whether a node can ask the clients of other nodes for acks, and disconnect them. In {@code socket.io-redis} 5 it can only
     * disconnect them, and the programs do not use that.
     */
    public boolean reachesClientsOfOthers() {
        return this == V8 || this == STREAMS;
    }

    /** As typed on the command line, and written in run strings. */
    public String key() {
        return key;
    }

    @Override
    public String toString() {
        return key;
    }
}
