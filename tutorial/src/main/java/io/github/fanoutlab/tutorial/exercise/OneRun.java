package io.github.fanoutlab.tutorial.exercise;

import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.report.Glyphs;
import io.github.fanoutlab.simulator.report.SpaceTimeTable;
import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.scenario.MasterRole;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.spacetime.Fate;
import io.github.fanoutlab.simulator.spacetime.Message;
import io.github.fanoutlab.simulator.spacetime.SpaceTime;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import io.github.fanoutlab.tutorial.lesson.Grade;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The one run by which a wrong answer is told: as small as it can be, as a table in space and time, with the cause by its name. All
 * graders tell of runs in this way.
 *
 * @param table at most 80 columns wide
 * @param cause what went wrong in this run, in a few words
 * @param command plays the run again; empty if it is one that only the grader can play
 */
record OneRun(String table, String cause, String command) {

    private static final int MAX_LINES = 16;

    /** In an exercise, that nobody gets a message may be its mistake, and not that there is nobody to get it. */
    private static final String TO_NOBODY = "received, delivered to nobody";

    /** Heads the column of numbers; as wide as that of times. */
    private static final String NUMBERED = " order";

    OneRun {
        table = table.replace(Fate.NO_CLIENTS.words(), TO_NOBODY);
    }

    /** {@code diagnosis}, with this run under it. */
    Grade notYet(String diagnosis) {
        return Grade.notYet(diagnosis).drawn(picture());
    }

    String picture() {
        String named = (table.isBlank() ? "" : table.stripTrailing() + "\n\n") + "Cause: " + cause + "\n";
        return command.isEmpty() ? named : named + command + "\n";
    }

    /** The same with {@code above} over its table. */
    OneRun under(String above) {
        return above.isBlank() ? this : new OneRun(above.stripTrailing() + "\n\n" + table, cause, command);
    }

    /** The same with another cause. */
    OneRun because(String other) {
        return new OneRun(table, other, command);
    }

    /** The same with a number for each row in place of its time, for a run in which the clock stands still. */
    OneRun numbered() {
        List<String> lines = table.lines().toList();
        int width = NUMBERED.length();
        return new OneRun(
                IntStream.range(0, lines.size())
                        .mapToObj(row -> (row == 0 ? NUMBERED : String.format(Locale.ROOT, "%" + width + "d", row))
                                + lines.get(row).substring(width))
                        .collect(Collectors.joining("\n")),
                cause,
                command);
    }

    /** The command for a run. The usual seed and this simulator go without saying, which leaves room for the rest. */
    static String command(RunString run) {
        return run.command().replace(";sim=" + RunString.SIMULATOR, "").replace(";seed=42", "");
    }

    /**
     * The run of {@code trace}.
     *
     * @param scenario whose clients and servers are the lanes
     * @param beginMicros from when on the table counts its milliseconds
     * @param words what is said of an event; an event without words is left out
     */
    static OneRun of(
            Trace trace, Scenario scenario, long beginMicros, Function<TraceEvent, String> words, String cause) {
        List<String> lines = SpaceTimeTable.ofEvents(trace, scenario, beginMicros, words, Glyphs.ASCII)
                .lines()
                .toList();
        String shown = lines.stream().limit(MAX_LINES).collect(Collectors.joining("\n"));
        return new OneRun(lines.size() > MAX_LINES ? shown + "\n        and so on" : shown, cause, "");
    }

    /** Servers and clients that take part, from left to right: clients first. */
    static Scenario lanes(List<String> servers, List<String> clients) {
        List<ClientRole> roles = clients.stream()
                .map(client -> ClientRole.on(client, servers.get(0)))
                .toList();
        return new Scenario("", "", MasterRole.NONE, servers, roles, List.of(), 0, "");
    }

    /** What happens in an event, in a few words. */
    static String words(Trace trace, TraceEvent event) {
        return switch (event.kind()) {
            case EMIT -> "emits " + event.name() + " \"" + event.text() + '"';
            case DELIVERY -> "delivered";
            case REDIS_HANDLED -> command(event);
            case REDIS_PUSH -> pushed(trace, event);
            case HTTP_REQUEST_RECEIVED ->
                event.text().contains("transport=websocket")
                        ? "WebSocket"
                        : event.text().replaceFirst(" .*", "");
            case HTTP_RESPONSE_RECEIVED -> event.text().replaceFirst("(?s) .*", "");
            case CONNECTED -> event.lane() + " is connected";
            case DISCONNECTED ->
                event.lane() + " is disconnected: " + event.name().replaceFirst(":.*", "");
            case NODE_STARTED -> event.lane() + " starts";
            case NODE_DIED -> event.lane() + " dies";
            case FAULT -> fault(event);
            case LOST -> "lost: " + event.name();
            case CONNECTION_OPENED -> "connected";
            case CONNECTION_CLOSED -> "connection closed";
            case CONNECTION_REFUSED -> "not connected: " + event.name();
            default -> "";
        };
    }

