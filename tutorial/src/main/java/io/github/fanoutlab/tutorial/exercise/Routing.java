package io.github.fanoutlab.tutorial.exercise;

import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.simulator.check.Cause;
import io.github.fanoutlab.simulator.client.LabClient;
import io.github.fanoutlab.simulator.client.Transport;
import io.github.fanoutlab.simulator.program.Programs;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.MasterRole;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.stage.SimStage;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import io.github.fanoutlab.testbed.world.Balancer;
import io.github.fanoutlab.testbed.world.RandomSource;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.World;
import io.github.fanoutlab.tutorial.lesson.Grade;
import java.net.URI;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The grader of chapter 12: the reader writes the load balancer. In each run eight clients connect as {@code io(url)} does, five
 * of them from one address; in most runs a worker dies meanwhile.
 */
public final class Routing {

    /** What the reader writes. */
    public interface Router {

        /**
         * The worker for a new TCP connection. A client opens several for one session.
         *
         * @param visit the first request on that connection
         * @param workers those that listen now; never empty
         */
        String choose(Visit visit, List<String> workers);
    }

    /** A request as a load balancer sees it. */
    public static final class Visit {

        private final HttpRequest request;
        private final String address;
        private final Map<String, String> setCookies = new LinkedHashMap<>();
        private boolean addressRead;

        Visit(HttpRequest request, String address) {
            this.request = request;
            this.address = address;
        }

        /** {@code GET} or {@code POST}. */
        public String method() {
            return request.method();
        }

        /** With its query: {@code /socket.io/?EIO=4&transport=polling}. */
        public String path() {
            return request.target();
        }

        /** The IP address that it comes from. */
        public String address() {
            addressRead = true;
            return address;
        }

        /** The session that it belongs to; empty in a client's first request. */
        public String sid() {
            return request.query().getOrDefault("sid", "");
        }

        /** The value of a cookie that the client brings; empty if it brings none of that name. */
        public String cookie(String name) {
            for (String cookie : (request.header("cookie") + "").split("; ")) {
                if (cookie.startsWith(name + "=")) {
                    return cookie.substring(name.length() + 1);
                }
            }
            return "";
        }

        /** Gives the client a cookie, with the response. It brings the cookie with every later request. */
        public void setCookie(String name, String value) {
            setCookies.put(name, value);
        }

        private HttpResponse answered(HttpResponse response) {
            HttpResponse passed = response;
            for (Map.Entry<String, String> cookie : setCookies.entrySet()) {
                passed = passed.with("Set-Cookie", cookie.getKey() + "=" + cookie.getValue() + "; path=/");
            }
            return passed;
        }
    }

    /** How many runs answer a save within two seconds. */
    private static final int SEEDS = 100;

    private static final int CLIENTS = 8;
    private static final int OF_THE_OFFICE = 5;
    private static final int MAX_AT_ONE_WORKER = 4;
    private static final List<String> WORKERS = List.of("W1", "W2", "W3");
    private static final String HOST = "balancer";
    private static final URI URL = URI.create("http://" + HOST + ":" + SimStage.PORT);
    private static final Pattern NEW_SESSION = Pattern.compile("\"sid\":\"([^\"]+)\"");
    private static final long SECOND = 1_000_000;

    /** In which a response arrives. */
    private static final long A_MOMENT = 30_000;

    private final int seeds;

    /** Tries a router on as many runs as fit into a save. */
    public Routing() {
        this(SEEDS);
    }

    /** Tries a router on {@code seeds} runs. */
    Routing(int seeds) {
        this.seeds = seeds;
    }

    /** Judges a router, of which {@code fresh} makes a new one for each run. */
    public Grade grade(Supplier<Router> fresh) {
        for (int seed = 1; seed <= seeds; seed++) {
            Play play = new Play(fresh.get(), seed, CLIENTS, true);
            if (play.failure() != null) {
                return smallest(fresh, seed).grade();
            }
        }
        return Grade.right("No client was refused while its session existed, in " + seeds
                + " runs, and the clients were spread over the workers. The router knows where a session lives. The"
                + " adapter never needs to know.");
    }

    /** The run with the fewest clients that fails with that seed, without a death if it fails without one. */
    private static Play smallest(Supplier<Router> fresh, int seed) {
        for (boolean deaths : new boolean[] {false, true}) {
            for (int clients = 1; clients <= CLIENTS; clients++) {
                Play play = new Play(fresh.get(), seed, clients, deaths);
                if (play.failure() != null) {
                    return play;
                }
            }
        }
        return new Play(fresh.get(), seed, CLIENTS, true);
    }

