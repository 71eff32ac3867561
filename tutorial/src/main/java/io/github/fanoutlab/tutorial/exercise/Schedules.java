package io.github.fanoutlab.tutorial.exercise;

import io.github.fanoutlab.legacy.LegacyServer;
import io.github.fanoutlab.legacy.store.Dialect;
import io.github.fanoutlab.legacy.store.RedisStore;
import io.github.fanoutlab.platform.ClientConnection;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.node.Network.WebSocketCallback;
import io.github.fanoutlab.simulator.explore.Explorer;
import io.github.fanoutlab.simulator.explore.Play;
import io.github.fanoutlab.simulator.explore.Search;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.stage.SimStage;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import io.github.fanoutlab.testbed.world.Interleaving;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.Transition;
import io.github.fanoutlab.testbed.world.World;
import io.github.fanoutlab.tutorial.lesson.Grade;
import io.github.fanoutlab.tutorial.run.Experiment;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The grader of chapter 13: the reader is the network, and decides in which order the messages of a handshake of 0.9 arrive. The
 * explorer knows all orders, and so whether there is a shorter one.
 */
public final class Schedules {

    /** A message of the handshake, which arrives when the reader says so. */
    public enum Message {
        /** The client's GET arrives at W1, which makes a session, publishes that, and responds. */
        REQUEST("the client's GET arrives at W1"),
        /** What W1 publishes arrives at Redis, which sends the news to both workers. */
        PUBLISH("the news of the session arrives at Redis"),
        /** Redis's reply to the PUBLISH arrives at W1. */
        REPLY("Redis's reply arrives at W1"),
        /** W1's own message comes back to it. */
        ECHO("the news comes back to W1"),
        /** The news of the session arrives at W2. */
        NEWS("the news arrives at W2"),
        /** W1's response, with the id of the session, arrives at the client, which opens a WebSocket. */
        RESPONSE("the response arrives at the client"),
        /** The client's request for a WebSocket arrives at W2, or at W1 behind a sticky balancer. */
        UPGRADE("the request for the WebSocket arrives");

        private final String words;

        Message(String words) {
            this.words = words;
        }
    }

    /** What the reader writes: for each of three ends, the shortest order of arrival that leads there. */
    public interface Answer {

        /** The client is refused. */
        List<Message> refused();

        /** The client is refused, although Redis has the news before the client has its response. */
        List<Message> refusedAlthough();

        /** The client is accepted, although it has its response before Redis has the news. */
        List<Message> acceptedAlthough();
    }

    private record Asked(String name, boolean refused, Message earlier, Message later, List<Message> given) {

        boolean isMet(List<Message> order) {
            int first = order.indexOf(earlier);
            int second = order.indexOf(later);
            return first >= 0 && second >= 0 && first < second;
        }
    }

    /** Judges the three orders, one after the other. */
    public Grade grade(Answer answer) {
        List<Asked> ends = List.of(
                new Asked("refused", true, Message.REQUEST, Message.UPGRADE, answer.refused()),
                new Asked("refusedAlthough", true, Message.PUBLISH, Message.RESPONSE, answer.refusedAlthough()),
                new Asked("acceptedAlthough", false, Message.RESPONSE, Message.PUBLISH, answer.acceptedAlthough()));
        int orders = 0;
        for (Asked asked : ends) {
            if (asked.given == null || asked.given.stream().anyMatch(Objects::isNull)) {
                return Grade.notYet(asked.name + "() returns " + asked.given
                        + ". It has to return a list of messages, in the order in which they arrive.");
            }
            Problem problem = problem(asked);
            if (problem != null) {
                return drawn(asked.given).because(problem.cause()).notYet(asked.name + "(): " + problem.words());
            }
            List<List<Message>> found = ordersWith(asked);
            orders = found.size();
            int shortest =
                    found.stream().mapToInt(Schedules::lengthToDecision).min().orElseThrow();
            if (asked.given.size() > shortest) {
                return drawn(asked.given)
                        .because("the outcome is the same without one of the messages")
                        .notYet(asked.name + "(): your order does that, with " + asked.given.size()
                                + " messages. The explorer has played every order, and there is a shorter one. Which of your messages"
                                + " makes no difference to W2?");
            }
        }
        int all = explored(Dialect.V0_9_17, "W2", play -> true).size();
        return Grade.right("No order is shorter. The explorer has played all of them, and " + orders + " of the " + all
                + " end as your third one does. What one worker does first is not always what another one sees first.");
    }

