package io.github.fanoutlab.workshop;

import io.github.fanoutlab.simulator.check.Deviation;
import io.github.fanoutlab.simulator.check.faulty.FaultyClaims;
import io.github.fanoutlab.simulator.check.faulty.Payload;
import io.github.fanoutlab.simulator.explore.Exploration;
import io.github.fanoutlab.simulator.explore.ScenarioSearch;
import io.github.fanoutlab.simulator.explore.Search;
import io.github.fanoutlab.simulator.fault.Fault;
import io.github.fanoutlab.simulator.fault.FaultKind;
import io.github.fanoutlab.simulator.fault.RandomFaults;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.mine.OwnAdapter;
import io.github.fanoutlab.simulator.report.html.RunJson;
import io.github.fanoutlab.simulator.scenario.Excerpt;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.shrink.Oracle;
import io.github.fanoutlab.simulator.shrink.Shrinker;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Looks for an order of things in which something happens that a person wishes to see, a few runs at a time. First it asks {@code
 * explore} whether there is any such order. Then it plays one seed after the other, as {@code check} does, and shrinks the first run that
 * shows it. Nothing is remembered between two steps: the page asks again from where the last step ended, or no more.
 *
 * <pre>
 * {"tried":120}                                     not yet
 * {"tried":17,"found":"rooms;seed=17","seen":"…"}   a run that shows it
 * {"tried":400,"none":"…"}                          there is none, or none was found
 * </pre>
 */
final class OrderSearch {

    /** What a person wishes to see. */
    enum Wish {
        /** Two clients get two emits, and not in the same order. */
        ORDER {
            @Override
            Optional<String> seenIn(FaultyRun run) {
                List<Map.Entry<String, List<String>>> got = List.copyOf(got(run).entrySet());
                for (Map.Entry<String, List<String>> one : got) {
                    for (Map.Entry<String, List<String>> other : got) {
                        Optional<String> swapped = swapped(one.getValue(), other.getValue());
                        if (swapped.isPresent()) {
                            return Optional.of(one.getKey() + " got " + swapped.get() + ", and " + other.getKey()
                                    + " got them the other way round");
                        }
                    }
                }
                return Optional.empty();
            }
        },
        /** Somebody misses an emit. */
        MISS {
            @Override
            Optional<String> seenIn(FaultyRun run) {
                return FaultyClaims.judge(run).misses().stream().findFirst().map(Wish::words);
            }
        };

        private static Wish named(String word) {
            return Stream.of(values())
                    .filter(wish -> wish.name().toLowerCase(Locale.ROOT).equals(word))
                    .findFirst()
                    .orElseThrow(() ->
                            new IllegalArgumentException("found wish=" + word + ", expected wish=order or wish=miss"));
        }

        /** How the run shows it; empty if it does not. */
        abstract Optional<String> seenIn(FaultyRun run);

        private static String words(Deviation miss) {
            return miss.client() + " missed " + miss.payload() + ": "
                    + miss.cause().words();
        }

        /** Who got which emits in which order, until everything healed. */
        private static Map<String, List<String>> got(FaultyRun run) {
            Map<String, List<String>> got = new LinkedHashMap<>();
            for (TraceEvent event : run.trace().events(Kind.DELIVERY)) {
                if (event.timeMicros() < run.probedMicros()) {
                    Payload.in(event)
                            .ifPresent(payload -> got.computeIfAbsent(
                                            event.lane() + " at " + event.peer(), none -> new ArrayList<>())
                                    .add(payload.toString()));
                }
            }
            return got;
        }

        private static Optional<String> swapped(List<String> one, List<String> other) {
            for (int i = 1; i < one.size(); i++) {
                int before = other.indexOf(one.get(i - 1));
                int after = other.indexOf(one.get(i));
                if (after >= 0 && after < before) {
                    return Optional.of(one.get(i - 1) + " before " + one.get(i));
                }
            }
            return Optional.empty();
        }
    }

    private static final String ELSEWHERE = "Try it with sixteen, or with two-servers.";

    private static final Set<FaultKind> DELAYS =
            EnumSet.of(FaultKind.STALL, FaultKind.PAUSE, FaultKind.LAG, FaultKind.SLOW);

    /** From this seed on, delays help where latencies alone do not. */
    private static final int PLAIN_SEEDS = 100;

    private static final int MAX_SEEDS = 400;
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long SHRINKING_NANOS = TimeUnit.SECONDS.toNanos(6);
    private static final int EXPLORED_EMITS = 2;
    private static final int MAX_SCHEDULES = 60;

    private final String text;
    private final List<RunString> strings;
    private final Wish wish;

