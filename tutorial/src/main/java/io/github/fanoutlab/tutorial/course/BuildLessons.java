package io.github.fanoutlab.tutorial.course;

import io.github.fanoutlab.tutorial.book.Book;
import io.github.fanoutlab.tutorial.exercise.Arrivals;
import io.github.fanoutlab.tutorial.exercise.BesideOthers;
import io.github.fanoutlab.tutorial.exercise.Echoes;
import io.github.fanoutlab.tutorial.exercise.Exercise;
import io.github.fanoutlab.tutorial.exercise.Headcount;
import io.github.fanoutlab.tutorial.exercise.Published;
import io.github.fanoutlab.tutorial.exercise.RoomsOfAll;
import io.github.fanoutlab.tutorial.lesson.Prediction;
import io.github.fanoutlab.tutorial.lesson.Question;
import java.util.List;

/** Part II, "Build": the reader writes an adapter, {@code MyAdapter}, chapter by chapter. */
final class BuildLessons {

    private static final Lesson IN_REDIS = new Lesson(
            6,
            "What is in Redis?",
            List.of(
                    new Prediction(
                            "ch06",
                            "The cluster of chapter 3 once more, with the adapter of 1.0+: four workers, each emits once a second,"
                                    + " for ten seconds. Redis has passed on every one of these events. Now somebody logs in to it"
                                    + " and asks for its keys.",
                            Question.asking("How many keys are in Redis?")
                                    .because(
                                            "PUBLISH hands a message to whoever is subscribed at that moment. It writes nothing.")
                                    .whoeverSays(
                                            40,
                                            "each of the forty events went through Redis, and none of them stayed. PUBLISH hands it on"
                                                    + " to whoever is subscribed at that moment, and writes nothing.")
                                    .whoeverSays(
                                            1,
                                            "there is no list that the servers read from. PUBLISH hands each message on to whoever is"
                                                    + " subscribed at that moment, and writes nothing.")
                                    .whoeverSays(
                                            4,
                                            "a worker keeps its sessions and rooms in its own memory. In Redis it only subscribes, which is"
                                                    + " no key.")
                                    .whoeverSays(
                                            5,
                                            "a process is known to Redis by its subscriptions only, and these are no keys."),
                            "redis-inside/keys"),
                    new Prediction(
                            "ch06.change",
                            "Change one thing: the four workers emit to a room, io.to(\"nobody\").emit(…), which no client has joined.",
                            Question.asking("How many messages are published in a second?")
                                    .because(
                                            "A worker knows the rooms of its own clients. It cannot know that nobody at any other worker has joined.")
                                    .whoeverSays(
                                            0,
                                            "a worker knows the rooms of its own clients only. Somebody at another worker might have joined,"
                                                    + " so it publishes.")
                                    .whoeverSays(20, "that is how many Redis hands out. Each emit is published once.")
                                    .whoeverSays(1, "all four workers emit, each once."),
                            "to-nobody/adapter/publishesPerSecond"),
                    new Prediction(
                            "ch06.break",
                            "Break one thing: every process has the MyAdapter that you are about to write. It publishes what a worker"
                                    + " emits, and delivers it to that worker's own clients. The four workers emit to everybody again,"
                                    + " once a second, and one client is connected to one of them.",
                            Question.asking("How many events does the client get in a second?")
                                    .because(
                                            "Its own worker's. The other three were published. Chapter 7 asks what became of them.")
                                    .whoeverSays(
                                            4,
                                            "the three others were published, and none of them arrived. Chapter 7 asks what became of them.")
                                    .whoeverSays(0, "its own worker delivers to its own clients, without Redis."),
                            "four-emitters!ch06/adapter/eventsEachPerSecond")),
            1,
            "tutorial/chapters/06-in-redis.md",
            new Exercise(
                    "ch06/MyAdapter",
                    "Write the broadcast of an adapter of your own. It has to publish what Node's adapter publishes: on the same channel,"
                            + " and the same bytes. What Node publishes was recorded, and your file is compared with it.",
                    List.of(
                            "The recording in the chapter shows the message as a list of three elements. Everything that you need for"
                                    + " each of them is a field of the class or stands in the starter's comment.",
                            "The channel is prefix for nearly every emit. Compare the recorded emits to one room and to two rooms: which"
                                    + " of them has a longer name, and how does that end?",
                            "First ask options whether it is local. Then put uid, packet and options into an array node, in this order,"
                                    + " and publish its bytes. If options.rooms() has exactly one element, append that and another # to the"
                                    + " prefix."),
                    (answer, source) -> new Published(Book.repository()).grade(source)));