    /** What is wrong with the order, apart from its length; null if nothing is. */
    private static Problem problem(Asked asked) {
        Handshake play = new Handshake(Dialect.V0_9_17, "W2");
        for (Message message : asked.given) {
            if (play.decided()) {
                return new Problem(
                        "after " + Message.UPGRADE
                                + " the client knows whether it is accepted. What arrives later makes no difference.",
                        "messages follow the " + Message.UPGRADE);
            }
            if (!play.possible().contains(message)) {
                return new Problem(
                        message + " cannot arrive now: " + whyNot(message, play) + " These can: " + play.possibleNames()
                                + ".",
                        play.cause());
            }
            play.arrive(message);
        }
        if (!play.decided()) {
            return new Problem(
                    "the client does not know yet whether it is accepted. What can arrive next: " + play.possibleNames()
                            + ".",
                    play.cause());
        }
        if (play.refused() != asked.refused) {
            return new Problem(
                    play.refused()
                            ? "the client is refused. W2 has to hear of the session before the UPGRADE arrives."
                            : "the client is accepted. W2 knew the session when the UPGRADE arrived. Which message told it?",
                    play.cause());
        }
        return asked.isMet(asked.given)
                ? null
                : new Problem(
                        "here " + asked.earlier + " has to arrive before " + asked.later + ".",
                        asked.given.contains(asked.earlier)
                                ? "the " + asked.later + " arrives before the " + asked.earlier
                                : "the " + asked.earlier + " does not arrive");
    }

    private static String whyNot(Message message, Handshake play) {
        if (play.arrived.contains(message)) {
            return "it has arrived already.";
        }
        return switch (message) {
            case UPGRADE -> "the client opens a WebSocket when it has the id of its session, from the RESPONSE.";
            case NEWS, ECHO, REPLY -> "Redis has to get the PUBLISH first.";
            default -> "W1 does not have the REQUEST yet.";
        };
    }

    /** The orders of all seven messages that lead to what is asked for. */
    private static List<List<Message>> ordersWith(Asked asked) {
        return explored(Dialect.V0_9_17, "W2", play -> play.refused() == asked.refused).stream()
                .filter(order -> asked.isMet(order.subList(0, lengthToDecision(order))))
                .toList();
    }

    private static int lengthToDecision(List<Message> order) {
        return order.indexOf(Message.UPGRADE) + 1;
    }

    private static List<List<Message>> explored(Dialect dialect, String upgradeAt, Predicate<Handshake> wanted) {
        List<List<Message>> found = new ArrayList<>();
        new Explorer(Search.EVERY_ORDER, 1_000)
                .explore(() -> new Handshake(dialect, upgradeAt), (number, order, play) -> {
                    if (wanted.test(play)) {
                        found.add(play.arrived);
                    }
                });
        return found;
    }

    /** In how many orders the client is refused, if its handshake is at W1 and its WebSocket at {@code upgradeAt}. */
    public static Experiment orders(Dialect dialect, String upgradeAt) {
        int all = explored(dialect, upgradeAt, play -> true).size();
        int refused = explored(dialect, upgradeAt, Handshake::refused).size();
        return new Experiment(
                Map.of("orders", (long) all, "refused", (long) refused),
                String.format(
                        Locale.ROOT,
                        "%4d orders in which the messages can arrive%n%4d times the client is accepted%n%4d times the client is refused",
                        all,
                        all - refused,
                        refused));
    }

