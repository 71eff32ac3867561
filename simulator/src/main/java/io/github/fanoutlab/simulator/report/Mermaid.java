package io.github.fanoutlab.simulator.report;

import io.github.fanoutlab.simulator.spacetime.Emit;
import io.github.fanoutlab.simulator.spacetime.Lane;
import io.github.fanoutlab.simulator.spacetime.Message;
import io.github.fanoutlab.simulator.spacetime.SpaceTime;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What became of each emit, as the text of a Mermaid sequence diagram: solid arrows arrive, dotted ones arrive and have no
 * effect, arrows with a cross are lost. In a run of 0.9 the words name the Redis client: {@code PUBLISH on pub}.
 *
 * <pre>
 * sequenceDiagram
 *   participant C1
 *   participant W1
 *   participant redis as Redis
 *   Note over W1: 0.304 s, emit 1 of 1: data 'payload'
 *   W1-&gt;&gt;redis: PUBLISH, 5 subscribers
 *   redis--&gt;&gt;W1: own echo, dropped
 * </pre>
 */
public final class Mermaid {

    private static final Pattern RESERVED = Pattern.compile("[#;]");

    private Mermaid() {}

    /** The diagram of all emits of servers, in the order of emitting. */
    public static String of(SpaceTime run) {
        StringBuilder text = new StringBuilder("sequenceDiagram\n");
        run.drawnLanes().forEach(lane -> text.append(participant(lane)));
        for (Emit emit : run.emits()) {
            text.append(String.format(
                    Locale.ROOT,
                    "  Note over %s: %.3f s, emit %d of %d: %s\n",
                    emit.lane(),
                    emit.timeMicros() / 1_000_000.0,
                    emit.number(),
                    run.emits().size(),
                    quoted(emit.words())));
            run.pathOf(emit.number()).forEach(message -> text.append(arrow(message, run.hasRedisClients())));
        }
        return text.toString();
    }

    private static String participant(Lane lane) {
        String title = lane.title().equals(lane.name()) ? "" : " as " + lane.title();
        return "  participant " + lane.name() + title + '\n';
    }

    private static String arrow(Message message, boolean named) {
        String line = switch (message.fate()) {
            case LOST -> "-x";
            case ECHO_DROPPED, NO_CLIENTS, UNKNOWN_ROOM -> "-->>";
            case DELIVERED, RECEIVED, KEPT, ECHO_DELIVERED, IN_FLIGHT -> "->>";
        };
        String words = named ? message.wordsWithConnection() : message.words();
        return "  " + message.from().lane() + line + message.to().lane() + ": " + quoted(words) + '\n';
    }

    /** Mermaid ends a message at a semicolon, and a number sign begins an entity. */
    private static String quoted(String words) {
        return RESERVED.matcher(words)
                .replaceAll(reserved -> "#" + (int) reserved.group().charAt(0) + ";")
                .replace('"', '\'');
    }
}
