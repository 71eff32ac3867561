package io.github.fanoutlab.simulator.fault;

import io.github.fanoutlab.simulator.client.LegacyClient;
import io.github.fanoutlab.simulator.client.Transport;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.scenario.Scenario;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Names one simulated run completely: the same string gives the same trace, hash for hash, in any JVM. One thing is not in it:
 * whether a string without faults is played as a calm run or as one with faults, which have different traces. The command line
 * plays it as a calm run, except that {@code explore} and {@code --shrink} play every string as a run with faults.
 *
 * <pre>
 * four-emitters;legacy=0.9.17;seed=42;sim=1;kill:W2@3.2s;restart:redis@4s+300ms
 * four-emitters;legacy=0.9.17;seed=42;sim=1;nodes=W1,W2;beats=2;kill:W2@1.2s
 * heartbeat;adapter=8;seed=42;sim=1;transport=polling;balancer=cookie
 * </pre>
 *
 * @param scenario one of {@code Scenarios}, or an {@linkplain io.github.fanoutlab.simulator.scenario.Excerpt excerpt} of one
 * @param dialect what the nodes speak on Redis; that names their generation
 * @param access how clients reach the workers
 * @param simulator the version of the simulator that made the string; see {@link #SIMULATOR}
 * @param faults in the order of their times
 */
public record RunString(
        Scenario scenario, RedisDialect dialect, Access access, long seed, int simulator, List<Fault> faults) {

    /** The version of this simulator. It is raised when a string no longer leads to the same trace. */
    public static final int SIMULATOR = 1;

    /** The seed of a string that names none. */
    public static final long DEFAULT_SEED = 42;

    private static final Comparator<Fault> IN_TIME = Comparator.comparingLong(Fault::atMicros);

    public RunString {
        faults = faults.stream().sorted(IN_TIME).toList();
    }

    /** A run of this simulator without faults, in the usual dialect, with the usual access. */
    public static RunString of(Scenario scenario, Generation generation, long seed) {
        return of(scenario, generation, seed, List.of());
    }

    /** The same with {@code faults}. */
    public static RunString of(Scenario scenario, Generation generation, long seed, List<Fault> faults) {
        return new RunString(scenario, RedisDialect.usual(generation), Access.USUAL, seed, SIMULATOR, faults);
    }

    /** The generation of the servers. */
    public Generation generation() {
        return dialect.generation();
    }

    /** The same run in another dialect, of whichever generation. */
    public RunString in(RedisDialect other) {
        return new RunString(scenario, other, access, seed, simulator, faults);
    }

    /** The same run with another seed. */
    public RunString withSeed(long other) {
        return new RunString(scenario, dialect, access, other, simulator, faults);
    }

    /**
     * The same run with one more fault.
     *
     * @param fault as it is written in a run string
     * @throws RunStringSyntaxException if it is none, or if there is no such target in this run
     */
    public RunString withFault(String fault) {
        List<Fault> more = new ArrayList<>(faults);
        more.add(FaultParser.alone(fault, exposed()).parse());
        return with(scenario, more);
    }

    /** The same run with another access. */
    public RunString withAccess(Access other) {
        return new RunString(scenario, dialect, other, seed, simulator, faults);
    }

    /** The scenario as its clients see it: with a balancer, each client is connected to that. */
    public Scenario played() {
        return access.asSeenByClients(scenario);
    }

    /** The scenario as faults see it: with a balancer, any client may have a connection to any worker. */
    public Scenario exposed() {
        return access.asSeenByFaults(scenario);
    }

    /** Whether clients begin with a WebSocket and poll when that does not work, as only those of 0.9 do. */
    public boolean fallsBackToPolling() {
        return generation() == Generation.LEGACY && access.transport() == Transport.CHANGING;
    }

    /** How long clients wait for a WebSocket before they fall back to polling; 0 if they do not. */
    public long fallbackMicros() {
        return fallsBackToPolling() ? LegacyClient.FALLBACK_MILLIS * 1_000 : 0;
    }

    /** Whether it can be held to the documented diagram: the whole scenario, the usual access, no faults. */
    public boolean isAsDocumented() {
        return faults.isEmpty() && isWhole() && access.equals(Access.USUAL) && scenario.isDocumented();
    }

    /**
     * Reads what {@link #toString()} writes. The dialect, {@code seed} ({@value #DEFAULT_SEED}) and {@code sim} (this simulator)
     * may be left out.
     *
     * @throws RunStringSyntaxException if it is none; the message says where, and what was expected
     */
    public static RunString parse(String text) {
        return new RunStringParser(text).parse();
    }

    /** Reads a run string whose generation may be left out, to name both; see {@link #parseAll(String, List)}. */
    public static List<RunString> parseAll(String text) {
        return parseAll(
                text, Stream.of(Generation.values()).map(RedisDialect::usual).toList());
    }

    /**
     * Reads a run string whose generation may be left out, to name several runs.
     *
     * @return one run, or one for each of {@code dialects} in which there are programs for the scenario
     * @throws RunStringSyntaxException as {@link #parse}
     */
    public static List<RunString> parseAll(String text, List<RedisDialect> dialects) {
        int end = text.indexOf(';') < 0 ? text.length() : text.indexOf(';');
        String second = text.substring(end).replaceFirst(";", "").replaceFirst(";.*", "");
        if (!second.isEmpty() && !second.matches("(seed|sim|transport|balancer|nodes|clients|steps|beats)=.*|.*:.*")) {
            return List.of(parse(text));
        }
        return dialects.stream()
                .map(dialect -> new RunStringParser(text).parse(dialect))
                .filter(run -> run.dialect().plays(run.scenario()))
                .toList();
    }

    /** Whether nothing of the scenario is left out. */
    public boolean isWhole() {
        return ExcerptFields.print(scenario).isEmpty();
    }

    /** The same run with another scenario and other faults. */
    public RunString with(Scenario other, List<Fault> otherFaults) {
        return new RunString(other, dialect, access, seed, simulator, otherFaults);
    }

    /** The command that plays it again. */
    public String command() {
        return "./fanout replay '" + this + "'";
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(scenario.name());
        text.append(';').append(generation().key()).append('=').append(dialect);
        text.append(";seed=").append(seed).append(";sim=").append(simulator);
        text.append(access.print(generation()));
        text.append(ExcerptFields.print(scenario));
        faults.forEach(fault -> text.append(';').append(fault));
        return text.toString();
    }
}
