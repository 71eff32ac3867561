package io.github.fanoutlab.tutorial.course;

import io.github.fanoutlab.tutorial.exercise.Exercise;
import io.github.fanoutlab.tutorial.exercise.Routing;
import io.github.fanoutlab.tutorial.lesson.Prediction;
import io.github.fanoutlab.tutorial.lesson.Question;
import java.util.List;

/** Part III, "Break": what happens when something fails, grows or goes away. */
final class BreakLessons {

    private static final Lesson SESSION_ID_UNKNOWN = new Lesson(
            12,
            "\"Session ID unknown\"",
            List.of(
                    new Prediction(
                            "ch12",
                            "Four workers of 1.0+ have the Redis adapter, and a load balancer in front of them sends each request to"
                                    + " the next worker. Each of four clients connects to the balancer, with HTTP long-polling. The"
                                    + " master emits ten heartbeats, one a second.",
                            Question.asking("How many of the ten does client 1 get?")
                                    .because(
                                            "Its session lives at one worker, three of four requests go to another, and the adapter shares no sessions.")
                                    .whoeverSays(
                                            10,
                                            "the adapter brings each heartbeat to all workers, but client 1 never becomes a client of any: its"
                                                    + " second request goes to a worker that does not know its session.")
                                    .whoeverSays(
                                            2,
                                            "a client that is refused begins again, with a new session. It does not keep a quarter of one.")
                                    .whoeverSays(
                                            3,
                                            "a client that is refused begins again, with a new session. It does not keep a quarter of one.")
                                    .whoeverSays(
                                            40, "that would be all four clients together, if they were connected."),
                            "heartbeat;adapter;transport=polling;balancer=round-robin/eventsOf-C1"),
                    new Prediction(
                            "ch12.change",
                            "Change one thing: the clients use WebSocket from the beginning, io(url, { transports: [\"websocket\"] })."
                                    + " The balancer still sends each request to the next worker.",
                            Question.asking("How many of the ten does client 1 get?")
                                    .because(
                                            "A WebSocket is one request. The balancer decides once, and the connection stays where it is.")
                                    .whoeverSays(
                                            0,
                                            "a WebSocket is one request and then one connection. No second request can go astray.")
                                    .whoeverSays(
                                            40, "client 1 has one connection, and each heartbeat comes over it once."),
                            "heartbeat;adapter;balancer=round-robin/eventsOf-C1"),
                    new Prediction(
                            "ch12.break",
                            "Break one thing: the clients poll, and the balancer gives each a cookie that names its worker. Just before the"
                                    + " fourth heartbeat the worker of client 1 dies, and nobody starts it again.",
                            Question.asking("How many of the ten does client 1 get?")
                                    .because(
                                            "The balancer passes over a dead worker, client 1 begins a session elsewhere, and only what came meanwhile is lost.")
                                    .whoeverSays(
                                            10,
                                            "one heartbeat came while it was connecting again, and nobody keeps that one for it.")
                                    .whoeverSays(
                                            3,
                                            "the cookie names a dead worker, and the balancer passes over that one. Client 1 begins a session"
                                                    + " at another.")
                                    .whoeverSays(
                                            6,
                                            "the client begins again within a second or so, with a worker that lives."),
                            "heartbeat;adapter;transport=polling;balancer=cookie;kill:W2@3.2s/eventsOf-C1")),
            1,
            "tutorial/chapters/12-session-id-unknown.md",
            new Exercise(
                    "Ex12",
                    "Write the load balancer. Eight clients connect as io(url) does, over a few HTTP requests and then a WebSocket, to"
                            + " three workers, of which one may die. No client may be refused while the worker with its session is"
                            + " alive, and no worker may have more than half of the clients.",
                    List.of(
                            "Which requests belong together? Not those of one address: five of the clients sit in one office. Look for"
                                    + " something that you can give a client with its first response.",
                            "Give it a cookie with the worker's name. When a request brings the cookie, go there. When it brings none,"
                                    + " take the workers in turn, as the starter does.",
                            "The worker that a cookie names may have died. If it is not among the workers that listen, take another, and"
                                    + " set the cookie anew. Keep the name in it, not a place in the list: places change."),
                    (answer, source) -> new Routing().grade(Exercise.fresh(answer, Routing.Router.class))));

    /** All of them. */
    static final List<Lesson> ALL = List.of(SESSION_ID_UNKNOWN);

    private BreakLessons() {}
}
