package io.github.fanoutlab.workshop;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.server.Event;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.adapter.server.Socket;
import io.github.fanoutlab.platform.EventLoop;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The phones' side of the room, on the server that they are connected with.
 *
 * <pre>
 * /join   hears   question NUMBER TEXT OPEN   whether one can predict still; 0 and no text while nothing is asked
 *                 taken NUMBER true           a prediction counts; or, instead of true, what is wrong with it
 *                 greeting TEXT               of a worker: connected to worker: 2
 *         says    predict NUMBER PREDICTION
 * </pre>
 *
 * <p>It keeps nothing: whoever is connected and what they predict is known to the {@link Wall}, so that no prediction dies with a worker.
 * Nothing that a participant sends goes further but whole numbers, and an id of bounded length. On the node's loop only.
 */
final class Participants {

    /** On one server. */
    static final int MAX_PEOPLE = 500;

    static final int MAX_PREDICTION = 100_000;

    /** Twenty numbers a second are no human's; such a client is disconnected. */
    private static final int MAX_EVENTS_A_SECOND = 20;

    private static final int MAX_ID_CHARS = 40;

    private final EventLoop loop;
    private final String worker;
    private final Wall wall;
    private int people;

    private Participants(EventLoop loop, String worker, Wall wall) {
        this.loop = loop;
        this.worker = worker;
        this.wall = wall;
    }

    /**
     * Lets them in at {@code io}.
     *
     * @param worker its id; empty if it is no worker
     */
    static void welcome(EventLoop loop, SocketIoServer io, String worker, Wall wall) {
        Participants participants = new Participants(loop, worker, wall);
        Namespace join = io.of(Room.JOIN);
        join.use((socket, next) -> {
            if (participants.people < MAX_PEOPLE) {
                next.proceed();
            } else {
                next.fail("the room is full: " + MAX_PEOPLE + " people");
            }
        });
        join.on("connection", participants::welcome);
    }

    private void welcome(Socket phone) {
        people++;
        String named = phone.handshake().auth().path("me").asString("");
        String who = named.isEmpty() || named.length() > MAX_ID_CHARS ? phone.id() : named;
        Pace pace = new Pace();
        phone.on("predict", event -> {
            if (pace.isTooFast(loop.nowMillis())) {
                phone.disconnect(true);
            } else {
                predict(phone, who, event);
            }
        });
        phone.on("disconnect", event -> {
            people--;
            wall.left(phone.id());
        });
        if (!worker.isEmpty()) {
            phone.emit("greeting", "connected to worker: " + worker);
        }
        wall.joined(worker, phone.id(), who);
    }

    private void predict(Socket phone, String who, Event event) {
        List<JsonNode> said = event.args();
        if (said.size() < 2 || !said.get(0).isInt() || !said.get(1).isInt()) {
            phone.emit("taken", 0, "expected the question's number and a whole number");
            return;
        }
        int number = said.get(0).intValue();
        int prediction = said.get(1).intValue();
        if (prediction < 0 || prediction > MAX_PREDICTION) {
            phone.emit("taken", number, "expected 0 to " + MAX_PREDICTION);
        } else {
            wall.predicts(phone.id(), who, number, prediction);
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
            return ++events > MAX_EVENTS_A_SECOND;
        }
    }
}
