package io.github.fanoutlab.tutorial.exercise;

import io.github.fanoutlab.simulator.client.LabClient;
import io.github.fanoutlab.simulator.client.Transport;
import io.github.fanoutlab.simulator.fault.Access;
import io.github.fanoutlab.simulator.program.Programs;
import io.github.fanoutlab.simulator.scenario.Broadcast;
import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.MasterRole;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.stage.SimStage;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import io.github.fanoutlab.testbed.world.Balancing;
import io.github.fanoutlab.testbed.world.RandomSource;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.World;
import io.github.fanoutlab.tutorial.lesson.Grade;
import io.github.fanoutlab.tutorial.run.Experiment;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

/**
 * The grader of chapter 14: the reader writes a client that is in a room, whose worker dies. Two desks, the master and worker 2, send
 * numbered news to the room all the time. In most of the runs, the client moves once more, in some to a worker that gets the news late.
 */
public final class Rejoin {

    /** What the reader writes. */
    public interface MyClient {

        /**
         * Called once, before the client connects for the first time. It reconnects by itself.
         *
         * @param client the client of the Socket.IO server; {@code emit("join", "news")} makes it join the room
         */
        void begin(LabClient client);

        /** How many news items were sent since this client got its first from that desk, and never reached it; asked at the end. */
        int missed();
    }

    /** What happens to the client, the simplest first. */
    private enum Fate {
        /** Its worker dies. */
        MOVES,
        /** And then it moves once more. */
        MOVES_AGAIN,
        /** It moves once more to a worker that gets the news late. */
        MOVES_TO_LATE
    }

    /** Of each fate. */
    private static final int SEEDS = 20;

    private static final long MILLI = 1_000;
    private static final long SECOND = 1_000_000;
    private static final String DESK = Scenario.MASTER;
    private static final List<String> DESKS = List.of(DESK, "W2");
    private static final List<String> WORKERS = List.of("W1", "W2", "W3");
    private static final Scenario CLUSTER =
            new Scenario("news", "", MasterRole.SERVER, WORKERS, List.of(), List.of(), 0, "");

    /** Judges a client, of which {@code fresh} makes a new one for each run. */
    public Grade grade(Supplier<MyClient> fresh) {
        for (Fate fate : Fate.values()) {
            for (int seed = 1; seed <= SEEDS; seed++) {
                Optional<Grade> problem = new Play(fresh.get(), fate, seed).problem();
                if (problem.isPresent()) {
                    return problem.get();
                }
            }
        }
        return Grade.right(
                "Your client is back in its room after every death, and it knows exactly how many it has missed,"
                        + " in "
                        + SEEDS * Fate.values().length
                        + " runs. Nobody repeats what was missed. If it matters, the client has to ask for it.");
    }

    /** One run, with a client that asks for its room each time that it is connected, or only {@code once}. */
    public static Experiment played(boolean once) {
        MyClient client = new MyClient() {
            @Override
            public void begin(LabClient client) {
                if (once) {
                    client.emit("join", "news");
                } else {
                    client.onConnect(() -> client.emit("join", "news"));
                }
            }

            @Override
            public int missed() {
                return 0;
            }
        };
        Play play = new Play(client, Fate.MOVES_TO_LATE, 1);
        return new Experiment(Map.of("afterDeath", play.afterDeath(), "missed", (long) play.missed()), play.table());
    }

    private static final class Play {

        private final MyClient mine;
        private final Fate fate;
        private final SimStage stage;
        private final World world;
        private final Map<String, Integer> sent = new LinkedHashMap<>();
        private final Map<String, List<Integer>> arrived = new LinkedHashMap<>();
        private int disconnects;
        private long deathMicros;
        private LabClient client;
        private NewsHandlers handlers;

        Play(MyClient mine, Fate fate, int seed) {
            this.mine = mine;
            this.fate = fate;
            this.stage = new SimStage(RedisDialect.usual(Generation.ADAPTER), seed);
            this.world = stage.world();
            stage.boot(CLUSTER);
            world.balance(Access.BALANCER, Balancing.ROUND_ROBIN, List.of("W1", "W3", "W2"));
            DESKS.forEach(desk -> arrived.put(desk, new ArrayList<>()));
            play(world.random("news"));
            for (TraceEvent event : world.trace().events(Kind.DELIVERY)) {
                String[] words = event.text().split("[\"#]");
                for (int i = 0; i + 1 < words.length; i++) {
                    if (DESKS.contains(words[i]) && words[i + 1].matches("\\d+")) {
                        arrived.get(words[i]).add(Integer.parseInt(words[i + 1]));
                    }
                }
            }
        }

