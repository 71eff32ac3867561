package io.github.fanoutlab.simulator.report;

import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What became of each emit, as the text of a Mermaid sequence diagram: solid arrows arrive, dotted ones arrive and have no
 * effect, arrows with a cross are lost.
 *
 * <pre>
 * sequenceDiagram
 *   participant C1
 *   participant W1
 *   participant redis as Redis
 *   Note over W1: 0.304 s, emit 1 of 1: data 'payload'
 *   W1-&gt;&gt;redis: PUBLISH, 5 subscribed
 *   redis--&gt;&gt;W1: own echo, dropped
 * </pre>
 */
public final class Mermaid {

    private static final Pattern RESERVED = Pattern.compile("[#;]");

    private Mermaid() {}

    /** The diagram of all emits of servers, in the order of emitting. */
    public static String of(Trace trace) {
        Cast cast = Cast.of(trace);
        StringBuilder text = new StringBuilder("sequenceDiagram\n");
        for (Place lane : cast.lanes()) {
            text.append("  participant ").append(lane.node());
            text.append(lane.title().equals(lane.node()) ? "" : " as " + lane.title());
            text.append('\n');
        }
        List<TraceEvent> emits = trace.events(
                event -> event.kind() == Kind.EMIT && cast.servers().containsKey(event.lane()));
        for (int number = 1; number <= emits.size(); number++) {
            TraceEvent emit = emits.get(number - 1);
            text.append(String.format(
                    Locale.ROOT,
                    "  Note over %s: %.3f s, emit %d of %d: %s\n",
                    emit.lane(),
                    emit.timeMicros() / 1_000_000.0,
                    number,
                    emits.size(),
                    quoted(EmitFuture.said(emit))));
            new EmitFuture(trace, emit)
                    .happenings().stream()
                            .filter(happening -> happening.event() != emit.id())
                            .forEach(happening -> text.append(arrow(happening)));
        }
        return text.toString();
    }

    private static String arrow(Happening happening) {
        String line = switch (happening.fate()) {
            case LOST -> "-x";
            case DROPPED -> "-->>";
            case ARRIVED, REACHED_APPLICATION -> "->>";
        };
        return "  " + happening.from().node() + line + happening.to().node() + ": " + quoted(happening.words()) + '\n';
    }

    /** Mermaid ends a message at a semicolon, and a number sign begins an entity. */
    private static String quoted(String words) {
        return RESERVED.matcher(words)
                .replaceAll(reserved -> "#" + (int) reserved.group().charAt(0) + ";")
                .replace('"', '\'');
    }
}