    private static final Lesson WHO_HEARS = new Lesson(
            7,
            "Who hears it?",
            List.of(
                    new Prediction(
                            "ch07",
                            "All five processes have the MyAdapter of chapter 6. It publishes byte for byte what Node publishes. The four"
                                    + " workers emit once a second, to everybody.",
                            Question.asking("How many messages does Redis push to processes in a second?")
                                    .because(
                                            "Redis pushes to those who have subscribed. Nobody has, and it keeps nothing for later.")
                                    .whoeverSays(
                                            20,
                                            "that is what it pushes to five processes that have subscribed. The adapter of chapter 6 only"
                                                    + " publishes.")
                                    .whoeverSays(
                                            4,
                                            "four are published, and a message without a subscriber is gone at once.")
                                    .whoeverSays(16, "no process has subscribed, so there is nobody to push to."),
                            "four-emitters!ch06/adapter/redisDeliveriesPerSecond"),
                    new Prediction(
                            "ch07.change",
                            "Change one thing: the adapter subscribes to one channel, socket.io#/#, and delivers what comes to its clients."
                                    + " The four workers emit once a second to the room \"red\". One client is connected to one of them, and"
                                    + " is in that room.",
                            Question.asking("How many events does the client get in a second?")
                                    .because(
                                            "Only its own worker's, which needs no Redis. An emit to one room is published on a channel of that room.")
                                    .whoeverSays(
                                            4,
                                            "an emit to one room is published on a channel of that room, socket.io#/#red#, and nobody has"
                                                    + " subscribed to that one.")
                                    .whoeverSays(
                                            0,
                                            "its own worker's emit needs no Redis: the worker delivers to its own clients at once.")
                                    .whoeverSays(
                                            5,
                                            "an emit to one room is published on a channel of that room, and nobody has subscribed to that"
                                                    + " one, not even the sender."),
                            "to-red!ch07-exact/adapter/eventsEachPerSecond"),
                    new Prediction(
                            "ch07.break",
                            "Break one thing: the adapter of each namespace subscribes to a pattern, its namespace with a star behind it:"
                                    + " that of / to socket.io#/*, that of /chat to socket.io#/chat*. The master emits once a second in /chat."
                                    + " There are two clients, one in / at worker 1, and one in /chat at worker 2.",
                            Question.asking("How many events a second do the two clients get, together?")
                                    .because(
                                            "The client in /chat gets its own. The pattern of / matches socket.io#/chat# as well, so the client in / gets it, too.")
                                    .whoeverSays(
                                            1,
                                            "that would be right, and the client in / gets a copy, too: socket.io#/* matches socket.io#/chat#"
                                                    + " as well.")
                                    .whoeverSays(
                                            0, "the channel socket.io#/chat# matches socket.io#/chat*, so it arrives.")
                                    .whoeverSays(
                                            4,
                                            "there are two clients, and each gets what its worker delivers to its namespace."),
                            "chat-heartbeat!ch07-wide/adapter/eventsPerSecond")),
            1,
            "tutorial/chapters/07-who-hears-it.md",
            new Exercise(
                    "ch07/MyAdapter",
                    "Subscribe, and deliver to this server's clients what other servers publish. Deliver it to all of them for now,"
                            + " whatever rooms the message names.",
                    List.of(
                            "A subscription belongs where the adapter begins: in the constructor. One subscription is enough for all"
                                    + " channels of the namespace, those of single rooms included.",
                            "A name that may go on in any way is a pattern: prefix and a star. Only one of the two commands takes patterns."
                                    + " What arrives are the bytes that chapter 6 has made: decode them, and read the packet.",
                            "MemoryAdapter knows this server's clients. Its broadcast delivers and does not publish, and you reach it as"
                                    + " super, with the packet and BroadcastOptions.ALL."),
                    (answer, source) -> new Arrivals(Book.repository()).grade(source)));