        private void play(RandomSource random) {
            long begun = world.nowMicros();
            for (long time = 0; time < 7 * SECOND; time += 150 * MILLI) {
                for (String desk : DESKS) {
                    world.after(time + random.nextBetween(0, 100 * MILLI), "script", "", () -> send(desk));
                }
            }
            world.after(random.nextBetween(300 * MILLI, SECOND), "script", "", this::connect);
            deathMicros = begun + random.nextBetween(2 * SECOND, 3 * SECOND);
            world.runUntil(deathMicros - 300 * MILLI);
            if (fate == Fate.MOVES_TO_LATE) {
                world.faults().stall("W2", "sub", 4 * SECOND);
            }
            world.runUntil(deathMicros);
            world.faults().kill("W1");
            if (fate != Fate.MOVES) {
                world.runUntil(deathMicros + 2 * SECOND);
                world.faults().cut("W3", "C1");
            }
            world.runUntil(begun + 10 * SECOND);
        }

        private void send(String desk) {
            if (world.isAlive(desk)) {
                String news = desk + "#" + sent.merge(desk, 1, Integer::sum);
                stage.emit(
                        desk,
                        new Broadcast("/", List.of("news"), List.of(), false, Broadcast.Manner.PLAIN, "news", news));
            }
        }

        private void connect() {
            SimNode node = world.node("C1");
            stage.inTurnOf("C1", "connect", () -> {
                client = Programs.reconnectingClient(Generation.ADAPTER, Transport.WEBSOCKET, node, node);
                client.onDisconnect(reason -> disconnects++);
                handlers = new NewsHandlers(client, () -> disconnects > 0);
                mine.begin(handlers);
                client.connect(URI.create("http://" + Access.BALANCER + ":" + SimStage.PORT), "/");
            });
        }

        long afterDeath() {
            return world.trace()
                    .count(event -> event.kind() == Kind.DELIVERY
                            && event.timeMicros() > deathMicros + 100 * MILLI
                            && event.text().matches("(?s).*(master|W2)#\\d+.*"));
        }

        /** What a client that keeps the numbers of each desk in a set would say. */
        int missed() {
            return arrived.values().stream()
                    .filter(numbers -> !numbers.isEmpty())
                    .mapToInt(Play::missing)
                    .sum();
        }

        private static int missing(List<Integer> numbers) {
            return span(numbers) - new LinkedHashSet<>(numbers).size();
        }

        private static int span(List<Integer> numbers) {
            TreeSet<Integer> all = new TreeSet<>(numbers);
            return all.last() - all.first() + 1;
        }

        Optional<Grade> problem() {
            if (arrived.get(DESK).isEmpty()) {
                return told(
                        "No news arrives at all. The worker puts a client into a room when the client asks for it:"
                                + " client.emit(\"join\", \"news\").",
                        "C1 is in no room",
                        DESK + "#12");
            }
            int last = sent.get(DESK);
            if (!arrived.get(DESK).contains(last)) {
                return told(
                        "The client connects again after its worker has died, and gets no more news. To the new worker"
                                + " it is a new socket, in no room. When do you ask for the room?",
                        "C1 is connected again, and in no room",
                        DESK + "#" + last);
            }
            int says;
            try {
                says = mine.missed();
            } catch (RuntimeException e) {
                return Optional.of(Grade.notYet(Thrown.told("Ex14.java", e)));
            }
            if (handlers.registeredAgain()) {
                return told(
                        "Your code registers the handler each time that the client is connected. There are "
                                + handlers.count()
                                + " now, and each of them gets every news item. Register handlers once, and ask for the room"
                                + " each time.",
                        "C1 has " + handlers.count() + " handlers of \"news\"",
                        DESK + "#" + sent.get(DESK));
            }
            return says == missed() ? Optional.empty() : miscounted(says);
        }