    /** A kill is told by the death. */
    private static String fault(TraceEvent event) {
        return switch (event.name()) {
            case "kill" -> "";
            case "pause" -> event.lane() + " is suspended";
            case "stop" -> event.lane() + " goes away";
            default -> (event.name() + ' ' + event.text()).strip();
        };
    }

    private static String command(TraceEvent event) {
        if (!event.publishes()) {
            return (event.name() + ' ' + event.channel()).strip();
        }
        return event.name().equals("XADD")
                ? "XADD"
                : "PUBLISH " + event.channel() + ", " + event.number()
                        + (event.number() == 1 ? " subscriber" : " subscribers");
    }

    private static String pushed(Trace trace, TraceEvent event) {
        boolean isRead = !event.entryIds().isEmpty();
        TraceEvent handled = trace.causeOf(event);
        boolean own = isRead
                ? Entries.areOwn(trace, event)
                : handled != null && handled.peer().equals(event.lane());
        boolean goesOn = trace.effectsOf(event).stream()
                .anyMatch(effect -> effect.kind() == Kind.FRAME_SENT
                        || effect.kind() == Kind.HTTP_RESPONSE_SENT
                        || effect.kind() == Kind.REDIS_SENT && !isRead); // whoever has read reads on
        Fate fate =
                own ? (goesOn ? Fate.ECHO_DELIVERED : Fate.ECHO_DROPPED) : (goesOn ? Fate.RECEIVED : Fate.NO_CLIENTS);
        return fate.words();
    }

    /** The events of the path of the emit that {@code wanted} accepts first; and who emits. */
    static Set<Long> pathOf(Trace trace, Predicate<TraceEvent> wanted) {
        Set<Long> path = new HashSet<>();
        trace.events(event -> event.kind() == Kind.EMIT && wanted.test(event)).stream()
                .findFirst()
                .ifPresent(emit -> {
                    path.add(emit.id());
                    TraceEvent turn = trace.causeOf(emit);
                    List<TraceEvent> effects = trace.allEffectsOf(turn == null ? emit : turn);
                    Entries.ofEmit(trace, emit, effects).orElse(effects).stream()
                            .filter(event -> event.kind() == Kind.DELIVERY
                                    || event.kind() == Kind.LOST
                                    || event.kind() == Kind.REDIS_HANDLED && event.publishes()
                                    || event.isMessage())
                            .forEach(event -> path.add(event.id()));
                });
        return path;
    }

    /** Who came and went from {@code beginMicros} on, and the faults; that somebody tries in vain to come back is said once. */
    static Set<Long> comingsAndGoings(Trace trace, long beginMicros) {
        Set<Long> told = new HashSet<>();
        Set<String> away = new HashSet<>();
        for (TraceEvent event : trace.events(event -> event.timeMicros() >= beginMicros)) {
            boolean news = switch (event.kind()) {
                case FAULT, NODE_DIED, NODE_STARTED -> true;
                case CONNECTED -> {
                    away.remove(event.lane());
                    yield true;
                }
                case DISCONNECTED -> away.add(event.lane());
                default -> false;
            };
            if (news) {
                told.add(event.id());
            }
        }
        return told;
    }

    /**
     * Why the emit does not arrive as it should, by what became of it.
     *
     * @param tooMany whether it arrives where or as often as it should not; otherwise somebody misses it
     */
    static String causeOf(Trace trace, SpaceTime run, int emit, boolean tooMany) {
        List<Message> path = run.pathOf(emit);
        List<Message> delivered = path.stream()
                .filter(message -> message.fate() == Fate.DELIVERED)
                .toList();
        if (tooMany) {
            Optional<Message> echo = path.stream()
                    .filter(message -> message.fate() == Fate.ECHO_DELIVERED)
                    .findFirst();
            if (echo.isPresent()) {
                return echo.get().to().lane() + " delivers its own echo again";
            }
            return delivered.stream()
                    .filter(message -> delivered.stream()
                                    .filter(other -> other.to().equals(message.to()))
                                    .count()
                            > 1)
                    .findFirst()
                    .map(twice -> twice.from().lane() + " delivers it to "
                            + twice.to().lane() + " more than once")
                    .orElse("it is delivered to a client that it is not meant for");
        }
        Optional<Message> published = path.stream()
                .filter(message -> message.medium() == Message.Medium.COMMAND)
                .findFirst();
        if (published.isEmpty()) {
            return "nothing is published, so no other server can receive it";
        }
        if (published.get().receivers() == 0) {
            return "nobody has subscribed to "
                    + trace.event(published.get().event()).channel();
        }
        String emitter = run.emits().get(emit - 1).lane();
        return path.stream()
                .filter(message -> message.fate() == Fate.LOST || message.fate() == Fate.NO_CLIENTS)
                .filter(message -> !message.to().lane().equals(emitter))
                .findFirst()
                .map(message -> message.fate() == Fate.LOST
                        ? "lost: " + message.reason()
                        : message.to().lane() + " receives it and delivers it to nobody")
                .orElse("it does not reach everybody who should get it");
    }
}