    private static final Lesson TWICE = new Lesson(
            8,
            "Why twice?",
            List.of(
                    new Prediction(
                            "ch08",
                            "All five processes have the MyAdapter of chapter 7. The four workers emit once a second, to everybody. One"
                                    + " client is connected to worker 1.",
                            Question.asking("How many events does the client get in a second?")
                                    .because(
                                            "One from each of the others, and two copies of its own worker's: one at once, and one that Redis brings back.")
                                    .whoeverSays(
                                            4,
                                            "its own worker's event arrives a second time, because Redis brings it back to the worker that has"
                                                    + " published it.")
                                    .whoeverSays(
                                            8,
                                            "only its own worker's event arrives twice. Those of the others come by one path only, through Redis.")
                                    .whoeverSays(
                                            2,
                                            "those are the copies of its own worker's event. The other three workers emit, too.")
                                    .whoeverSays(16, "the client has one connection, to one worker."),
                            "four-emitters!ch07/adapter/eventsEachPerSecond"),
                    new Prediction(
                            "ch08.change",
                            "Change one thing: broadcast only publishes, and leaves the delivery to what comes back from Redis. The line"
                                    + " super.broadcast(packet, options) is gone from it. The four workers emit as before.",
                            Question.asking("How many events does the client get in a second?")
                                    .because(
                                            "Each event comes through Redis once, and so does that of its own worker. The chapter says what that costs.")
                                    .whoeverSays(
                                            3,
                                            "its own worker's event arrives as well: Redis brings it back, and now that is the only copy.")
                                    .whoeverSays(
                                            5,
                                            "the copy that was delivered at once is gone, and the one from Redis is left.")
                                    .whoeverSays(0, "each event still comes back from Redis, and is delivered then."),
                            "four-emitters!ch07-round-trip/adapter/eventsEachPerSecond"),
                    new Prediction(
                            "ch08.break",
                            "Break one thing: the adapter drops what carries its own server's name, as it should. But somebody has replaced"
                                    + " the random name by a fixed one, uid = \"myname\", in the one program that all processes run.",
                            Question.asking("How many events does the client get in a second?")
                                    .because(
                                            "Only its own worker's. Every message from Redis carries the name that every server takes for its own.")
                                    .whoeverSays(
                                            4,
                                            "every message from Redis carries the name that this worker takes for its own, so it drops all of"
                                                    + " them.")
                                    .whoeverSays(
                                            0,
                                            "its own worker's event is delivered at once, and does not come from Redis.")
                                    .whoeverSays(
                                            3,
                                            "it is the other way round: the others' are dropped, and its own worker's arrives."),
                            "four-emitters!ch08-one-name/adapter/eventsEachPerSecond")),
            1,
            "tutorial/chapters/08-why-twice.md",
            new Exercise(
                    "ch08/MyAdapter",
                    "In a cluster of this adapter, each event has to arrive once at every client, whoever emits. A local emit has to reach"
                            + " the server's own clients as before, without Redis.",
                    List.of(
                            "Which of the two copies can be spared? One of them is there at once, also when Redis is away, and also for a"
                                    + " local emit.",
                            "A message says whose it is, in its first element. Compare that before anything is delivered.",
                            "message.get(0) is a JsonNode; stringValue() makes a text of it. If the text equals uid, return and do"
                                    + " nothing. Texts are compared with equals, not with ==."),
                    (answer, source) -> new Echoes(Book.repository()).grade(source)));

