package io.github.fanoutlab.tutorial.course;

import static io.github.fanoutlab.simulator.scenario.Generation.ADAPTER;
import static io.github.fanoutlab.simulator.scenario.Generation.LEGACY;

import io.github.fanoutlab.tutorial.book.Book;
import io.github.fanoutlab.tutorial.exercise.Exercise;
import io.github.fanoutlab.tutorial.exercise.FiveClusters;
import io.github.fanoutlab.tutorial.exercise.Speaker;
import io.github.fanoutlab.tutorial.exercise.StoreWiring;
import io.github.fanoutlab.tutorial.exercise.TwelveASecond;
import io.github.fanoutlab.tutorial.exercise.WhichWorker;
import io.github.fanoutlab.tutorial.lesson.Prediction;
import io.github.fanoutlab.tutorial.lesson.Question;
import io.github.fanoutlab.tutorial.run.Fact;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The chapters that exist, in the order of the book. */
public final class Lessons {

    private static final Lesson HEARTBEAT = new Lesson(
            1,
            "One heartbeat: does anything arrive?",
            List.of(
                    new Prediction(
                            "ch01",
                            "A master process emits once a second, to everybody. It never listens, so it has no clients. Four"
                                    + " workers do listen, and each has one client. All five processes are connected to one"
                                    + " Redis.",
                            Question.asking("How many events does one client get in a second?")
                                    .because(
                                            "The master publishes each emit once, and each worker hands it to its own client.")
                                    .whoeverSays(
                                            0,
                                            "the master has no clients, but it publishes to Redis, and the workers subscribe there.")
                                    .whoeverSays(
                                            4,
                                            "each of the four workers gets the event, and each client is connected to one of them.")
                                    .whoeverSays(
                                            5,
                                            "five processes get the event, and each client is connected to one of them.")
                                    .whoeverSays(10, "that is all ten seconds.")
                                    .whoeverSays(16, "one process emits here, and each client has one connection."),
                            "heartbeat",
                            ADAPTER,
                            Fact.EVENTS_EACH),
                    new Prediction(
                            "ch01.change",
                            "Change one thing: the master is an emitter. It publishes as before, and it subscribes to nothing.",
                            Question.asking("How many messages does Redis push to processes in a second?")
                                    .because(
                                            "Redis pushes a copy to each worker. The master does not subscribe, so nothing comes back to it.")
                                    .whoeverSays(
                                            5,
                                            "the master does not subscribe any more, so Redis brings nothing back to it.")
                                    .whoeverSays(1, "Redis gets one message, and hands a copy to every subscriber.")
                                    .whoeverSays(0, "then no client would get anything: the workers still subscribe."),
                            "emitter",
                            ADAPTER,
                            Fact.REDIS_DELIVERIES),
                    new Prediction(
                            "ch01.break",
                            "Break one thing: take the line io.adapter(…) out of the workers of 1.0+. The master keeps its own.",
                            Question.asking("How many events does one client get in a second?")
                                    .because("No worker has subscribed any more, and nobody reports an error.")
                                    .whoeverSays(
                                            1,
                                            "the master publishes and Redis accepts it, but no worker has subscribed. Nobody"
                                                    + " reports an error.")
                                    .whoeverSays(4, "no worker has subscribed any more, so none gets the event."),
                            "heartbeat!deaf-workers",
                            ADAPTER,
                            Fact.EVENTS_EACH)),
            1,
            "tutorial/chapters/01-one-heartbeat.md",
            new Exercise(
                    "Ex01",
                    "Five clusters that the chapter has not shown. Write a number for each.",
                    List.of(
                            "Begin with 1. In the chapter's cluster Redis pushes five copies, to the four workers and to the"
                                    + " master, because each of them has subscribed. Who has subscribed here?",
                            "Redis pushes one copy of each message to each subscriber, and the sender is one of them if it has an"
                                    + " adapter. Clients, greetings and listening play no part in that.",
                            "1: the workers and the master. 2: the sender's own copy. 3: follow one copy to the one worker and on"
                                    + " to one client. 4: the workers only. 5: as in 1, whoever sends."),
                    (answer, source) -> new FiveClusters().grade((FiveClusters.Answer) answer)));