    /** The requests of one client until it is refused for the first time, when each goes to the next worker. */
    public static String roundRobin() {
        return smallest(
                        () -> new Router() {
                            private int turn;

                            @Override
                            public String choose(Visit visit, List<String> workers) {
                                return workers.get(turn++ % workers.size());
                            }
                        },
                        1)
                .shown()
                .table();
    }

    private enum Failure {
        THREW,
        NO_WORKER,
        STRANGER,
        CROWD,
        STUCK
    }

    private record Routed(long micros, String client, Visit visit, String worker) {}

    /** One run, played and judged when it is made. */
    private static final class Play implements Balancer {

        private final Router router;
        private final int seed;
        private final World world;
        private final SimStage stage;
        private final Map<HttpRequest, Visit> visits = new IdentityHashMap<>();
        private final List<Routed> routed = new ArrayList<>();
        private final Map<String, String> homes = new LinkedHashMap<>();
        private final Map<String, LabClient> clients = new LinkedHashMap<>();
        private final boolean deaths;
        private String victim = "";
        private long deathMicros;
        private Failure failure;
        private String client = "";
        private String words = "";
        private long failedMicros;

        Play(Router router, int seed, int clients, boolean deaths) {
            this.router = router;
            this.seed = seed;
            this.deaths = deaths;
            this.stage = new SimStage(RedisDialect.usual(Generation.ADAPTER), seed);
            this.world = stage.world();
            stage.boot(new Scenario("routing", "", MasterRole.NONE, WORKERS, List.of(), List.of(), 0, ""));
            world.balance(HOST, this, WORKERS);
            play(clients);
        }

        Failure failure() {
            return failure;
        }

        private void play(int count) {
            RandomSource random = world.random("routing");
            long begun = world.nowMicros();
            for (int number = 1; number <= count; number++) {
                String name = "C" + number;
                world.at(begun + random.nextBetween(0, 300_000), "script", () -> connect(name));
            }
            boolean dies = deaths && seed % 8 > 0;
            world.runUntil(begun + SECOND / 2);
            crowd();
            if (dies) {
                victim = WORKERS.get(seed % WORKERS.size());
                deathMicros = begun + random.nextBetween(SECOND * 6 / 10, SECOND);
                long millis =
                        seed / WORKERS.size() % 100 - 50; // so each worker dies at each millisecond of a handshake
                world.at(deathMicros + millis * 1_000, "script", () -> connect("C" + (count + 1)));
                world.at(deathMicros + random.nextBetween(-50_000, 50_000), "script", () -> connect("C" + (count + 2)));
                world.at(deathMicros, "script", () -> world.faults().kill(victim));
            }
            world.runUntil(begun + 6 * SECOND);
            clients.forEach((name, each) -> {
                if (each.state() != LabClient.State.CONNECTED) {
                    fail(Failure.STUCK, name, "");
                }
            });
        }

        private void connect(String name) {
            SimNode node = world.node(name);
            stage.inTurnOf(name, "connect", () -> {
                LabClient made = Programs.reconnectingClient(Generation.ADAPTER, Transport.CHANGING, node, node);
                clients.put(name, made);
                made.connect(URL, "/");
            });
        }

        private void crowd() {
            Map<String, Long> sessions = homes.values().stream()
                    .collect(Collectors.groupingBy(home -> home, LinkedHashMap::new, Collectors.counting()));
            sessions.forEach((worker, count) -> {
                if (count > MAX_AT_ONE_WORKER) {
                    fail(Failure.CROWD, "", worker + " has " + count + " of " + homes.size() + " sessions");
                }
            });
        }

        @Override
        public String choose(HttpRequest request, List<String> listening) {
            String name = request.remoteAddress();
            Visit visit = new Visit(request, addressOf(name));
            String worker;
            try {
                worker = router.choose(visit, listening);
            } catch (RuntimeException e) {
                fail(Failure.THREW, name, Thrown.told("Ex12.java", e));
                worker = null;
            }
            if (worker == null || !WORKERS.contains(worker)) {
                fail(Failure.NO_WORKER, name, worker == null ? "null" : '"' + worker + '"');
            }
            visits.put(request, visit);
            routed.add(new Routed(world.nowMicros(), name, visit, worker));
            return worker;
        }

        /** Five people work in one office, and the world sees one address of them. */
        private static String addressOf(String client) {
            int number = Integer.parseInt(client.substring(1));
            return number <= OF_THE_OFFICE ? "192.0.2.1" : "198.51.100." + number;
        }

