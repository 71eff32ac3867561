package io.github.fanoutlab.simulator.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * Fanout Lab's command line: what {@code mvn compile exec:java} and {@code ./fanout} run.
 *
 * <p>Exit codes: 0 when all checks passed, 1 when a check failed, 2 for wrong usage or a Redis that cannot be reached, 70 for
 * what cannot be written, as to a full disk, and for a defect of Fanout Lab itself.
 */
@Command(
        name = "fanout",
        versionProvider = BuildVersion.class,
        description =
                "How Socket.IO is scaled over Redis, twice: the 0.9 server with its RedisStore (legacy), and the 1.0+ server"
                        + " with its Redis adapter (adapter). Without a command: run all.",
        footer =
                "%nExit codes: 0 all checks passed, 1 a check failed, 2 wrong usage or no Redis, 70 a defect or a full disk.")
public final class Fanout implements Callable<Integer> {

    /** A check failed. */
    static final int FAILED = 1;

    /** Wrong usage, or a Redis that cannot be reached. */
    static final int USAGE = 2;

    /** Fanout Lab itself is broken: EX_SOFTWARE of sysexits.h. */
    static final int DEFECT = 70;

    static final List<Class<?>> COMMANDS = List.of(
            RunCommand.class,
            CheckCommand.class,
            ReplayCommand.class,
            ExploreCommand.class,
            FaultsCommand.class,
            MuseumCommand.class,
            ClusterCommand.class,
            MasterCommand.class,
            WorkerCommand.class,
            ClientCommand.class,
            BenchCommand.class,
            LimitsCommand.class);

    /** What the older words mean today. */
    private static final Map<String, List<String>> OLDER_WORDS = Map.of(
            "compare", List.of("run"),
            "twin", List.of("replay"),
            "shrink", List.of("replay", "--shrink"));

    private static final String USUAL = "run";
    private static final List<String> VERSION = List.of("-V", "--version");

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Print this help.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version.")
    private boolean version;

    /** No command means {@code run}. */
    @Override
    public Integer call() {
        return spec.commandLine().getSubcommands().get(USUAL).execute();
    }

    /** Runs the command in {@code args}; leaves the JVM with its exit code unless that is 0. */
    public static void main(String... args) {
        StandardOutput output = new StandardOutput();
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        int code = execute(out, new PrintWriter(System.err, true, StandardCharsets.UTF_8), args);
        out.flush();
        if (code != 0 && !output.isLost()) {
            System.exit(code);
        }
    }

    /** Runs the command in {@code args} and returns its exit code. */
    public static int execute(PrintWriter out, PrintWriter err, String... args) {
        List<String> words = new ArrayList<>(List.of(args));
        if (!words.isEmpty() && OLDER_WORDS.containsKey(words.get(0))) {
            words.addAll(0, OLDER_WORDS.get(words.remove(0)));
        }
        CommandLine line = new CommandLine(new Fanout());
        for (Class<?> command : commands(words.isEmpty() ? USUAL : words.get(0))) {
            line.addSubcommand(command);
        }
        CommandLine bench = line.getSubcommands().get(BenchCommand.NAME);
        if (bench != null) {
            for (Class<?> added : added(AddedBench.class)) {
                bench.addSubcommand(added);
            }
        }
        for (CommandLine command : line.getSubcommands().values()) {
            command.getCommandSpec().usageMessage().abbreviateSynopsis(true);
        }
        line.setOut(out)
                .setErr(err)
                .setUsageHelpAutoWidth(true)
                .setExpandAtFiles(false)
                .setParameterExceptionHandler(new UsageErrors())
                .setExecutionExceptionHandler(new Defects());
        UsageErrors.speakOfNumbers(line);
        return line.execute(words.toArray(String[]::new));
    }

    /**
     * The one called {@code name}, none for the version, otherwise all: picocli reads the options of each, which takes a quarter of the
     * time to start.
     */
    private static List<Class<?>> commands(String name) {
        if (VERSION.contains(name)) {
            return List.of();
        }
        List<Class<?>> ours = called(name, COMMANDS);
        if (!ours.isEmpty()) {
            return ours;
        }
        List<Class<?>> all = new ArrayList<>(COMMANDS);
        all.addAll(added(AddedCommand.class));
        List<Class<?>> added = called(name, all);
        return added.isEmpty() ? all : added;
    }

    private static <T> List<Class<? extends T>> added(Class<T> kind) {
        return ServiceLoader.load(kind).stream()
                .<Class<? extends T>>map(ServiceLoader.Provider::type)
                .toList();
    }

    private static List<Class<?>> called(String name, List<Class<?>> commands) {
        return commands.stream()
                .filter(command -> command.getAnnotation(Command.class).name().equals(name))
                .toList();
    }
}