    private static final Lesson THREE_CLIENTS = new Lesson(
            2,
            "Three clients of one Redis",
            List.of(
                    new Prediction(
                            "ch02",
                            "Each process of 0.9 is given three clients of one Redis: redisPub, redisSub and redisClient. Somebody"
                                    + " finds that wasteful and passes one and the same Redis client three times. The master"
                                    + " emits once a second, and each of the four workers has one Socket.IO client.",
                            Question.asking("How many events does one Socket.IO client get in a second?")
                                    .because(
                                            "The store subscribes at its start, and from then on Redis refuses PUBLISH on that connection.")
                                    .whoeverSays(
                                            1,
                                            "the store subscribes at its start, and from then on Redis refuses PUBLISH on that"
                                                    + " connection. It answers with an error, and nothing arrives.")
                                    .whoeverSays(3, "a client of Redis is a connection. It does not multiply anything.")
                                    .whoeverSays(
                                            4,
                                            "each client is connected to one worker, and not even that one hears anything."),
                            "heartbeat!one-client",
                            LEGACY,
                            Fact.EVENTS_EACH),
                    new Prediction(
                            "ch02.change",
                            "Change one thing: two Redis clients. One subscribes and does nothing else. The other is redisPub and"
                                    + " redisClient in one.",
                            Question.asking("How many events does one Socket.IO client get in a second?")
                                    .because(
                                            "Only what subscribes needs a connection of its own. Publishing and keeping data may share one.")
                                    .whoeverSays(
                                            0,
                                            "PUBLISH and the commands that keep data do not disturb each other: neither changes the"
                                                    + " mode of the connection.")
                                    .whoeverSays(
                                            2, "a client of Redis is a connection. It does not multiply anything."),
                            "heartbeat!client-is-pub",
                            LEGACY,
                            Fact.EVENTS_EACH),
                    new Prediction(
                            "ch02.break",
                            "Break one thing: two Redis clients again, but the one that subscribes is redisClient as well, and redisPub"
                                    + " is on its own.",
                            Question.asking("How many events does one Socket.IO client get in a second?")
                                    .because(
                                            "An event passes through redisPub and redisSub only. What needs redisClient fails, and no heartbeat shows it.")
                                    .whoeverSays(
                                            0,
                                            "a broadcast needs redisPub and redisSub only. What needs redisClient fails, but it is"
                                                    + " not in the path of an event. The exercise shows what is lost.")
                                    .whoeverSays(
                                            2, "a client of Redis is a connection. It does not multiply anything."),
                            "heartbeat!client-is-sub",
                            LEGACY,
                            Fact.EVENTS_EACH)),
            1,
            "tutorial/chapters/02-three-clients.md",
            new Exercise(
                    "Ex02",
                    "Somebody had the three connections cut down to two. Every client gets the heartbeat, and yet something is lost:"
                            + " the workers of this cluster keep a name for each client in the store. Mend it.",
                    List.of(
                            "The last line gives redisSub two of the three jobs. One of them has to go elsewhere.",
                            "Once a connection has subscribed, Redis refuses everything else on it. Which of the three roles may"
                                    + " share a connection, and which may not?",
                            "Leave redisSub to itself. Give the third place a connection that never subscribes: a new one, or the"
                                    + " one in the first place."),
                    (answer, source) -> new StoreWiring(Book.repository()).grade(source)));

