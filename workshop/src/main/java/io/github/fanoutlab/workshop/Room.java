package io.github.fanoutlab.workshop;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.redis.pubsub.AdapterCounters;
import io.github.fanoutlab.adapter.server.Event;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.adapter.server.Socket;
import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.redis.RedisConnection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The people in the room, as the wall knows them: they predict on their phones, and the wall shows how many have, and what, when the
 * presenter reveals it. It is an application of our own server, like any other. Its phones are connected with the same server, or with
 * {@link RoomWorker workers} over Redis; what those and the wall say to each other is an exhibit, too.
 *
 * <pre>
 * /join       the phones: {@link Participants}
 * /presenter  the wall        says    ask TEXT ABOUT, close, reveal, kill WORKER
 *                             hears   counted {people, away, predicted, workers, deaths}, at most five times a second
 *                                     revealed {"4": 12, "16": 3}, and again as others predict
 * </pre>
 *
 * <p>The same text about the same run is the same question: whoever predicted it has predicted when it is asked again.
 *
 * <p>Nobody is asked for a name, and nothing that a participant sends is shown but numbers. On the node's loop only.
 */
final class Room implements Wall {

    static final String JOIN = "/join";

    private static final int MAX_QUESTION_CHARS = 300;
    private static final long COUNT_MILLIS = 200;

    /** Of so many people predictions are kept; whoever comes with more ids than a room has people shall not fill the memory. */
    private static final int MAX_PREDICTIONS = 5_000;

    private static final int MAX_DEATHS = 3;

    private static final String TOO_LATE = "Too late for this question. Look at the wall.";

    private final EventLoop loop;
    private final Namespace participants;
    private final Namespace presenters;
    private final Map<String, Person> people = new LinkedHashMap<>();
    private final Map<String, Death> away = new LinkedHashMap<>();
    private final Map<List<String>, Question> questions = new LinkedHashMap<>();
    private final Map<String, Worker> workers = new TreeMap<>();
    private final List<Death> deaths = new ArrayList<>();
    private Consumer<String> kill = worker -> {};
    private Question asked = new Question(0, "");
    private boolean countIsDue;

    private record Person(String worker, String who) {}

    /** A worker as the wall shows it; its counters are as old as it said last. */
    private record Worker(long pid, boolean alive, long published, long received, long echoes) {}

    /** What the wall has asked, and what each person predicts; number 0 is none. */
    private static final class Question {
        private final int number;
        private final String text;
        private final Map<String, Integer> predictions = new LinkedHashMap<>();
        private boolean isOpen;
        private boolean isRevealed;

        Question(int number, String text) {
            this.number = number;
            this.text = text;
        }
    }

    /** The end of a worker, and what became of its people. */
    private static final class Death {
        private final String worker;
        private final long pid;
        private final long atMillis;
        private final Question asked;
        private final int predicted;
        private int people;
        private int stillAway;
        private long lastBackMillis;

        Death(String worker, long pid, long atMillis, Question asked) {
            this.worker = worker;
            this.pid = pid;
            this.atMillis = atMillis;
            this.asked = asked;
            this.predicted = asked.predictions.size();
        }

        Map<String, Object> shown() {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("worker", worker);
            shown.put("pid", pid);
            shown.put("people", people);
            shown.put("stillAway", stillAway);
            shown.put("lastBackMillis", lastBackMillis);
            shown.put("predicted", predicted);
            shown.put("now", asked.predictions.size());
            return shown;
        }
    }

    private Room(EventLoop loop, SocketIoServer io) {
        this.loop = loop;
        this.participants = io.of(JOIN);
        this.presenters = io.of("/presenter");
    }

    /**
     * Opens a room on {@code io}.
     *
     * @param isPresenter whether a token is the presenter's
     */
    static Room open(EventLoop loop, SocketIoServer io, Predicate<String> isPresenter) {
        Room room = new Room(loop, io);
        room.presenters.use((socket, next) -> {
            if (isPresenter.test(token(socket))) {
                next.proceed();
            } else {
                next.fail("this is not the presenter's address: its token is missing or wrong");
            }
        });
        room.presenters.on("connection", room::welcomePresenter);
        return room;
    }

    /** Lets phones join at workers alone, which tell this room of them. {@code kill} ends the worker with that id. */
    void joinAtWorkers(String address, Consumer<String> kill) {
        this.kill = kill;
        participants.use((socket, next) -> next.fail("join at " + address));
        participants.onServerSide("joined", event -> joined(event.string(0), event.string(1), event.string(2)));
        participants.onServerSide("left", event -> left(event.string(0)));
        participants.onServerSide(
                "predicts",
                event -> predicts(
                        event.string(0),
                        event.string(1),
                        event.get(2).intValue(),
                        event.get(3).intValue()));
    }

    private static String token(Socket socket) {
        return socket.handshake().auth().path("token").asString("");
    }

