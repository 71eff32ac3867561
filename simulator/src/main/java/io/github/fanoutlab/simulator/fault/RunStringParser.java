package io.github.fanoutlab.simulator.fault;

import io.github.fanoutlab.simulator.client.Transport;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.testbed.world.Balancing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads run strings.
 *
 * <pre>
 * run      = scenario ';' generation *( ';' field )
 * generation = ( 'legacy' / 'adapter' ) [ '=' dialect ]
 * field    = 'seed=' integer / 'sim=' integer / access / part / fault
 * access   = 'transport=' name / 'balancer=' name
 * part     = 'nodes=' names / 'clients=' names / 'steps=' numbers / 'beats=' integer
 * fault    = kind ':' target '@' ( time / trigger [ ',' time ] ) [ '+' time ]
 * trigger  = node '#' integer / ( node / client ) '.' step [ '#' integer ]
 * time     = number ( 's' / 'ms' / 'us' )
 * </pre>
 */
final class RunStringParser {

    private static final String OTHER_FIELDS =
            "seed=, sim=, transport=, balancer=, nodes=, clients=, steps=, beats= or ";

    /** What run strings of 0.1.0 said instead of {@code adapter=8}. */
    private static final String OLDER_V8 = "8.3";

    /** Nobody writes longer ones, and each field takes memory. */
    private static final int LONGEST = 10_000;

    private final String text;
    private int column;
    private Access access = Access.USUAL;

    RunStringParser(String text) {
        if (text.length() > LONGEST) {
            throw new RunStringSyntaxException(
                    text.substring(0, 60) + "…", 0, text.length() + " characters", "at most " + LONGEST);
        }
        this.text = text;
    }

    RunString parse() {
        Scenario scenario = scenario(next());
        return parse(scenario, dialect(next()));
    }

    /** Parses a text that leaves out the generation. */
    RunString parse(RedisDialect dialect) {
        return parse(scenario(next()), dialect);
    }

    private RunString parse(Scenario scenario, RedisDialect dialect) {
        ExcerptFields excerpt = new ExcerptFields(text, scenario);
        Map<Integer, String> faults = new LinkedHashMap<>();
        long seed = RunString.DEFAULT_SEED;
        int simulator = RunString.SIMULATOR;
        while (column <= text.length()) {
            int start = column;
            String field = next();
            if (field.startsWith("seed=")) {
                seed = integer(field.substring(5), start + 5, "a seed: a whole number");
            } else if (field.startsWith("sim=")) {
                simulator =
                        (int) integer(field.substring(4), start + 4, "the version of the simulator: a whole number");
            } else if (!takeAccess(dialect.generation(), field, start) && !excerpt.take(field, start)) {
                faults.put(start, field);
            }
        }
        Scenario exposed = access.asSeenByFaults(excerpt.scenario());
        return new RunString(excerpt.scenario(), dialect, access, seed, simulator, faults(faults, exposed));
    }

    /** Reads a field of the access; returns false if it is none. */
    private boolean takeAccess(Generation generation, String field, int start) {
        String value = field.substring(field.indexOf('=') + 1);
        int at = start + field.indexOf('=') + 1;
        if (field.startsWith("transport=")) {
            Transport transport = Transport.named(value)
                    .orElseThrow(() -> expected(at, value, "a transport of " + generation, Transport.keys(generation)));
            access = new Access(transport, access.balancing());
        } else if (field.startsWith("balancer=")) {
            Balancing balancing =
                    Balancing.named(value).orElseThrow(() -> expected(at, value, "a balancer", Balancing.keys()));
            access = new Access(access.transport(), balancing);
        } else {
            return false;
        }
        return true;
    }

    private RunStringSyntaxException expected(int column, String found, String what, List<String> names) {
        return new RunStringSyntaxException(text, column, found, what + ": " + String.join(", ", names));
    }

    /** Reads the faults last, when it is known what there is to hit. */
    private List<Fault> faults(Map<Integer, String> fields, Scenario scenario) {
        List<Fault> faults = new ArrayList<>();
        fields.forEach(
                (start, field) -> faults.add(new FaultParser(text, start, field, scenario, OTHER_FIELDS).parse()));
        return faults;
    }

    /** The field that begins at {@link #column}, which then is behind its semicolon. */
    private String next() {
        if (column > text.length()) {
            return "";
        }
        int end = text.indexOf(';', column);
        String field = text.substring(column, end < 0 ? text.length() : end);
        column = (end < 0 ? text.length() : end) + 1;
        return field;
    }

    private Scenario scenario(String name) {
        return Scenarios.named(name)
                .orElseThrow(() -> new RunStringSyntaxException(
                        text, 0, name, "a scenario: " + String.join(", ", Scenarios.names())));
    }

    private RedisDialect dialect(String field) {
        int start = text.indexOf(';') < 0 ? text.length() : text.indexOf(';') + 1;
        int equals = field.indexOf('=');
        String key = equals < 0 ? field : field.substring(0, equals);
        Generation generation = Arrays.stream(Generation.values())
                .filter(each -> each.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new RunStringSyntaxException(text, start, field, "a generation: " + generations()));
        return equals < 0
                ? RedisDialect.usual(generation)
                : dialect(generation, field.substring(equals + 1), start + equals + 1);
    }

    private RedisDialect dialect(Generation generation, String version, int start) {
        List<RedisDialect> dialects = RedisDialect.of(generation);
        return RedisDialect.named(version.equals(OLDER_V8) ? RedisDialect.V8.key() : version)
                .filter(dialects::contains)
                .orElseThrow(() -> new RunStringSyntaxException(
                        text,
                        start,
                        version,
                        dialects.stream().map(RedisDialect::key).collect(Collectors.joining(" or "))));
    }

    private static String generations() {
        return Arrays.stream(Generation.values())
                .map(each -> each.key() + '=' + RedisDialect.usual(each))
                .collect(Collectors.joining(" or "));
    }

    private long integer(String digits, int start, String expected) {
        if (!digits.matches("-?[0-9]{1,19}")) {
            throw new RunStringSyntaxException(text, start, digits, expected);
        }
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException tooLarge) {
            throw new RunStringSyntaxException(text, start, digits, expected + " of 64 bits");
        }
    }
}
