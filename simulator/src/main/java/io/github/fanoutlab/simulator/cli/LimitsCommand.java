package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.cluster.load.Loads;
import io.github.fanoutlab.simulator.scenario.Generation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code limits}: loads real servers, and prints the figures of {@code docs/limits.md}. */
@Command(
        name = "limits",
        hidden = true,
        header = "Load real servers on this machine, and print how much they keep, for whom, and for how long.",
        description = "Takes two minutes, and mostly waits. ./fanout starts it with -Xmx256m.")
final class LimitsCommand implements Callable<Integer> {

    static final String BEGIN = "<!-- measured by ./fanout limits --write docs/limits.md -->";
    static final String END = "<!-- measured until here -->";

    private static final int FLOODING = 30;
    private static final int FLOOD_EVENTS = 20_000;
    private static final int AWAY_EMITS = 1_000;
    private static final int AWAY_KILOBYTES = 64;
    private static final int DEAF = 20;
    private static final int DEAF_EMITS = 1_000;
    private static final int CONNECTS = 2_000;
    private static final int SLOW = 100;
    private static final double MILLION = 1e6;
    private static final double MILLIS_PER_SECOND = 1e3;

    @Option(
            names = "--write",
            paramLabel = "FILE",
            description = "Also put the table into this page, in place of the last one.")
    private Path page;

    @Spec
    private CommandSpec spec;

    /** One figure of a server. */
    private interface Measurement {

        String of(Loads loads) throws IOException;
    }

    private record Row(String load, Measurement measurement) {}

    /** Each needs the processors for itself. */
    private static final List<Row> BUSY = List.of(
            new Row(
                    number(FLOODING) + " clients send " + number(FLOOD_EVENTS) + " events each, as fast as they can",
                    loads -> {
                        Loads.Flood flood = loads.flood(FLOODING, FLOOD_EVENTS);
                        return "another client connects in " + flood.handshakeMillis()
                                + " ms, and a third gets its echo in " + flood.echoMillis() + " ms, while "
                                + number(flood.stillToCome()) + " events still wait; all are handled in "
                                + seconds(flood.totalMillis());
                    }),
            new Row(
                    "Redis is away, and " + number(AWAY_EMITS) + " events of " + AWAY_KILOBYTES + " kB are emitted",
                    loads -> {
                        Loads.RedisAway away = loads.redisAway(AWAY_EMITS, AWAY_KILOBYTES);
                        return number(away.waiting()) + " wait (" + megabytes(away.waitingBytes()) + "); "
                                + number(away.dropped()) + " are dropped";
                    }),
            new Row(
                    number(DEAF) + " WebSocket clients read nothing, and " + number(DEAF_EMITS)
                            + " events of 10 kB go to all",
                    loads -> {
                        Loads.Deaf deaf = loads.deafClients(DEAF, DEAF_EMITS);
                        return "at most " + megabytes(deaf.mostBytes()) + " are kept (limit: "
                                + megabytes(deaf.limitBytes()) + "); " + deaf.disconnected()
                                + " clients are disconnected; a client that reads hears " + number(deaf.heard());
                    }),
            new Row(number(CONNECTS) + " clients connect at once", loads -> {
                Loads.Connections made = loads.connects(CONNECTS);
                return number(made.count()) + " are answered, the last after " + seconds(made.lastMillis());
            }));

    /** These wait, all at the same time. */
    private static final List<Row> IDLE = List.of(
            new Row(
                    SLOW + " clients send the head of a request, one byte every ten seconds",
                    loads -> ended(loads.slowHeads(SLOW))),
            new Row(SLOW + " clients send the body of a POST, one byte every ten seconds", loads -> {
                if (loads.generation() == Generation.LEGACY) {
                    return "not measured: may take 300 s";
                }
                return ended(loads.slowBodies(SLOW));
            }));

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        if (page != null && !Files.readString(page).contains(BEGIN)) {
            throw new ParameterException(
                    spec.commandLine(), "--write " + page + ": expected a page with the line " + BEGIN);
        }
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "Java %d, %s of memory, %d processors, clients and server in one process:",
                Runtime.version().feature(),
                megabytes(Runtime.getRuntime().maxMemory()),
                Runtime.getRuntime().availableProcessors()));
        lines.add("");
        lines.add("| Load | 1.0+ server | 0.9 server |");
        lines.add("|---|---|---|");
        for (Row row : BUSY) {
            lines.add(line(
                    row.load,
                    row.measurement.of(new Loads(Generation.ADAPTER)),
                    row.measurement.of(new Loads(Generation.LEGACY))));
        }
        lines.addAll(measureIdle());
        String table = String.join("\n", lines);
        PrintWriter out = spec.commandLine().getOut();
        out.println(table);
        if (page != null) {
            Files.writeString(page, withTable(Files.readString(page), table));
        }
        return 0;
    }

    private static List<String> measureIdle() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<String>> figures = new ArrayList<>();
            for (Row row : IDLE) {
                figures.add(threads.submit(() -> row.measurement.of(new Loads(Generation.ADAPTER))));
                figures.add(threads.submit(() -> row.measurement.of(new Loads(Generation.LEGACY))));
            }
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < IDLE.size(); i++) {
                lines.add(line(
                        IDLE.get(i).load,
                        figures.get(2 * i).get(),
                        figures.get(2 * i + 1).get()));
            }
            return lines;
        } finally {
            threads.shutdownNow();
        }
    }

    private static String line(String load, String adapter, String legacy) {
        return "| " + load + " | " + adapter + " | " + legacy + " |";
    }

    /** {@code text} with {@code table} between its marks. */
    static String withTable(String text, String table) {
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        return text.substring(0, begin) + "\n\n" + table + "\n\n" + text.substring(text.indexOf(END, begin));
    }

    private static String ended(Loads.Connections ended) {
        return number(ended.count()) + " are disconnected, the last after " + seconds(ended.lastMillis());
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / MILLIS_PER_SECOND);
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / MILLION);
    }
}
