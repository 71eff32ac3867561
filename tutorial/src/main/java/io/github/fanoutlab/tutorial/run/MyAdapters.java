package io.github.fanoutlab.tutorial.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The reader's {@code MyAdapter} as pages play it: {@code ch07} is the solution of chapter 7, and others are solutions with a change
 * that a chapter makes.
 */
public final class MyAdapters {

    private static final String SOLUTIONS = "tutorial/src/test/resources/workbook/solutions/";
    private static final String FILE = "/MyAdapter.java";

    /** It subscribes to the channel of the namespace, and to no pattern. */
    private static final Mutant EXACT = new Mutant(
            "ch07-exact",
            SOLUTIONS + "ch07" + FILE,
            "redis.psubscribe(prefix + \"*\", this::onBroadcast);",
            "redis.subscribe(prefix, this::onBroadcast);",
            1);

    /** Its pattern lacks the # behind the namespace: the one of / matches the channels of every namespace. */
    private static final Mutant WIDE = new Mutant(
            "ch07-wide",
            SOLUTIONS + "ch07" + FILE,
            "redis.psubscribe(prefix + \"*\", this::onBroadcast);",
            "redis.psubscribe(\"socket.io#\" + namespace.name() + \"*\", this::onBroadcast);",
            1);

    /** It leaves all delivery to what comes back from Redis. */
    private static final Mutant ROUND_TRIP =
            new Mutant("ch07-round-trip", SOLUTIONS + "ch07" + FILE, "super.broadcast(packet, options);", "", 1);

    /** All servers have one name. */
    private static final Mutant ONE_NAME = new Mutant(
            "ch08-one-name",
            SOLUTIONS + "ch08" + FILE,
            "this.uid = Uid.next(namespace.ports().ids());",
            "this.uid = \"myname\";",
            1);

    /** It publishes only for rooms that its own clients are in. */
    private static final Mutant OWN_ROOMS = new Mutant(
            "ch09-own-rooms",
            SOLUTIONS + "ch09" + FILE,
            "if (!options.isLocal()) {",
            "if (!options.isLocal() && options.rooms().stream().allMatch(this::hasRoom)) {",
            1);

    /** The changes that chapters make. */
    static final List<Mutant> CHANGED = List.of(EXACT, WIDE, ROUND_TRIP, ONE_NAME, OWN_ROOMS);

    private MyAdapters() {}

    /** The source that pages call {@code name}; empty if it is none of these. */
    public static Optional<String> source(Path root, String name) {
        if (name.matches("ch\\d\\d")) {
            return Optional.of(read(root.resolve(SOLUTIONS + name + FILE)));
        }
        return changed(name).map(change -> change.changed(root));
    }

    /** The change called {@code name}. */
    static Optional<Mutant> changed(String name) {
        return CHANGED.stream().filter(change -> change.name().equals(name)).findFirst();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("there is no " + file, e);
        }
    }
}