    private static final Lesson FOUR_WORKERS = new Lesson(
            3,
            "A timer in every worker",
            List.of(
                    new Prediction(
                            "ch03",
                            "Every one of four workers emits once a second, to everybody. One client is connected to one"
                                    + " worker, as behind a load balancer.",
                            Question.asking("How many events does the client get in a second?")
                                    .because(
                                            "Each worker emits once, and each emit reaches this client once: its own worker's at once, the others through Redis.")
                                    .whoeverSays(
                                            1,
                                            "its own worker's emit arrives, and those of the three others arrive through Redis.")
                                    .whoeverSays(
                                            3,
                                            "three arrive through Redis, and its own worker's emit arrives without it.")
                                    .whoeverSays(
                                            5,
                                            "the master does not emit here, and a worker drops its own message when Redis brings"
                                                    + " it back.")
                                    .whoeverSays(
                                            16, "each of the four emits arrives once: this client has one connection.")
                                    .whoeverSays(40, "that is all ten seconds."),
                            "four-emitters",
                            ADAPTER,
                            Fact.EVENTS_EACH),
                    new Prediction(
                            "ch03.change",
                            "Change one thing: the four timers stay, and each worker says io.local().emit(…), which reaches its"
                                    + " own clients only.",
                            Question.asking("How many events does the client get in a second?")
                                    .because(
                                            "A local emit reaches the worker's own clients only, and one worker has this client.")
                                    .whoeverSays(
                                            4,
                                            "the other three speak to their own clients only, and this client is not one of"
                                                    + " them.")
                                    .whoeverSays(
                                            0,
                                            "local takes Redis away, not the worker's own delivery to its own clients.")
                                    .whoeverSays(3, "a local emit is not published, so none of the others' arrives."),
                            "local-timers",
                            ADAPTER,
                            Fact.EVENTS_EACH),
                    new Prediction(
                            "ch03.break",
                            "Break one thing: the workers emit to everybody again, but the line io.adapter(…) is gone from all"
                                    + " of them.",
                            Question.asking("How many events does the client get in a second?")
                                    .because(
                                            "Without an adapter each worker speaks to its own clients only, and one worker has this client.")
                                    .whoeverSays(4, "without an adapter, the emits of the three others stay with them.")
                                    .whoeverSays(
                                            0, "its own worker still delivers to its own clients, without any Redis.")
                                    .whoeverSays(
                                            3, "it is the other way round: only the emit of its own worker arrives."),
                            "four-emitters!deaf-workers",
                            ADAPTER,
                            Fact.EVENTS_EACH)),
            2,
            "tutorial/chapters/03-four-workers.md",
            new Exercise(
                    "Ex03",
                    "In the exercise all copies look alike: the payload does not say who emits. Write a function that finds out from the"
                            + " trace of the run which worker caused which copy. It is tried on several seeds and on both"
                            + " generations, so the order of arrival will not help you.",
                    List.of(
                            "Each event has one cause, and that has one, too. So go back in a loop. Where should it end?",
                            "It begins where a timer fired. Go back with trace.causeOf(event), again and again, and look at kind().",
                            "While the event's kind() is not Kind.TIMER, let the event be trace.causeOf(event). Then its lane() is"
                                    + " the answer."),
                    (answer, source) -> new WhichWorker().grade((WhichWorker.Answer) answer)));

    private static final Lesson CONNECTED_TO_ALL = new Lesson(
            4,
            "Connected to every worker",
            List.of(
                    new Prediction(
                            "ch04",
                            "The same four workers, and each emits once a second. But now one client holds a connection to every"
                                    + " one of them.",
                            Question.asking("How many events does the client get in a second?")
                                    .because(
                                            "Emitters and connections multiply: each emit arrives over each connection.")
                                    .whoeverSays(4, "that is the number for each of its connections, and it has four.")
                                    .whoeverSays(
                                            8,
                                            "emitters and connections multiply: each emit arrives over each connection.")
                                    .whoeverSays(
                                            12, "a worker's own clients get its emits as well, but not through Redis.")
                                    .whoeverSays(20, "a worker drops its own message when Redis brings it back.")
                                    .whoeverSays(160, "that is all ten seconds."),
                            "sixteen",
                            ADAPTER,
                            Fact.EVENTS_EACH),
                    new Prediction(
                            "ch04.change",
                            "Change one thing: worker 4 is killed before the first emit. The three others go on.",
                            Question.asking("How many events does the client get in a second?")
                                    .because("Worker 4 is missing twice, as an emitter and as a connection.")
                                    .whoeverSays(
                                            12,
                                            "you lose worker 4 twice: its own emits, and its connection, which carried everyone"
                                                    + " else's.")
                                    .whoeverSays(16, "the dead worker neither emits nor delivers.")
                                    .whoeverSays(3, "each of the three emits arrives over each of three connections."),
                            "sixteen-minus-one",
                            ADAPTER,
                            Fact.EVENTS_EACH),
                    new Prediction(
                            "ch04.break",
                            "Break one thing: all four live, and the line io.adapter(…) is gone from worker 4 alone, as after a"
                                    + " deployment that has forgotten one server.",
                            Question.asking("How many events does the client get in a second?")
                                    .because(
                                            "Workers 1 to 3 reach three connections each. Worker 4 speaks to its own client, and hears nobody.")
                                    .whoeverSays(
                                            9,
                                            "worker 4 is not dead: it still speaks to its own client, which needs no adapter.")
                                    .whoeverSays(
                                            12,
                                            "worker 4 hears nobody, and it publishes nothing either: its emit arrives over one"
                                                    + " connection.")
                                    .whoeverSays(
                                            13,
                                            "worker 4 publishes nothing, so the other workers do not have its emit.")
                                    .whoeverSays(
                                            16, "without an adapter, worker 4 neither publishes nor hears the others."),
                            "sixteen!one-deaf",
                            ADAPTER,
                            Fact.EVENTS_EACH)),
            1,
            "tutorial/chapters/04-connected-to-all.md",
            new Exercise(
                    "Ex04",
                    "Build a cluster in which one client gets twelve events a second. Then build a second one that does it"
                            + " differently. Both are played in both generations.",
                    List.of(
                            "Two numbers decide what a client gets: how many emit, and how many connections it has. They"
                                    + " multiply. In the chapter's cluster both are four.",
                            "Change one of the two numbers in the first cluster, and the other one in the second. What times four"
                                    + " is twelve?",
                            "Take one name out of those who emit and leave the client alone. In the second cluster, take one name"
                                    + " out of the client's and leave the others alone."),
                    (answer, source) -> new TwelveASecond().grade((TwelveASecond.Answer) answer)));