        @Override
        public HttpResponse pass(HttpRequest request, String server, HttpResponse response) {
            Visit visit = visits.get(request);
            Matcher opened = NEW_SESSION.matcher(response.text());
            if (visit.sid().isEmpty() && opened.find()) {
                homes.put(opened.group(1), server);
            }
            String home = homes.getOrDefault(visit.sid(), "");
            if (response.status() == 400 && world.isAlive(home)) {
                boolean namesTheDead = !victim.isEmpty() && (request.header("cookie") + "").contains("=" + victim);
                fail(Failure.STRANGER, request.remoteAddress(), home + " " + server + " " + namesTheDead);
            }
            return visit.answered(response);
        }

        /** The first failure of a run counts. */
        private void fail(Failure kind, String whose, String what) {
            if (failure == null) {
                failure = kind;
                client = whose;
                words = what;
                failedMicros = world.nowMicros();
            }
        }

        Grade grade() {
            return shown().notYet(diagnosis());
        }

        private String diagnosis() {
            String run = "In run " + seed + ", ";
            switch (failure) {
                case THREW:
                    return words;
                case NO_WORKER:
                    return run + "choose returned " + words + ". It has to return one of the workers "
                            + String.join(", ", WORKERS)
                            + "."
                            + (words.equals("\"\"") ? " What a client does not bring is an empty text, not null." : "");
                case STRANGER:
                    String[] parts = words.split(" ");
                    String home = parts[0];
                    boolean namesTheDead = parts[2].equals("true");
                    return run + client + " has a session at " + home + ", and a request of that session"
                            + " went to " + parts[1] + ", which responded with 400, \"Session ID unknown\". "
                            + (victim.isEmpty() || home.equals(victim)
                                    ? "What does a client bring with every request after its first, and what can you give it with the"
                                            + " first response?"
                                    : namesTheDead
                                            ? victim + " has died, and the cookie of " + client
                                                    + " still names it. Your router chose " + home
                                                    + " instead. Who remembers that?"
                                            : home + " is alive, and " + victim
                                                    + " has died. Does your choice depend on how many workers there are, or on their positions in the"
                                                    + " list?");
                case CROWD:
                    return run + words + ". Nobody was refused, but one worker does most of the work. " + crowding();
                default:
                    return run + client + " is not connected at the end. "
                            + (victim.isEmpty()
                                    ? "Was it ever accepted?"
                                    : victim + " has died, and " + client
                                            + " is still sent there. Is the worker that your router remembers among those that listen?");
            }
        }

        private String crowding() {
            if (routed.stream().anyMatch(each -> each.visit.addressRead)) {
                return "Does your router take one address for one client? Five of the eight clients sit in one office,"
                        + " behind one address.";
            }
            long workers = homes.values().stream().distinct().count();
            return workers == 1
                    ? "Every client gets " + homes.values().iterator().next()
                            + ". Does your code reach the line that takes turns? A cookie that is not there is empty, not null."
                    : "Does your router take the workers in turn, once for each new client?";
        }

        /** The requests of the client that failed, until then; with a crowd, the first request of every client. */
        OneRun shown() {
            boolean crowd = failure == Failure.CROWD;
            List<String> drawn =
                    crowd ? routed.stream().map(Routed::client).distinct().toList() : List.of(client);
            long from = failure == Failure.STUCK ? deathMicros - 1 : 0;
            return OneRun.of(
                    world.trace(),
                    OneRun.lanes(WORKERS, drawn),
                    0,
                    event -> event.timeMicros() < from || event.timeMicros() > failedMicros + A_MOMENT
                            ? ""
                            : words(event, crowd),
                    cause());
        }

        private String words(TraceEvent event, boolean crowd) {
            if (event.kind() == Kind.NODE_DIED) {
                return OneRun.words(world.trace(), event);
            }
            if (event.kind() == Kind.CONNECTION_REFUSED) {
                return crowd || !event.lane().equals(client) ? "" : "nobody listens there";
            }
            if (event.kind() == Kind.HTTP_RESPONSE_RECEIVED) {
                return event.number() == 400 && event.lane().equals(client) ? "400, Session ID unknown" : "";
            }
            if (event.kind() != Kind.HTTP_REQUEST_RECEIVED
                    || !(crowd || event.peer().equals(client))) {
                return "";
            }
            String sid = ((HttpRequest) event.payload()).query().getOrDefault("sid", "");
            if (crowd) {
                return sid.isEmpty() ? "from " + addressOf(event.peer()) : "";
            }
            return OneRun.words(world.trace(), event)
                    + (sid.isEmpty() ? ", no session yet" : ", session " + sid.substring(0, 6));
        }

        private String cause() {
            return switch (failure) {
                case STRANGER -> Cause.SESSION_UNKNOWN.words();
                case CROWD -> words.replaceFirst(" sessions", " clients");
                case STUCK -> victim.isEmpty() ? client + " is never accepted" : client + " is sent to a dead worker";
                case NO_WORKER, THREW -> "no worker was chosen for " + client;
            };
        }
    }
}
