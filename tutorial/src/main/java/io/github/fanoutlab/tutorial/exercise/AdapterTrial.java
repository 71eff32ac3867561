package io.github.fanoutlab.tutorial.exercise;

import io.github.fanoutlab.adapter.server.AdapterFactory;
import io.github.fanoutlab.simulator.check.Cause;
import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.check.Deviation;
import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.calm.CalmClaims;
import io.github.fanoutlab.simulator.check.expectation.Expectation;
import io.github.fanoutlab.simulator.check.faulty.FaultyClaims;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.mine.Compilation;
import io.github.fanoutlab.simulator.mine.OwnAdapter;
import io.github.fanoutlab.simulator.report.Glyphs;
import io.github.fanoutlab.simulator.report.SpaceTimeTable;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.shrink.Oracle;
import io.github.fanoutlab.simulator.shrink.Shrinker;
import io.github.fanoutlab.simulator.shrink.Shrunk;
import io.github.fanoutlab.simulator.spacetime.SpaceTime;
import io.github.fanoutlab.simulator.stage.CalmRun;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import io.github.fanoutlab.testbed.world.World;
import io.github.fanoutlab.testbed.world.World.EscapedFromTurn;
import io.github.fanoutlab.tutorial.lesson.Grade;
import io.github.fanoutlab.tutorial.run.Runs;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The reader's {@code MyAdapter} on trial: it is played in clusters, and when a claim does not hold, the smallest run in which it
 * does not hold tells so.
 */
public final class AdapterTrial {

    /**
     * A claim that does not hold in the smallest run.
     *
     * @param words that it does not hold, or what the reader's code threw
     * @param actual what was seen instead
     * @param shown what happened, and why
     */
    record Failure(String words, String actual, OneRun shown, RunString run) {

        Grade notYet(String diagnosis) {
            return shown.notYet(diagnosis);
        }
    }

    /** An emit, as claims name it: {@code W1#3}. */
    private static final Pattern NUMBERED = Pattern.compile("\\w+#\\d+");

    /** What is claimed of every calm run. */
    static final String EXACTLY_ONCE = "Every client gets each event meant for it exactly once, and nothing else";

    /** The cause if a server does not deliver to its own clients at once. */
    static final String LEFT_TO_REDIS = "W1 leaves it to Redis to reach its own client";

    private final Function<String, AdapterFactory> adapters;

    private AdapterTrial(Function<String, AdapterFactory> adapters) {
        this.adapters = adapters;
    }

    /** Compiles {@code source} and lets {@code judge} try it; tells what the reader's code throws meanwhile. */
    static Grade of(String source, Function<AdapterTrial, Grade> judge) {
        try {
            AdapterTrial trial = new AdapterTrial(OwnAdapter.compiled(source));
            return OwnAdapter.playing(trial.adapters, () -> judge.apply(trial));
        } catch (Compilation.Refused | OwnAdapter.Unusable problem) {
            return Grade.notYet(problem.getMessage());
        } catch (RuntimeException thrown) {
            return Grade.notYet(Thrown.told(OwnAdapter.NAME + ".java", thrown, meanwhile(thrown)));
        }
    }

    /** What the server was handling: {@code ", while W1 got a message on socket.io#/#."}; empty if nobody knows. */
    private static String meanwhile(RuntimeException thrown) {
        return Stream.of(thrown.getSuppressed())
                .filter(EscapedFromTurn.class::isInstance)
                .map(EscapedFromTurn.class::cast)
                .findFirst()
                .map(escaped -> meanwhile(escaped.trace(), escaped.handled()))
                .orElse("");
    }

    private static String meanwhile(Trace trace, TraceEvent handled) {
        String got = ", while " + handled.lane() + " got ";
        if (handled.kind() == Kind.REDIS_REPLY) {
            return got + "a reply of Redis";
        }
        if (!handled.isMessage()) {
            return "";
        }
        if (handled.channel().startsWith("socket.io-request")) {
            return got + requestOf(trace.causeOf(handled), handled.lane());
        }
        if (handled.channel().startsWith("socket.io-response")) {
            return got + "a response to " + requestOf(requestBehind(trace, handled), handled.lane());
        }
        return got + "a message on " + handled.channel();
    }

    /** The request at Redis that led to {@code response}; null if none did. */
    private static TraceEvent requestBehind(Trace trace, TraceEvent response) {
        TraceEvent event = response;
        while (event != null
                && !(event.kind() == Kind.REDIS_HANDLED && event.channel().startsWith("socket.io-request"))) {
            event = trace.causeOf(event);
        }
        return event;
    }

    private static String requestOf(TraceEvent request, String server) {
        return request == null
                ? "a request of nobody"
                : request.peer().equals(server) ? "its own request" : "a request of " + request.peer();
    }

    /** A server with the adapter, alone in a world. */
    LoneServer alone() {
        return new LoneServer(adapters);
    }

    /** A server that emits to its own clients only, and to everybody. */
    OneRun ownClients() {
        Servers servers = new Servers("/");
        servers.start("W1", adapter());
        servers.pass();
        servers.connect("C1", "W1", "r1");
        servers.pass();
        long begun = servers.nowMicros();
        servers.emit("W1", "io.local().emit(\"data\")", io -> io.local().emit("data", "local"));
        servers.pass();
        servers.emit("W1", "io.emit(\"data\")", io -> io.emit("data", "payload"));
        servers.pass();
        return OneRun.of(
                servers.trace(),
                servers.lanes(),
                begun,
                event -> event.timeMicros() < begun
                        ? ""
                        : switch (event.kind()) {
                            case EMIT -> event.text();
                            case REDIS_HANDLED, REDIS_PUSH, DELIVERY -> OneRun.words(servers.trace(), event);
                            default -> "";
                        },
                LEFT_TO_REDIS);
    }