    private static final Lesson WHO_SPEAKS = new Lesson(
            5,
            "Who should speak?",
            List.of(
                    new Prediction(
                            "ch05",
                            "Every one of the four workers has the timer again, and says io.local().emit(…). A client is"
                                    + " connected to all of the workers.",
                            Question.asking("How many events does the client get in a second?")
                                    .because(
                                            "Each worker's local emit arrives over the connection to that worker, and over no other.")
                                    .whoeverSays(
                                            1,
                                            "that is what arrives over one of its connections, and each worker serves its own.")
                                    .whoeverSays(
                                            16,
                                            "a local emit stays with its worker, so each connection carries the emits of one worker"
                                                    + " only.")
                                    .whoeverSays(
                                            0,
                                            "local leaves Redis out, and the worker still delivers to its own clients."),
                            "local-to-all",
                            ADAPTER,
                            Fact.EVENTS_EACH),
                    new Prediction(
                            "ch05.change",
                            "Change one thing: the timer moves to an emitter. But the deployment has left out worker 1, which still"
                                    + " runs the program of chapter 3 and emits to everybody. The three other workers are silent. The"
                                    + " client keeps a connection to each worker.",
                            Question.asking("How many events does the client get in a second?")
                                    .because("Two processes speak, and each emit arrives over four connections.")
                                    .whoeverSays(4, "those are the emitter's. Worker 1 speaks to everybody as well.")
                                    .whoeverSays(
                                            5,
                                            "worker 1 does not say local, so its emit arrives over the three other connections, too.")
                                    .whoeverSays(2, "two processes speak, and each emit arrives over each connection."),
                            "emitter-and-worker",
                            ADAPTER,
                            Fact.EVENTS_EACH),
                    new Prediction(
                            "ch05.break",
                            "Break one thing: the master is a full server again, and somebody who has read that local saves"
                                    + " messages lets it say io.local().emit(…). Each worker has one client.",
                            Question.asking("How many events does one client get in a second?")
                                    .because(
                                            "A local emit reaches the clients of the process that emits, and this master has none.")
                                    .whoeverSays(
                                            1,
                                            "a local emit reaches the clients of the process that emits, and a master that never"
                                                    + " listens has none.")
                                    .whoeverSays(4, "a local emit is not published, so the workers never hear of it."),
                            "master-local",
                            ADAPTER,
                            Fact.EVENTS_EACH)),
            1,
            "tutorial/chapters/05-who-should-speak.md",
            new Exercise(
                    "Ex05",
                    "Write the master of a 1.0+ cluster: each client gets one event a second, and the master subscribes to nothing.",
                    List.of(
                            "\"The programs\" in the chapter shows something that only ever publishes. Its import is there already.",
                            "One line takes the place of the two with SocketIoServer. The last line stays as it is: what you make"
                                    + " has emit(event, payload), too.",
                            "Emitter.at(ports, redis) makes one. Make it once, not each second."),
                    (answer, source) -> new Speaker(Book.repository()).grade(source)));

    /** All of them. */
    public static final List<Lesson> ALL = Stream.concat(
                    Stream.of(HEARTBEAT, THREE_CLIENTS, FOUR_WORKERS, CONNECTED_TO_ALL, WHO_SPEAKS),
                    Stream.concat(BuildLessons.ALL.stream(), BreakLessons.ALL.stream()))
            .toList();

    private Lessons() {}

    /** The chapter with that number in the book, if it exists. */
    public static Optional<Lesson> numbered(int number) {
        return ALL.stream().filter(lesson -> lesson.number() == number).findFirst();
    }
}