    private static final Lesson ROOM = new Lesson(
            9,
            "Who is in the room?",
            List.of(
                    new Prediction(
                            "ch09",
                            "All five processes have the MyAdapter of chapter 8. There is a client at each of the four workers, and the one"
                                    + " at worker 2 has joined the room \"red\". Worker 1 emits to that room once a second.",
                            Question.asking("How many events a second do the four clients get, together?")
                                    .because(
                                            "Worker 1 knows its own client's rooms and spares it. The other workers deliver to everybody they have.")
                                    .whoeverSays(
                                            1,
                                            "so it should be. But workers 2, 3 and 4 deliver what comes from Redis to all of their clients: the"
                                                    + " adapter of chapter 8 does not look at the rooms in the message.")
                                    .whoeverSays(
                                            4,
                                            "worker 1 delivers its own emit by the rooms that its clients are in, and its client is not in red.")
                                    .whoeverSays(
                                            0,
                                            "Redis hands the message to every worker, and three of them deliver it."),
                            "red-at-two!ch08/adapter/eventsPerSecond"),
                    new Prediction(
                            "ch09.change",
                            "Change one thing: all processes have the real RedisAdapter. Of the four clients, only the one at worker 2 is"
                                    + " in the room. Worker 1 emits to it once a second.",
                            Question.asking("How many messages does Redis push to processes in a second?")
                                    .because(
                                            "One to each process. Redis does not know who is in which room, and neither does worker 1.")
                                    .whoeverSays(
                                            1,
                                            "Redis does not know who is in which room. Every process has subscribed to the whole namespace.")
                                    .whoeverSays(
                                            2,
                                            "Redis pushes to every process that has subscribed, not only to those with a member.")
                                    .whoeverSays(4, "the master has subscribed, too, and it gets a copy."),
                            "red-at-two/adapter/redisDeliveriesPerSecond"),
                    new Prediction(
                            "ch09.break",
                            "Break one thing: somebody wants to save these messages, and lets broadcast publish only if a client of this"
                                    + " server is in the room. \"If nobody is in it, why publish?\" Worker 1 emits to the room once a second,"
                                    + " and its only member is at worker 2.",
                            Question.asking("How many events a second do the four clients get, together?")
                                    .because(
                                            "Worker 1 has no member of the room, so it publishes nothing, and worker 2 never hears of it.")
                                    .whoeverSays(
                                            1,
                                            "worker 1 has no member of that room and publishes nothing. It does not know that worker 2 has one.")
                                    .whoeverSays(
                                            3, "nothing is published, so workers 2, 3 and 4 have nothing to deliver."),
                            "red-at-two!ch09-own-rooms/adapter/eventsPerSecond")),
            1,
            "tutorial/chapters/09-who-is-in-the-room.md",
            new Exercise(
                    "ch09/MyAdapter",
                    "Deliver what comes from other servers to those for whom it is meant: rooms and exceptions. What is for a single room"
                            + " that nobody on this server is in must not even be decoded.",
                    List.of(
                            "The third element of a message is its options, as chapter 6 has written them. MessageCodec reads what it"
                                    + " writes.",
                            "If there is a room in the name of a channel, it stands between prefix and the last #. hasRoom(room) says"
                                    + " whether a client of this server is in it.",
                            "At the beginning of onBroadcast: if the channel is longer than prefix, cut the prefix off, and the last letter."
                                    + " If hasRoom of the rest is false, return. Further down, hand readOptions of the third element to"
                                    + " super.broadcast in place of ALL."),
                    (answer, source) -> new RoomsOfAll(Book.repository()).grade(source)));

    private static final Lesson HOW_MANY = new Lesson(
            10,
            "How many are we?",
            List.of(
                    new Prediction(
                            "ch10",
                            "Four servers have the real RedisAdapter, and each of them has one client. The first server wants to know"
                                    + " how many clients there are in all: io.fetchSockets(…).",
                            Question.asking("How many messages are published for this one count?")
                                    .because(
                                            "One asks, and each of the three others responds with a message of its own.")
                                    .whoeverSays(
                                            1,
                                            "that is the request. Each of the others responds with a message of its own.")
                                    .whoeverSays(
                                            0,
                                            "a server knows its own clients only, and Redis knows of none. Somebody has to be asked.")
                                    .whoeverSays(3, "those are the responses. The request is a message, too.")
                                    .whoeverSays(
                                            2,
                                            "Redis makes the copies of the request, but each server responds by itself.")
                                    .whoeverSays(
                                            5,
                                            "the server that asks has its own clients at hand. It does not respond to itself."),
                            "count-none/published"),
                    new Prediction(
                            "ch10.change",
                            "Change one thing: the process of the last server is killed, and then the first one asks.",
                            Question.asking("How many clients is the caller told of?")
                                    .because(
                                            "Redis noticed that the connections have ended, so nobody waits for that server, and its client is gone.")
                                    .whoeverSays(
                                            4,
                                            "the killed server cannot respond any more, and nobody keeps a copy of what it knew.")
                                    .whoeverSays(
                                            0,
                                            "Redis noticed that its connections have ended, and says so when it is asked how many servers"
                                                    + " there are. Nobody waits for it.")
                                    .whoeverSays(1, "the other two respond, as before."),
                            "count-killed/clients"),
                    new Prediction(
                            "ch10.break",
                            "Break one thing: the process of the last server is not killed, but suspended, as by kill -STOP, a debugger, or a"
                                    + " machine that swaps. Its connections stay open. Then the first one asks.",
                            Question.asking("After how many seconds is the caller told something?")
                                    .because(
                                            "Redis counts the suspended server, so its response is waited for. The adapter's timeout ends that, with an error.")
                                    .whoeverSays(
                                            0,
                                            "the two others respond at once. But Redis counts the suspended server, too, so its response is"
                                                    + " waited for.")
                                    .whoeverSays(
                                            60,
                                            "nobody waits for a TCP connection here. The adapter has a timeout of its own.")
                                    .whoeverSays(30, "the adapter has a timeout of its own, which is shorter."),
                            "count-suspended/seconds")),
            1,
            "tutorial/chapters/10-how-many-are-we.md",
            new Exercise(
                    "ch10/MyAdapter",
                    "Write fetchSockets, which finds the clients of all servers. A server that has died must not be waited for, and one that"
                            + " does not respond ends the request after five seconds, with an error.",
                    List.of(
                            "How many responses are there to wait for? Redis knows how many servers listen to requests, and one of them is"
                                    + " you. If nobody but you listens, there is nothing to wait for.",
                            "When Redis has said how many servers there are, put a new Waiting into the map, by the id of its request, and"
                                    + " publish the request. onResponse looks up the id that a response names, ignores what is not there,"
                                    + " and counts down what is missing.",
                            "There are two ends: the last missing response, without an error, and the timer, with one. Whichever comes first"
                                    + " takes the request out of the map and cancels the timer. So the other one finds nothing to end."),
                    (answer, source) -> new Headcount().grade(source)));