    /** The same for 0.9.17 with the WebSocket at W2, by when the news arrives: first, second or last of what Redis sends. */
    public static Experiment byNews() {
        List<List<Message>> all = explored(Dialect.V0_9_17, "W2", play -> true);
        List<List<Message>> refused = explored(Dialect.V0_9_17, "W2", Handshake::refused);
        StringBuilder text = new StringBuilder("Of what Redis sends, NEWS arrives    orders   refused\n");
        List<String> places = List.of("first", "second", "last");
        Map<String, Long> numbers = new LinkedHashMap<>();
        for (int place = 0; place < places.size(); place++) {
            long orders = withNewsAt(place, all);
            long refusals = withNewsAt(place, refused);
            numbers.put(places.get(place), refusals);
            text.append(String.format(Locale.ROOT, "%-36s%7d%10d%n", places.get(place), orders, refusals));
        }
        return new Experiment(numbers, text.toString());
    }

    private static long withNewsAt(int place, List<List<Message>> orders) {
        return orders.stream()
                .filter(order -> order.stream()
                                .filter(List.of(Message.REPLY, Message.ECHO, Message.NEWS)::contains)
                                .toList()
                                .indexOf(Message.NEWS)
                        == place)
                .count();
    }

    /** What happens if everything arrives in the order in which one thinks of it. */
    public static String usual() {
        return drawn(List.of(
                        Message.REQUEST,
                        Message.PUBLISH,
                        Message.REPLY,
                        Message.ECHO,
                        Message.NEWS,
                        Message.RESPONSE,
                        Message.UPGRADE))
                .table();
    }

    /** The order as far as it can be played. */
    private static OneRun drawn(List<Message> order) {
        Handshake play = new Handshake(Dialect.V0_9_17, "W2");
        Map<Long, Message> events = new LinkedHashMap<>();
        for (Message message : order) {
            if (!play.possible().contains(message)) {
                break;
            }
            int before = play.world.trace().size();
            play.arrive(message);
            play.arrival(message, before).ifPresent(event -> events.put(event.id(), message));
        }
        return OneRun.of(
                        play.world.trace(),
                        OneRun.lanes(List.of("W1", "W2"), List.of("C1")),
                        0,
                        event -> events.containsKey(event.id())
                                ? String.format(
                                        Locale.ROOT, "%-9s %s", events.get(event.id()), events.get(event.id()).words)
                                : play.isAnswer(event) ? "W2 answers " + event.text() : "",
                        play.cause())
                .numbered();
    }

    /** A client of 0.9 that is handshaken at W1 and opens its WebSocket elsewhere, message by message. */
    private static final class Handshake implements Play {

        private final SimStage stage = new SimStage(RedisDialect.usual(Generation.LEGACY), 42);
        private final World world = stage.world();
        private final String upgradeAt;
        private final Interleaving interleaving;
        private final List<Message> arrived = new ArrayList<>();

        Handshake(Dialect dialect, String upgradeAt) {
            this.upgradeAt = upgradeAt;
            start("W1", dialect);
            start("W2", dialect);
            SimNode client = world.node("C1");
            stage.inTurnOf(
                    "C1",
                    "connect",
                    () -> client.network()
                            .request(
                                    SimStage.urlOf("W1"),
                                    new HttpRequest("GET", "/socket.io/1/", Map.of(), new byte[0], "C1"),
                                    response -> open(client, response.text().split(":")[0]),
                                    failure -> {}));
            this.interleaving = world.interleaving();
            takeUnnamed();
        }

        private void start(String name, Dialect dialect) {
            SimNode node = world.node(name);
            stage.inTurnOf(name, "start", () -> {
                LegacyServer io = LegacyServer.create(node);
                RedisStore store = RedisStore.of(
                        io.createRedisClient("pub", World.REDIS_URL),
                        io.createRedisClient("sub", World.REDIS_URL),
                        io.createRedisClient("client", World.REDIS_URL));
                io.set("store", store.dialect(dialect));
                io.listen(SimStage.PORT);
            });
            world.runToQuiescence(60_000_000);
        }