    private void welcomePresenter(Socket presenter) {
        presenter.on("ask", this::ask);
        presenter.on("close", event -> open(false));
        presenter.on("reveal", event -> reveal());
        presenter.on("kill", event -> kill.accept(event.get(0).asString("")));
        count();
    }

    private void ask(Event event) {
        String text = event.get(0).asString("");
        String cut = text.substring(0, Math.min(MAX_QUESTION_CHARS, text.length()));
        asked = text.isEmpty()
                ? new Question(0, "")
                : questions.computeIfAbsent(
                        List.of(cut, event.get(1).asString("")), unknown -> new Question(questions.size() + 1, cut));
        asked.isRevealed = false;
        open(asked.number > 0);
    }

    /** Lets people predict, or no longer. */
    private void open(boolean isOpen) {
        asked.isOpen = isOpen;
        participants.emit("question", asked.number, asked.text, isOpen);
        count();
    }

    private void reveal() {
        asked.isRevealed = true;
        presenters.local().emit("revealed", distribution());
    }

    private Map<String, Integer> distribution() {
        Map<String, Integer> distribution = new TreeMap<>(Comparator.comparingInt(Integer::parseInt));
        asked.predictions
                .values()
                .forEach(prediction -> distribution.merge(String.valueOf(prediction), 1, Integer::sum));
        return distribution;
    }

    @Override
    public void joined(String worker, String socket, String who) {
        people.put(socket, new Person(worker, who));
        Death survived = away.remove(who);
        if (survived != null) {
            survived.stillAway--;
            survived.lastBackMillis = loop.nowMillis() - survived.atMillis;
        }
        participants.to(socket).emit("question", asked.number, asked.text, asked.isOpen);
        count();
    }

    @Override
    public void left(String socket) {
        people.remove(socket);
        count();
    }

    @Override
    public void predicts(String socket, String who, int number, int prediction) {
        if (number != asked.number || !asked.isOpen) {
            participants.to(socket).emit("taken", number, TOO_LATE);
            return;
        }
        if (asked.predictions.size() < MAX_PREDICTIONS || asked.predictions.containsKey(who)) {
            asked.predictions.put(who, prediction);
        }
        participants.to(socket).emit("taken", number, true);
        count();
    }

    /** A worker's process runs. */
    void started(String worker, long pid) {
        workers.put(worker, new Worker(pid, true, 0, 0, 0));
        count();
    }

    /** What a worker has counted until now. */
    void counted(String worker, Map<String, Long> counters) {
        workers.computeIfPresent(
                worker,
                (id, known) -> new Worker(
                        known.pid,
                        known.alive,
                        counters.getOrDefault(RedisConnection.PUBLISHED, 0L),
                        counters.getOrDefault(RedisConnection.DELIVERED, 0L),
                        counters.getOrDefault(AdapterCounters.OWN_ECHOES_DROPPED, 0L)));
        count();
    }

    /** A worker's process has ended. Nobody else tells who was connected with it, since a dead worker says no goodbye. */
    void died(String worker, long pid) {
        workers.computeIfPresent(
                worker, (id, known) -> new Worker(pid, false, known.published, known.received, known.echoes));
        Death death = new Death(worker, pid, loop.nowMillis(), asked);
        people.values().stream().filter(person -> person.worker.equals(worker)).forEach(person -> {
            away.put(person.who, death);
            death.people++;
        });
        death.stillAway = death.people;
        people.values().removeIf(person -> person.worker.equals(worker));
        deaths.add(death);
        if (deaths.size() > MAX_DEATHS) {
            away.values().removeIf(deaths.remove(0)::equals);
        }
        count();
    }

    /** Tells the wall how many there are, soon; what follows at once is told along. */
    private void count() {
        if (!countIsDue) {
            countIsDue = true;
            loop.schedule(COUNT_MILLIS, () -> {
                countIsDue = false;
                presenters.local().emit("counted", counts());
                if (asked.isRevealed) {
                    presenters.local().emit("revealed", distribution());
                }
            });
        }
    }

    private Map<String, Object> counts() {
        Set<String> here = people.values().stream().map(Person::who).collect(Collectors.toSet());
        Set<String> gone = new HashSet<>(away.keySet());
        gone.addAll(asked.predictions.keySet());
        gone.removeAll(here);
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("people", here.size());
        counts.put("away", gone.size());
        counts.put("predicted", asked.predictions.size());
        counts.put("workers", workers.entrySet().stream().map(this::shown).toList());
        counts.put("deaths", deaths.stream().map(Death::shown).toList());
        return counts;
    }

    private Map<String, Object> shown(Map.Entry<String, Worker> worker) {
        Worker known = worker.getValue();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("worker", worker.getKey());
        shown.put("pid", known.pid);
        shown.put("alive", known.alive);
        shown.put(
                "people",
                people.values().stream()
                        .filter(person -> person.worker.equals(worker.getKey()))
                        .count());
        shown.put("published", known.published);
        shown.put("received", known.received);
        shown.put("echoes", known.echoes);
        return shown;
    }
}