    private static final Lesson A_REAL_ONE = new Lesson(
            11,
            "Is it a real one?",
            List.of(
                    new Prediction(
                            "ch11",
                            "One cluster, two kinds of servers: the first and the third have your MyAdapter of chapter 10, the second and"
                                    + " the fourth have the real RedisAdapter. Each has a client. The first server emits once, to everybody,"
                                    + " and then the second emits once.",
                            Question.asking("How many events do all clients get, together?")
                                    .because(
                                            "Both kinds publish the same bytes on the same channel, so nobody can tell who has published.")
                                    .whoeverSays(
                                            4,
                                            "that would be each kind among itself. But both publish the same bytes on the same channel, so each"
                                                    + " emit reaches all four clients.")
                                    .whoeverSays(2, "each of the two emits reaches every client, not one of them.")
                                    .whoeverSays(
                                            6, "each emit reaches the client of its own server, too, without Redis."),
                            "beside-ch10-emits/events"),
                    new Prediction(
                            "ch11.change",
                            "Change one thing: the second server, which has the real adapter, says io.socketsJoin(\"blue\"). All four clients"
                                    + " are to join that room, at whichever server they are.",
                            Question.asking("How many of the four clients are in the room then?")
                                    .because(
                                            "Those of the two real ones. Yours get the request, find that it is not of type 5, and ignore it.")
                                    .whoeverSays(
                                            4,
                                            "your servers get the request, but they carry out one type only, the count of chapter 10. They ignore"
                                                    + " this one, and say nothing.")
                                    .whoeverSays(1, "the other real adapter carries the request out as well.")
                                    .whoeverSays(0, "the two servers with the real adapter carry it out."),
                            "beside-ch10-join/joined"),
                    new Prediction(
                            "ch11.break",
                            "Break one thing: the second server asks for the rooms of the whole cluster, io.allRooms(…). All four servers are"
                                    + " alive and well.",
                            Question.asking("After how many seconds is it told something?")
                                    .because(
                                            "Your two servers are counted, and do not respond to this type. The timeout ends the request.")
                                    .whoeverSays(
                                            0,
                                            "your two servers have subscribed, so their responses are waited for. But they do not know this type"
                                                    + " of request.")
                                    .whoeverSays(1, "nothing else ends the request than the timeout of the adapter.")
                                    .whoeverSays(10, "the two missing responses are waited for at the same time."),
                            "beside-ch10-rooms/seconds")),
            1,
            "tutorial/chapters/11-is-it-a-real-one.md",
            new Exercise(
                    "ch11/MyAdapter",
                    "Carry out what others request: rooms, joining, leaving, disconnecting, and events between servers. Your responses are"
                            + " compared with Node's, byte for byte, and your servers run in one cluster with the real adapter.",
                    List.of(
                            "There are five cases to add to the switch, most of them a line. What MemoryAdapter does for this server's clients,"
                                    + " you reach as super; the same name without it would publish.",
                            "Two kinds of requests: those that change something are carried out by every server, the one that has sent them"
                                    + " included, when they come back to it. Those that ask something, or tell the others something, are ignored by"
                                    + " their sender.",
                            "ALL_ROOMS and SERVER_SIDE_EMIT look like FETCH: only if it is not own. JOIN, LEAVE and DISCONNECT have no such"
                                    + " condition and no response. The data of an event between servers is request.get(\"data\"), an ArrayNode."),
                    (answer, source) -> new BesideOthers(Book.repository()).grade(source)));

    /** All of them. */
    static final List<Lesson> ALL = List.of(IN_REDIS, WHO_HEARS, TWICE, ROOM, HOW_MANY, A_REAL_ONE);

    private BuildLessons() {}
}
