package io.github.fanoutlab.simulator.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Fanout Lab's command line: what {@code mvn compile exec:java} and {@code ./fanout} run.
 *
 * <p>Exit codes: 0 when all checks passed, 1 when a check failed, 2 for wrong usage or a Redis that cannot be reached, 70 for
 * a defect of Fanout Lab itself.
 */
@Command(
        name = "fanout",
        mixinStandardHelpOptions = true,
        version = "Fanout Lab 0.1.0",
        description = {
            "How Socket.IO is scaled over Redis, twice: the 0.9 server with its RedisStore of three Redis clients, and the"
                    + " 1.0+ server with its one Redis adapter.",
            "Without a command: compare."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all checks passed",
            "1:a check failed",
            "2:wrong usage, or a Redis that cannot be reached",
            "70:a defect of Fanout Lab itself; what is printed belongs into a bug report"
        })
public final class Fanout implements Callable<Integer> {

    /** A check failed. */
    static final int FAILED = 1;

    /** Wrong usage, or a Redis that cannot be reached. */
    static final int USAGE = 2;

    /** Fanout Lab itself is broken: EX_SOFTWARE of sysexits.h. */
    static final int DEFECT = 70;

    private static final List<Class<?>> COMMANDS = List.of(
            CompareCommand.class,
            RunCommand.class,
            CheckCommand.class,
            BenchCommand.class,
            ReplayCommand.class,
            ShrinkCommand.class,
            ExploreCommand.class,
            MuseumCommand.class,
            TwinCommand.class,
            ClusterCommand.class,
            MasterCommand.class,
            WorkerCommand.class);

    private static final String USUAL = "compare";

    @Spec
    private CommandSpec spec;

    /** No command means compare. */
    @Override
    public Integer call() {
        return spec.commandLine().getSubcommands().get(USUAL).execute();
    }

    /** Runs the command in {@code args}; leaves the JVM with its exit code unless that is 0. */
    public static void main(String... args) {
        int code = execute(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                args);
        if (code != 0) {
            System.exit(code);
        }
    }

    /** Runs the command in {@code args} and returns its exit code. */
    public static int execute(PrintWriter out, PrintWriter err, String... args) {
        CommandLine line = new CommandLine(new Fanout());
        commands(args.length == 0 ? USUAL : args[0]).forEach(line::addSubcommand);
        line.setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setExpandAtFiles(false)
                .setParameterExceptionHandler(new UsageErrors())
                .setExecutionExceptionHandler((defect, command, parsed) -> {
                    defect.printStackTrace(command.getErr());
                    return DEFECT;
                });
        UsageErrors.speakOfNumbers(line);
        return line.execute(args);
    }

    /** The one called {@code name}, or all: picocli reads the options of each, which takes a quarter of the time to start. */
    private static List<Class<?>> commands(String name) {
        List<Class<?>> called = COMMANDS.stream()
                .filter(command -> command.getAnnotation(Command.class).name().equals(name))
                .toList();
        return called.isEmpty() ? COMMANDS : called;
    }
}
