package io.github.fanoutlab.simulator.fault;

import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Timetable;
import io.github.fanoutlab.testbed.world.RandomSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws faults from a seed by swarm testing (Groce and others: <i>Swarm Testing</i>, ISSTA 2012): each seed enables only some
 * kinds of faults, because a bit of everything hides what a few kinds show.
 *
 * <p>Half of the seeds let some of their faults wait for a {@linkplain Trigger step of the protocol} instead of a time, since a time
 * rarely meets a step that is over in a millisecond.
 *
 * <p>The faults depend on the scenario and the seed only, so both generations meet the same ones at the same beats, or in the same
 * situations.
 */
public final class RandomFaults {

    private static final int MAX_FAULTS = 6;
    private static final long MILLI = 1_000;

    /** One seed in so many goes on long enough to meet heartbeats, which both generations send every 25 seconds. */
    private static final int LATE_ONE_IN = 8;

    private static final long HEARTBEATS_MICROS = 30_000_000;

    /** How long faults last at most, in milliseconds; each seed draws one of these limits. */
    private static final List<Long> MAX_MILLIS = List.of(100L, 500L, 3_000L);

    /** How long after its trigger a fault begins at most. */
    private static final long MAX_DELAY_MILLIS = 200;

    private RandomFaults() {}

    /**
     * At least one fault. Faults begin while the steps of {@code scenario} are played; for one seed in eight, within half a
     * minute more.
     */
    public static List<Fault> draw(Scenario scenario, long seed) {
        RandomSource random = new RandomSource(seed).fork("fault plan of " + scenario.name());
        RandomSource ofTriggers = random.fork("triggers");
        boolean someWait = ofTriggers.nextInt(2) == 0;
        Targets targets = new Targets(scenario);
        List<FaultKind> kinds = enabled(random);
        long longestMillis = MAX_MILLIS.get(random.nextInt(MAX_MILLIS.size()));
        int count = 1 + random.nextInt(MAX_FAULTS);
        long span = Timetable.of(scenario).endMicros() + (random.nextInt(LATE_ONE_IN) == 0 ? HEARTBEATS_MICROS : 0);
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FaultKind kind = kinds.get(random.nextInt(kinds.size()));
            List<String> possible = targets.of(kind);
            String target = possible.get(random.nextInt(possible.size()));
            long atMillis = random.nextBetween(0, span / MILLI);
            long forMillis = random.nextBetween(1, longestMillis);
            boolean lasts = kind.needsDuration() || random.nextInt(4) > 0;
            Fault fault = new Fault(kind, target, atMillis * MILLI, lasts ? forMillis * MILLI : 0);
            faults.add(someWait && ofTriggers.nextInt(2) == 0 ? waiting(fault, scenario, ofTriggers) : fault);
        }
        return faults;
    }

    /** {@code fault}, right after a step of the protocol, or a little later. */
    private static Fault waiting(Fault fault, Scenario scenario, RandomSource random) {
        TriggerEvent what = TriggerEvent.values()[random.nextInt(TriggerEvent.values().length)];
        List<String> possible = what == TriggerEvent.EMITTED ? scenario.emitters() : Trigger.whoCan(what, scenario);
        String who = possible.get(random.nextInt(possible.size()));
        int number = 1;
        while (random.nextInt(2) == 0) {
            number++;
        }
        long delayMillis = random.nextInt(2) == 0 ? 0 : random.nextBetween(1, MAX_DELAY_MILLIS);
        return fault.waitingFor(new Trigger(who, what, number)).at(delayMillis * MILLI);
    }

    private static List<FaultKind> enabled(RandomSource random) {
        List<FaultKind> kinds = new ArrayList<>();
        for (FaultKind kind : FaultKind.BREAKING) {
            if (random.nextInt(2) == 0) {
                kinds.add(kind);
            }
        }
        return kinds.isEmpty() ? List.of(FaultKind.BREAKING.get(random.nextInt(FaultKind.BREAKING.size()))) : kinds;
    }
}