        private Optional<Grade> miscounted(int says) {
            int fromOne = 0;
            int withCopies = 0;
            int onArrival = 0;
            for (List<Integer> numbers : arrived.values()) {
                TreeSet<Integer> all = new TreeSet<>(numbers);
                fromOne += all.last() - all.size();
                withCopies += span(numbers) - numbers.size();
                onArrival += gapsOnArrival(numbers);
            }
            String count = "missed() returns " + says + ", and that is not the right number. ";
            String gap = news((numbers, number) -> numbers.indexOf(number) < 0);
            if (says == 0) {
                return told(
                        count
                                + "Look at each desk by itself: the numbers that arrived have a gap. The numbers in the gap were"
                                + " sent, too.",
                        gap + " was sent while C1 was away",
                        gap);
            }
            if (says == fromOne) {
                return told(
                        count
                                + "Were the first ones missed, too? The desks sent some before this client was connected.",
                        DESK + "#1 was sent before C1 was there",
                        DESK + "#1");
            }
            if (says == withCopies) {
                String twice = news((numbers, number) -> numbers.indexOf(number) < numbers.lastIndexOf(number));
                return told(
                        count
                                + "Some news items came twice: first from the old worker, and again from the new one, which got them"
                                + " late. Does a copy fill a gap?",
                        twice + " came from two workers",
                        twice);
            }
            if (says == onArrival) {
                String late = news((numbers, number) ->
                        numbers.indexOf(number) > numbers.indexOf(number + 1) && numbers.indexOf(number + 1) >= 0);
                return told(
                        count
                                + "Your code counts a gap when the next number arrives. But some numbers arrive late, after newer"
                                + " ones, because the new worker got them late. So a gap can be filled later.",
                        late + " came after a newer one",
                        late);
            }
            List<Integer> together =
                    arrived.values().stream().flatMap(List::stream).toList();
            if (says == missing(together) || arrived.values().stream().anyMatch(numbers -> says == missing(numbers))) {
                return told(
                        count
                                + "Each desk numbers its own news, so master#6 and W2#6 are two different news items. Does your code"
                                + " keep the numbers of both desks, and keep them apart?",
                        gap + " was sent while C1 was away",
                        gap);
            }
            if (says == missed() - arrived.size()) {
                return told(
                        count + "That is one too few for each desk. From 5 to 7 there are three numbers, not two.",
                        gap + " was sent while C1 was away",
                        gap);
            }
            return told(
                    count
                            + (says == disconnects
                                    ? "That is how often the connection was lost. How many news items were sent meanwhile?"
                                    : "Look at the numbers of each desk: which of them, between the first and the last, never arrived?"),
                    gap.isEmpty() ? "nothing was missed in this run" : gap + " was sent while C1 was away",
                    gap.isEmpty() ? DESK + "#12" : gap);
        }

        /** The first of the news between the first and the last that arrived of which {@code wanted} is true; empty if none is. */
        private String news(BiPredicate<List<Integer>, Integer> wanted) {
            for (Map.Entry<String, List<Integer>> desk : arrived.entrySet()) {
                TreeSet<Integer> all = new TreeSet<>(desk.getValue());
                for (int number = all.first(); number <= all.last(); number++) {
                    if (wanted.test(desk.getValue(), number)) {
                        return desk.getKey() + "#" + number;
                    }
                }
            }
            return "";
        }

        /** Who came and went, and what became of one of the news. */
        private Optional<Grade> told(String diagnosis, String cause, String news) {
            Set<Long> path = OneRun.pathOf(world.trace(), event -> event.text().equals(news));
            OneRun run = OneRun.of(
                    world.trace(),
                    new Scenario(
                            "news",
                            "",
                            MasterRole.SERVER,
                            WORKERS,
                            List.of(ClientRole.on("C1", "W1")),
                            List.of(),
                            0,
                            ""),
                    0,
                    event -> switch (event.kind()) {
                        case CONNECTED, DISCONNECTED, NODE_DIED, FAULT -> OneRun.words(world.trace(), event);
                        default -> path.contains(event.id()) ? OneRun.words(world.trace(), event) : "";
                    },
                    cause);
            return Optional.of(run.under(table()).notYet(diagnosis));
        }

        private static int gapsOnArrival(List<Integer> numbers) {
            int gaps = 0;
            int last = numbers.get(0);
            for (int number : numbers) {
                gaps += Math.max(0, number - last - 1);
                last = Math.max(last, number);
            }
            return gaps;
        }

        /** The numbers that arrived, in that order, those that follow each other in one piece. */
        String table() {
            StringBuilder text = new StringBuilder("What arrived, in this order:\n");
            arrived.forEach((desk, numbers) -> {
                text.append(String.format("%-7s", desk));
                for (int i = 0; i < numbers.size(); i++) {
                    int from = i;
                    while (i + 1 < numbers.size() && numbers.get(i + 1) == numbers.get(i) + 1) {
                        i++;
                    }
                    text.append(" #").append(numbers.get(from));
                    text.append(from == i ? "" : "…#" + numbers.get(i));
                }
                text.append('\n');
            });
            return text.toString();
        }
    }
}
