package io.github.fanoutlab.workshop;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.server.Event;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.adapter.server.Next;
import io.github.fanoutlab.adapter.server.Socket;
import io.github.fanoutlab.platform.EventLoop;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * The people in the room: they predict on their phones, and the wall shows how many have, and what, when the presenter reveals it. It is
 * an application of our own server, like any other.
 *
 * <pre>
 * /join       a participant   hears   question {number, text}     a new one, or the one that is open
 *                             says    predict NUMBER PREDICTION   acknowledged with true, or with what is wrong
 * /presenter  the wall        says    ask TEXT, reveal
 *                             hears   counted {people, predicted}, at most five times a second
 *                                     revealed {"4": 12, "16": 3}
 * </pre>
 *
 * <p>Nobody is asked for a name, and nothing that a participant sends is shown but numbers. On the node's loop only.
 */
final class Room {

    static final int MOST_PEOPLE = 500;
    static final int LARGEST_PREDICTION = 100_000;

    /** Twenty numbers a second are no human's; such a client is disconnected. */
    private static final int MOST_EVENTS_A_SECOND = 20;

    private static final int LONGEST_QUESTION = 300;
    private static final long COUNT_MILLIS = 200;

    private final EventLoop loop;
    private final Namespace participants;
    private final Namespace presenters;
    private final Map<String, Integer> predictions = new LinkedHashMap<>();
    private int number;
    private String question = "";
    private int people;
    private boolean countIsDue;

    private Room(EventLoop loop, SocketIoServer io) {
        this.loop = loop;
        this.participants = io.of("/join");
        this.presenters = io.of("/presenter");
    }

    /**
     * Opens a room on {@code io}.
     *
     * @param isPresenter whether a token is the presenter's
     */
    static void open(EventLoop loop, SocketIoServer io, Predicate<String> isPresenter) {
        Room room = new Room(loop, io);
        room.presenters.use(
                (socket, next) -> letIn(isPresenter.test(token(socket)), "not the presenter's token", next));
        room.participants.use((socket, next) ->
                letIn(room.people < MOST_PEOPLE, "the room is full: " + MOST_PEOPLE + " people", next));
        room.presenters.on("connection", room::welcomePresenter);
        room.participants.on("connection", room::welcomeParticipant);
    }

    private static void letIn(boolean allowed, String refusal, Next next) {
        if (allowed) {
            next.proceed();
        } else {
            next.fail(refusal);
        }
    }

    private static String token(Socket socket) {
        return socket.handshake().auth().path("token").asString("");
    }

    private void welcomePresenter(Socket presenter) {
        presenter.on("ask", this::ask);
        presenter.on("reveal", event -> reveal());
        count();
    }

    private void ask(Event event) {
        String text = event.get(0).asString("");
        question = text.substring(0, Math.min(LONGEST_QUESTION, text.length()));
        number++;
        predictions.clear();
        participants.emit("question", asked());
        count();
    }

    private Map<String, Object> asked() {
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("number", number);
        asked.put("text", question);
        return asked;
    }

    private void reveal() {
        Map<String, Integer> distribution = new TreeMap<>(Comparator.comparingInt(Integer::parseInt));
        predictions.values().forEach(prediction -> distribution.merge(String.valueOf(prediction), 1, Integer::sum));
        presenters.emit("revealed", distribution);
    }

    private void welcomeParticipant(Socket participant) {
        people++;
        Pace pace = new Pace();
        participant.on("predict", event -> {
            if (pace.isTooFast(loop.nowMillis())) {
                participant.disconnect(true);
            } else {
                event.ack(predict(participant.id(), event));
            }
        });
        participant.on("disconnect", event -> {
            people--;
            count();
        });
        if (number > 0) {
            participant.emit("question", asked());
        }
        count();
    }

    /** True, or what is wrong with the prediction. */
    private Object predict(String participant, Event event) {
        List<JsonNode> said = event.args();
        if (said.size() < 2 || !said.get(0).isInt() || !said.get(1).isInt()) {
            return "expected the number of the question and a whole number";
        }
        int prediction = said.get(1).intValue();
        if (said.get(0).intValue() != number) {
            return "this question is over";
        }
        if (prediction < 0 || prediction > LARGEST_PREDICTION) {
            return "expected 0 to " + LARGEST_PREDICTION;
        }
        predictions.put(participant, prediction);
        count();
        return true;
    }

    /** Tells the wall how many there are, soon; what follows at once is told along. */
    private void count() {
        if (!countIsDue) {
            countIsDue = true;
            loop.schedule(COUNT_MILLIS, () -> {
                countIsDue = false;
                presenters.emit("counted", Map.of("people", people, "predicted", predictions.size()));
            });
        }
    }

    /** How fast somebody speaks. */
    private static final class Pace {
        private long second;
        private int events;

        boolean isTooFast(long nowMillis) {
            if (nowMillis / 1000 != second) {
                second = nowMillis / 1000;
                events = 0;
            }
            return ++events > MOST_EVENTS_A_SECOND;
        }
    }
}
