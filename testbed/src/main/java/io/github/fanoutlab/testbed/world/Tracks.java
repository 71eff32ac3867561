package io.github.fanoutlab.testbed.world;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The tracks of a world, each with a name of its own. */
final class Tracks {

    private final Map<String, Integer> countsByName = new LinkedHashMap<>();
    private final Map<String, Track> scripts = new LinkedHashMap<>();

    /** A new track of things that happen at {@code lane}; when {@code name} was given before, its name gets a number. */
    Track create(String lane, String name) {
        int number = countsByName.merge(name, 1, Integer::sum);
        return new Track(lane, number == 1 ? name : name + '#' + number);
    }

    /** The track of the script's steps at {@code lane}. */
    Track ofScript(String lane) {
        return scripts.computeIfAbsent(lane, none -> create(lane, "script of " + lane));
    }

    /**
     * The names of the tracks of both directions of all connections of {@code node} that were ever called {@code which}, as for
     * {@link Faults}; those that are being dialed are included.
     */
    List<String> ofConnections(String node, String which, String redis) {
        List<String> found = new ArrayList<>();
        countsByName.forEach((name, count) -> {
            boolean own = name.startsWith(node + '.' + which + " to ");
            boolean withRedis = which.equals(redis) && name.startsWith(node + '.');
            boolean withClient = name.startsWith(which + '>' + node + ':');
            if (own || withRedis || withClient) {
                found.add(name);
                IntStream.rangeClosed(2, count).forEach(number -> found.add(name + '#' + number));
            }
        });
        return found;
    }
}
