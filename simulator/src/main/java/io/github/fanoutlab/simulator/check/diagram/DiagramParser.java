package io.github.fanoutlab.simulator.check.diagram;

import io.github.fanoutlab.simulator.scenario.Flow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads diagrams.
 *
 * <pre>
 * text    = diagram { blank line diagram }
 * diagram = row { row }                          exactly one row has an emit
 * row     = [ "Client" ( "&lt;--" | "&lt;==" ) ] node ( "emit" [ "--&gt;" "Redis" ] | "&lt;--|" )
 * node    = "Master" | "Worker" number
 * </pre>
 *
 * <p>Spaces between the words, and the lengths of arrows, do not matter.
 */
final class DiagramParser {

    private static final Pattern CLIENT = Pattern.compile("Client\\b");
    private static final Pattern ONE_COPY = Pattern.compile("<-+");
    private static final Pattern COPIES = Pattern.compile("<=+");
    private static final Pattern NODE = Pattern.compile("Master\\b|Worker +[1-9][0-9]*\\b");
    private static final Pattern EMIT = Pattern.compile("emit\\b");
    private static final Pattern TO_REDIS = Pattern.compile("-+> *Redis\\b");
    private static final Pattern FROM_REDIS = Pattern.compile("<-+\\|");

    private final List<String> lines;

    DiagramParser(String text) {
        this.lines = text.lines().toList();
    }

    List<Flow> flows() {
        List<Flow> flows = new ArrayList<>();
        List<Row> diagram = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                finish(diagram, flows);
            } else {
                diagram.add(row(new Cursor(lines.get(i), i + 1)));
            }
        }
        finish(diagram, flows);
        if (flows.isEmpty()) {
            throw new DiagramSyntaxException(1, 1, "nothing", "`Worker 1 emit --> Redis` and the like", "");
        }
        return flows;
    }

    private static Row row(Cursor cursor) {
        int copies = copies(cursor);
        String title = cursor.take(NODE);
        if (title == null) {
            throw cursor.expected("`Master` or `Worker` and its number" + (copies == 0 ? ", or `Client <--`" : ""));
        }
        int verb = cursor.column();
        boolean emits = cursor.take(EMIT) != null;
        boolean redis = cursor.take(emits ? TO_REDIS : FROM_REDIS) != null;
        if (!emits && !redis) {
            throw cursor.expected("`emit` or `<----------|`");
        }
        if (!cursor.atEnd()) {
            throw cursor.expected(emits && !redis ? "`--> Redis` or the end of the line" : "the end of the line");
        }
        return new Row(cursor, verb, DiagramNames.nodeOf(title), emits, redis, copies);
    }

    private static int copies(Cursor cursor) {
        if (cursor.take(CLIENT) == null) {
            return 0;
        }
        if (cursor.take(ONE_COPY) != null) {
            return 1;
        }
        if (cursor.take(COPIES) != null) {
            return 2;
        }
        throw cursor.expected("`<--`, or `<==` for several copies");
    }

    private static void finish(List<Row> diagram, List<Flow> flows) {
        if (!diagram.isEmpty()) {
            flows.add(flow(diagram));
            diagram.clear();
        }
    }

    private static Flow flow(List<Row> diagram) {
        Row emitter = emitter(diagram);
        List<Flow.Hop> hops = new ArrayList<>();
        for (Row row : diagram) {
            if (!row.emits && !emitter.redis) {
                throw row.refused("an arrow from Redis", "`--> Redis` after `emit` on line " + emitter.cursor.line);
            }
            hops.add(new Flow.Hop(row.node, !row.emits, Collections.nCopies(row.copies, Diagram.CLIENT)));
        }
        return new Flow(emitter.node, emitter.redis, hops);
    }

    private static Row emitter(List<Row> diagram) {
        Row emitter = null;
        for (Row row : diagram) {
            if (row.emits && emitter != null) {
                throw row.refused("a second `emit`", "a blank line between the diagrams of two emits");
            }
            emitter = row.emits ? row : emitter;
        }
        if (emitter == null) {
            throw diagram.get(0).refused("a diagram in which nobody emits", "`emit` in one of its rows");
        }
        return emitter;
    }

    /** One line that was read; {@code verb} is the column of its {@code emit} or arrow from Redis. */
    private record Row(Cursor cursor, int verb, String node, boolean emits, boolean redis, int copies) {

        DiagramSyntaxException refused(String found, String expected) {
            return new DiagramSyntaxException(cursor.line, verb, found, expected, cursor.text);
        }
    }

    /** A place in a line. */
    private static final class Cursor {

        private final String text;
        private final int line;
        private int at;

        Cursor(String text, int line) {
            this.text = text;
            this.line = line;
            skipSpace();
        }

        /** Takes what {@code token} matches here, and the space after it; null if it does not match. */
        String take(Pattern token) {
            Matcher matcher = token.matcher(text).region(at, text.length());
            if (!matcher.lookingAt()) {
                return null;
            }
            at = matcher.end();
            skipSpace();
            return matcher.group();
        }

        int column() {
            return at + 1;
        }

        boolean atEnd() {
            return at == text.length();
        }

        DiagramSyntaxException expected(String expected) {
            String found =
                    atEnd() ? "the end of the line" : '`' + text.substring(at).split("\\s", 2)[0] + '`';
            return new DiagramSyntaxException(line, column(), found, expected, text);
        }

        private void skipSpace() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }
    }
}