    private OrderSearch(String text, Wish wish) {
        this.text = text;
        this.strings = RunString.parseAll(text);
        this.wish = wish;
    }

    /**
     * One step of the search, of about a quarter of a second; the last one takes a few seconds more.
     *
     * @param text the run that is shown, of one generation or of both
     * @param wish the name of a {@link Wish}, in lower case
     * @param from how many seeds were tried by the steps before
     * @throws IllegalArgumentException if {@code text} is no run string, or there is no such wish
     */
    static ObjectNode step(String text, String wish, int from) {
        OrderSearch search = new OrderSearch(text, Wish.named(wish));
        return search.strings.get(0).dialect() == RedisDialect.MINE
                ? OwnAdapter.playing(OwnAdapter.inWorkbookNow(), () -> search.step(from))
                : search.step(from);
    }

    private ObjectNode step(int from) {
        if (from == 0 && wish == Wish.ORDER) {
            if (connections() == 1) {
                return tried(0).put(
                                "none",
                                "There is one client with one connection, so nobody can see another order. "
                                        + ELSEWHERE);
            }
            Optional<String> impossible = impossible();
            if (impossible.isPresent()) {
                return tried(0).put("none", impossible.get());
            }
        }
        long end = System.nanoTime() + STEP_NANOS;
        int seed = from;
        while (System.nanoTime() < end) {
            if (seed++ == MAX_SEEDS) {
                return tried(MAX_SEEDS).put("none", "None of " + MAX_SEEDS + " runs shows it.");
            }
            for (RunString string : strings) {
                RunString run = string.withSeed(seed).with(string.scenario(), faults(string, seed));
                if (wish.seenIn(FaultyRun.of(run)).isPresent()) {
                    return found(run, seed);
                }
            }
        }
        return tried(seed);
    }

    private long connections() {
        return strings.get(0).scenario().clients().stream()
                .mapToLong(client -> client.workers().size())
                .sum();
    }

    private List<Fault> faults(RunString string, int seed) {
        List<Fault> faults = new ArrayList<>(string.faults());
        if (wish == Wish.MISS || seed > PLAIN_SEEDS) {
            RandomFaults.draw(string.exposed(), seed).stream()
                    .filter(fault -> wish == Wish.MISS || DELAYS.contains(fault.kind()))
                    .forEach(faults::add);
        }
        return faults;
    }

    private ObjectNode found(RunString run, int seed) {
        long end = System.nanoTime() + SHRINKING_NANOS;
        Oracle oracle = smaller ->
                System.nanoTime() < end && wish.seenIn(FaultyRun.of(smaller)).isPresent()
                        ? List.of(wish.name())
                        : List.of();
        RunString smallest = Shrinker.shrink(run, wish.name(), oracle).smallest();
        String seen = wish.seenIn(FaultyRun.of(smallest)).orElseThrow();
        return tried(seed).put("found", asAsked(smallest)).put("seen", RunJson.title(run.dialect()) + ": " + seen);
    }

    /** Without the generation, if the run that is shown names none. */
    private String asAsked(RunString found) {
        String string = found.toString().replace(";sim=" + RunString.SIMULATOR, "");
        return strings.size() == 1 ? string : string.replaceFirst(";(legacy|adapter)=[^;]*", "");
    }

    private static ObjectNode tried(int seeds) {
        return JsonMapper.shared().createObjectNode().put("tried", seeds);
    }

    /** Why no order at all shows it; empty if one does, or if there are too many to say. */
    private Optional<String> impossible() {
        long orders = 0;
        for (RunString string : strings) {
            if (!string.faults().isEmpty() || string.dialect() == RedisDialect.STREAMS) {
                return Optional.empty();
            }
            Scenario part =
                    Excerpt.whole(string.scenario()).withBeats(EXPLORED_EMITS).from(string.scenario());
            ScenarioSearch search =
                    new ScenarioSearch(string.with(part, List.of()), List.of(), 0, Search.REDUCED, MAX_SCHEDULES);
            boolean[] found = {false};
            search.run((number, order, verdict) ->
                    found[0] |= wish.seenIn(verdict.run()).isPresent());
            Exploration result = search.result();
            if (found[0] || !result.complete()) {
                return Optional.empty();
            }
            orders += result.schedules();
        }
        return Optional.of("No order does that: explore has played all orders that make a difference, " + orders
                + " in all. " + because());
    }

    private String because() {
        List<String> emitters = strings.get(0).scenario().emitters();
        return emitters.size() == 1
                ? "Only " + emitters.get(0) + " emits, and every connection keeps the order of what is sent on it."
                : ELSEWHERE;
    }
}