        private void open(SimNode client, String session) {
            URI target = URI.create("ws://" + upgradeAt + ":" + SimStage.PORT + "/socket.io/1/websocket/" + session);
            client.network().openWebSocket(target, new WebSocketCallback() {
                @Override
                public void onOpen(ClientConnection connection) {
                    // What the worker sends is in the trace.
                }

                @Override
                public void onRefused(String reason) {
                    // The worker accepts the connection, and refuses the session over it.
                }
            });
        }

        /** What can arrive now. */
        List<Message> possible() {
            return transitions().stream().map(this::messageOf).sorted().toList();
        }

        String possibleNames() {
            return possible().stream().map(Message::name).collect(Collectors.joining(", "));
        }

        void arrive(Message message) {
            take(transitions().stream()
                    .filter(transition -> messageOf(transition) == message)
                    .findFirst()
                    .orElseThrow());
        }

        boolean decided() {
            return arrived.contains(Message.UPGRADE);
        }

        boolean refused() {
            return answer().startsWith(Generation.LEGACY.sessionUnknown());
        }

        /** The event in which a message arrived that was played after so many events. */
        Optional<TraceEvent> arrival(Message message, int before) {
            Set<Kind> kinds = switch (message) {
                case REQUEST, UPGRADE -> Set.of(Kind.HTTP_REQUEST_RECEIVED);
                case PUBLISH -> Set.of(Kind.REDIS_HANDLED);
                case REPLY -> Set.of(Kind.REDIS_REPLY);
                case ECHO, NEWS -> Set.of(Kind.REDIS_PUSH);
                case RESPONSE -> Set.of(Kind.HTTP_RESPONSE_RECEIVED);
            };
            return world.trace().events().stream()
                    .skip(before)
                    .filter(event -> kinds.contains(event.kind()))
                    .findFirst();
        }

        boolean isAnswer(TraceEvent event) {
            return event.kind() == Kind.FRAME_SENT
                    && event.lane().equals(upgradeAt)
                    && event.text().equals(answer());
        }

        String cause() {
            if (!decided()) {
                return "W2 has not been asked yet";
            }
            return refused()
                    ? "W2 is asked for the session before it has heard of it"
                    : "W2 has heard of the session in time";
        }

        /** The first that the worker of the WebSocket sent over it. */
        String answer() {
            return world.trace().events(Kind.FRAME_SENT).stream()
                    .filter(event -> event.lane().equals(upgradeAt))
                    .map(TraceEvent::text)
                    .findFirst()
                    .orElse("nothing");
        }

        @Override
        public List<Transition> transitions() {
            return interleaving.transitions().stream()
                    .filter(transition -> messageOf(transition) != null && !arrived.contains(messageOf(transition)))
                    .toList();
        }

        @Override
        public Taken take(Transition transition) {
            arrived.add(messageOf(transition));
            List<Transition> planned = interleaving.take(transition);
            takeUnnamed();
            return new Taken(Set.of("everything"), Set.of(), planned, Set.of(transition.track()), false);
        }

        /** A TCP connection is opened at once, and so is the first turn of the client: they make no difference. */
        private void takeUnnamed() {
            while (true) {
                List<Transition> unnamed = interleaving.transitions().stream()
                        .filter(next -> next.track().startsWith("C1>") && next.number() == 1
                                || next.track().startsWith("script"))
                        .toList();
                if (unnamed.isEmpty()) {
                    return;
                }
                interleaving.take(unnamed.get(0));
            }
        }

        private Message messageOf(Transition transition) {
            String track = transition.track();
            if (track.startsWith("C1>")) {
                boolean toClient = track.endsWith("to C1");
                if (!arrived.contains(Message.REQUEST)) {
                    return Message.REQUEST;
                }
                return toClient ? arrived.contains(Message.RESPONSE) ? null : Message.RESPONSE : Message.UPGRADE;
            }
            return switch (track) {
                case "W1.pub to redis" -> Message.PUBLISH;
                case "W1.pub to W1" -> Message.REPLY;
                case "W1.sub to W1" -> Message.ECHO;
                case "W2.sub to W2" -> Message.NEWS;
                default -> null;
            };
        }

        @Override
        public String outcome() {
            return answer();
        }
    }
}
