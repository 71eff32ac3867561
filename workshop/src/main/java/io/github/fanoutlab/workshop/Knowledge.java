package io.github.fanoutlab.workshop;

import io.github.fanoutlab.simulator.report.html.MuseumJson;
import io.github.fanoutlab.simulator.report.html.RunJson;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.testbed.world.Balancing;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** What the page knows besides runs, by name, as JSON. */
final class Knowledge {

    private static final JsonMapper JSON = JsonMapper.shared();

    private Knowledge() {}

    /**
     * Of the repository at {@code root}:
     *
     * <pre>
     * scenarios   the names of what there is to play
     * dialects    what it can be played in: fields of a run string, and what people call them
     * balancers   through what its clients can reach the workers
     * museum      the exhibits, room by room
     * scripts     the presenters' scripts, card by card: {@link Script}
     * sources     the lines of the servers that the page quotes: {@link Sources}
     * </pre>
     */
    static Map<String, String> of(Path root) {
        Map<String, String> dialects = new LinkedHashMap<>();
        Stream.of(RedisDialect.values()).forEach(dialect -> dialects.put(field(dialect), RunJson.title(dialect)));
        Map<String, String> known = new LinkedHashMap<>();
        known.put("scenarios", JSON.writeValueAsString(Scenarios.names()));
        known.put("dialects", JSON.writeValueAsString(dialects));
        known.put(
                "balancers",
                JSON.writeValueAsString(Stream.of(Balancing.values())
                        .filter(balancing -> balancing != Balancing.NONE)
                        .map(Balancing::key)
                        .toList()));
        known.put("museum", MuseumJson.gallery().toString());
        known.put("scripts", JSON.writeValueAsString(Script.all(root)));
        known.put("sources", Sources.of(root).toString());
        return known;
    }

    /** As a run string names it: {@code legacy}, {@code adapter=5}. */
    private static String field(RedisDialect dialect) {
        boolean usual = dialect == RedisDialect.usual(dialect.generation());
        return dialect.generation().key() + (usual ? "" : "=" + dialect);
    }
}
