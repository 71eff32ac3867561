package io.github.fanoutlab.simulator.scenario;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the nodes of {@link Generation#LEGACY} speak on Redis, by npm version. It means nothing to the adapter. */
public enum LegacyDialect {
    /** Eight shared channels, and five more for each client. */
    V0_9_16("0.9.16"),
    /** Thirteen shared channels: 0.9.17 to 0.9.19. */
    V0_9_17("0.9.17");

    /** The dialect of a run that names none. */
    public static final LegacyDialect USUAL = V0_9_17;

    private final String key;

    LegacyDialect(String key) {
        this.key = key;
    }

    /** As typed on the command line, and written in run strings. */
    public String key() {
        return key;
    }

    /** The dialect whose key is {@code key}. */
    public static Optional<LegacyDialect> named(String key) {
        return Arrays.stream(values())
                .filter(dialect -> dialect.key.equals(key))
                .findFirst();
    }

    /** All keys, as a text for people: {@code 0.9.16 or 0.9.17}. */
    public static String keys() {
        return Arrays.stream(values()).map(LegacyDialect::key).collect(Collectors.joining(" or "));
    }

    @Override
    public String toString() {
        return key;
    }
}