    /** So many servers with the adapter, which can be asked for their clients. */
    CountedCluster counted(int servers) {
        return new CountedCluster(servers, adapters);
    }

    /** So many servers, of which every other one has the real adapter. */
    CountedCluster mixed(int servers) {
        return CountedCluster.mixed(servers, adapters);
    }

    /** A run of {@code scenario} with the reader's adapter in every server. */
    static RunString run(Scenario scenario) {
        return RunString.of(scenario, RedisDialect.MINE.generation(), Runs.SEED).in(RedisDialect.MINE);
    }

    /** What a server is given. */
    AdapterFactory adapter() {
        return adapters.apply(World.REDIS_URL);
    }

    /** The first of {@code runs} in which something does not hold that is claimed of runs with faults, made small. */
    static Optional<Failure> failing(List<RunString> runs) {
        for (RunString run : runs) {
            Optional<Shrunk> shrunk = Shrinker.shrink(run, Oracle.ofFaultyRuns());
            if (shrunk.isPresent()) {
                return shrunk.map(AdapterTrial::failure);
            }
        }
        return Optional.empty();
    }

    /** What does not hold in a run with faults that is as small as it can be. */
    static Optional<Failure> failing(RunString smallest) {
        return Oracle.ofFaultyRuns().failuresOf(smallest).stream()
                .findFirst()
                .map(claim -> failure(new Shrunk(smallest, smallest, claim, 0)));
    }

    private static Failure failure(Shrunk shrunk) {
        Verdict<FaultyRun> verdict = FaultyClaims.judge(FaultyRun.of(shrunk.smallest()));
        FaultyRun run = verdict.run();
        String actual = actual(verdict, shrunk.claim());
        Matcher named = NUMBERED.matcher(actual);
        String emit = named.find() ? named.group() : "";
        Set<Long> told = OneRun.comingsAndGoings(run.trace(), run.begunMicros());
        told.addAll(OneRun.pathOf(
                run.trace(), event -> event.text().replaceFirst("#0+", "#").equals(emit)));
        String cause = run.escaped().isEmpty() ? cause(verdict, actual) : "an exception ends the run";
        OneRun shown = OneRun.of(
                run.trace(),
                run.string().scenario(),
                run.begunMicros(),
                event -> told.contains(event.id()) ? OneRun.words(run.trace(), event) : "",
                cause);
        String words = run.escaped().isEmpty()
                ? doesNotHold(shrunk)
                : "Your code threw " + Compilation.withoutPackages(run.escaped()) + ".";
        return failure(words, actual, shown.table(), cause, shrunk.smallest());
    }

    private static String doesNotHold(Shrunk shrunk) {
        return "This does not hold: " + shrunk.claim() + ".";
    }

    /** Why somebody misses something: what is known comes first. */
    private static String cause(Verdict<FaultyRun> verdict, String actual) {
        return verdict.misses().stream()
                .map(Deviation::cause)
                .filter(found -> found != Cause.UNKNOWN)
                .findFirst()
                .map(Cause::words)
                .or(() -> verdict.misses().stream()
                        .findFirst()
                        .map(miss -> miss.client() + " misses " + miss.payload() + ", and no fault explains that"))
                .orElse(actual);
    }

    /** The first of {@code runs}, none of which has faults, in which {@code claim} about calm runs does not hold, made small. */
    static Optional<Failure> failing(List<RunString> runs, String claim) {
        Oracle oracle = run -> canBePlayed(run)
                ? judged(run).failures().stream()
                        .map(Check::name)
                        .filter(claim::equals)
                        .toList()
                : List.of();
        for (RunString run : runs) {
            Optional<Shrunk> shrunk = Shrinker.shrink(run, oracle);
            if (shrunk.isPresent()) {
                return shrunk.map(AdapterTrial::calmFailure);
            }
        }
        return Optional.empty();
    }

    private static boolean canBePlayed(RunString run) {
        try {
            Expectation.of(run.scenario());
            return true;
        } catch (IllegalArgumentException withoutSomethingThatItNeeds) {
            return false;
        }
    }

    private static Failure calmFailure(Shrunk shrunk) {
        CalmRun smallest = CalmRun.of(shrunk.smallest());
        SpaceTime inTime = SpaceTime.of(smallest);
        Verdict<Observation> verdict = judged(shrunk.smallest());
        String actual = actual(verdict, shrunk.claim());
        boolean tooMany = actual.contains("too many");
        boolean emitted = !inTime.emits().isEmpty();
        return failure(
                doesNotHold(shrunk),
                actual,
                emitted ? SpaceTimeTable.ofEmit(inTime, 1, Glyphs.ASCII) : "",
                emitted ? OneRun.causeOf(smallest.trace(), inTime, 1, tooMany) : "nothing is emitted",
                shrunk.smallest());
    }

    private static Verdict<Observation> judged(RunString run) {
        return CalmClaims.judge(CalmRun.of(run).observation());
    }

    private static Failure failure(String words, String actual, String table, String cause, RunString run) {
        return new Failure(words, actual, new OneRun(table, cause, OneRun.command(run)), run);
    }

    private static String actual(Verdict<?> verdict, String claim) {
        return verdict.failures().stream()
                .filter(check -> check.name().equals(claim))
                .map(Check::actual)
                .findFirst()
                .orElseThrow();
    }
}
