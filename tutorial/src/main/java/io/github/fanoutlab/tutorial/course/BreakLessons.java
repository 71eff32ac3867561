package io.github.fanoutlab.tutorial.course;

import io.github.fanoutlab.tutorial.exercise.Exercise;
import io.github.fanoutlab.tutorial.exercise.Rejoin;
import io.github.fanoutlab.tutorial.exercise.Routing;
import io.github.fanoutlab.tutorial.exercise.Schedules;
import io.github.fanoutlab.tutorial.exercise.StoreGrowth;
import io.github.fanoutlab.tutorial.exercise.StreamTrial;
import io.github.fanoutlab.tutorial.exercise.Subscribing;
import io.github.fanoutlab.tutorial.exercise.SubscriptionPlan;
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
                            "Break one thing: the clients poll, and the balancer gives each a cookie that names its worker. Between the"
                                    + " third heartbeat and the fourth, the worker of client 1 dies, and nobody starts it again.",
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
                            "Give it a cookie with the worker's name. When a request brings the cookie, go there. When it brings none"
                                    + " (the text is empty, not null), take the workers in turn, as the starter does.",
                            "The worker that a cookie names may have died. If it is not among the workers that listen, take another, and"
                                    + " set the cookie anew. Keep the name in it, not a place in the list: places change."),
                    (answer, source) -> new Routing().grade(Exercise.fresh(answer, Routing.Router.class))));

    private static final Lesson HANDSHAKE = new Lesson(
            13,
            "A refused handshake",
            List.of(
                    new Prediction(
                            "ch13",
                            "A client of 0.9.17 is handshaken at worker W1 and opens its WebSocket at worker W2. W1 publishes the new"
                                    + " session, and then responds to the client. Seven messages are on their way, and there are 90"
                                    + " orders in which they can arrive: what is sent over one connection keeps its order, and nothing"
                                    + " arrives before it is sent.",
                            Question.asking("In how many of the 90 orders is the client refused? (A guess is welcome.)")
                                    .because(
                                            "W2 refuses it whenever the client's request is faster than the news from W1, and nothing holds that back.")
                                    .whoeverSays(
                                            0,
                                            "W1 publishes first, and responds then. But these are two connections, and what was sent first need"
                                                    + " not arrive first.")
                                    .whoeverSays(1, "there are many more ways to be late.")
                                    .whoeverSays(
                                            45,
                                            "both paths to W2 have two steps, and those alone would make it half. But the reply and the echo, too,"
                                                    + " come only after the PUBLISH, so that is early in more of the orders, and the news with it.")
                                    .whoeverSays(90, "if the news is at W2 before the client is, all is well."),
                            "handshake-0.9.17/refused"),
                    new Prediction(
                            "ch13.change",
                            "Change one thing: the version is 0.9.16, in which W1 responds to the client first and publishes the session"
                                    + " afterwards. 0.9.17 turned that round, to mend it.",
                            Question.asking("In how many of the 90 orders is the client refused?")
                                    .because(
                                            "The two messages leave in one turn, over two connections. Which was written first does not change what can arrive first.")
                                    .whoeverSays(
                                            90,
                                            "W2 can still have the news in time: the client needs two more messages until it asks W2.")
                                    .whoeverSays(
                                            52,
                                            "what W1 writes first, in one and the same turn, need not arrive first.")
                                    .whoeverSays(
                                            45,
                                            "what W1 writes first, in one and the same turn, need not arrive first."),
                            "handshake-0.9.16/refused"),
                    new Prediction(
                            "ch13.break",
                            "Break one thing: the balancer takes the WebSocket to W1 as well, where the handshake was.",
                            Question.asking("In how many of the 90 orders is the client refused?")
                                    .because(
                                            "W1 has known the session since before it responded. Nobody has to be told.")
                                    .whoeverSays(38, "W1 made the session itself. It does not wait for its own news.")
                                    .whoeverSays(1, "W1 knew the session before the client did, in every order."),
                            "handshake-sticky/refused")),
            1,
            "tutorial/chapters/13-a-refused-handshake.md",
            new Exercise(
                    "Ex13",
                    "You are the network. Find the shortest order of arrival in which the client is refused; then one in which it is refused"
                            + " although Redis knows; then one in which it is accepted although it was faster.",
                    List.of(
                            "Begin with the REQUEST alone and save. The answer names what can arrive next. Which of these does W2 need,"
                                    + " and which does the client need?",
                            "What decides is W2: does the NEWS or the UPGRADE arrive there first? For each, write down what has to"
                                    + " arrive before it can. Everything else can be left out.",
                            "The client needs the REQUEST at W1 and the RESPONSE before its UPGRADE. The NEWS needs the PUBLISH at Redis."
                                    + " The second and the third order differ in where the PUBLISH stands, and in whether the NEWS follows."),
                    (answer, source) -> new Schedules().grade((Schedules.Answer) answer)));

    private static final Lesson WORKER_DIES = new Lesson(
            14,
            "A worker dies",
            List.of(
                    new Prediction(
                            "ch14",
                            "Four workers of 1.0+ with one client each, and each client knows the address of its own worker only. The"
                                    + " master emits ten heartbeats, one a second. Between the third and the fourth, the process of worker"
                                    + " W3 is killed. Two seconds later it is started again.",
                            Question.asking("How many heartbeats do the clients miss, all four together?")
                                    .because(
                                            "Two came while W3 was dead, and one while its client waited to try again. The other clients miss nothing.")
                                    .whoeverSays(
                                            0,
                                            "nobody keeps an emit for a worker that is dead. Redis hands it to those that are subscribed at"
                                                    + " that moment, and forgets it.")
                                    .whoeverSays(
                                            2,
                                            "two came while the worker was dead, and one more came before its client had tried again: it waits"
                                                    + " a second or two between its tries.")
                                    .whoeverSays(
                                            8, "the three other workers live, and so do their clients' connections.")
                                    .whoeverSays(
                                            12, "the three other workers live, and so do their clients' connections.")
                                    .whoeverSays(7, "W3 starts again, and its client comes back to it."),
                            "heartbeat;adapter;kill:W3@3.2s+2s/missed"),
                    new Prediction(
                            "ch14.change",
                            "Change one thing: the clients connect to a load balancer, which hands each connection to the next worker that"
                                    + " listens. W3 is killed as before, and nobody starts it again.",
                            Question.asking("How many heartbeats do the clients miss, all four together?")
                                    .because(
                                            "The client notices at once that its connection is reset, and its first try leads to a worker that lives.")
                                    .whoeverSays(
                                            0, "the client has to connect again, and that takes it about a second.")
                                    .whoeverSays(
                                            2,
                                            "its first try comes after about a second, and only one heartbeat falls into that time.")
                                    .whoeverSays(
                                            3,
                                            "it does not have to wait for W3: its first try leads to another worker.")
                                    .whoeverSays(
                                            7,
                                            "its client is not bound to W3. The balancer takes it to another worker."),
                            "heartbeat;adapter;balancer=round-robin;kill:W3@3.2s/missed"),
                    new Prediction(
                            "ch14.break",
                            "Break one thing: it is not the process that dies but the machine. Its power goes, and nobody is told: no"
                                    + " connection is closed. The balancer is as before.",
                            Question.asking("How many heartbeats do the clients miss, all four together?")
                                    .because(
                                            "A connection to a machine without power looks like one over which nothing is sent. Only the heartbeat tells.")
                                    .whoeverSays(
                                            1,
                                            "a process that is killed closes its connections. A machine without power closes nothing, and the"
                                                    + " client waits for a server that does not exist.")
                                    .whoeverSays(0, "nobody keeps an emit for a client that is not there.")
                                    .whoeverSays(
                                            3,
                                            "the client notices by the ping that does not come, and it waits for that for 45 seconds."),
                            "heartbeat;adapter;balancer=round-robin;crash:W3@3.2s/missed")),
            1,
            "tutorial/chapters/14-a-worker-dies.md",
            new Exercise(
                    "Ex14",
                    "Write a client that reads the news from a room. Its worker dies, and it connects again by itself. It has to be back in"
                            + " its room, and to know exactly how many news items never reached it.",
                    List.of(
                            "To the new worker the client is a new socket, in no room. The client knows when it is connected, each"
                                    + " time: client.onConnect. And for the count: what do the numbers tell that did not arrive?",
                            "Keep the numbers of each desk by themselves. What lies between the smallest and the largest of a desk"
                                    + " and is not there was missed. Some numbers arrive twice, and some arrive late.",
                            "A Map from the desk to a TreeSet of its numbers: copies do not matter to a set, and neither does the order. At"
                                    + " the end, for each desk: last minus first plus one is how many there were, and size how many came."),
                    (answer, source) -> new Rejoin().grade(Exercise.fresh(answer, Rejoin.MyClient.class))));

    private static final Lesson REDIS_AWAY = new Lesson(
            15,
            "Redis goes away and comes back",
            List.of(
                    new Prediction(
                            "ch15",
                            "A master and four workers of 1.0+, one client each. The master emits ten heartbeats, one a second. Between"
                                    + " two of them, the third and the fourth, Redis is restarted. Three tenths of a second later it is"
                                    + " there again, and remembers nothing of what was before.",
                            Question.asking("How many of the ten does each client get?")
                                    .because(
                                            "Every server keeps a list of what it has subscribed to, and asks for all of it as soon as Redis is back.")
                                    .whoeverSays(
                                            3,
                                            "Redis has forgotten the subscriptions, and the servers have not. Each asks for all of its own again"
                                                    + " when its connection is back.")
                                    .whoeverSays(
                                            9,
                                            "Redis was away between two heartbeats. Nothing was on its way that could get lost.")
                                    .whoeverSays(4, "the servers subscribe again when their connections are back.")
                                    .whoeverSays(
                                            0,
                                            "the first three came before that, and later the servers subscribe again."),
                            "heartbeat;adapter;restart:redis@3.5s+300ms/eventsOf-C1"),
                    new Prediction(
                            "ch15.change",
                            "Change one thing: Redis is away for two seconds, and two heartbeats fall into that time. What the master publishes"
                                    + " meanwhile waits in the master and is sent when its connection is back.",
                            Question.asking("How many heartbeats do the clients miss, all four together?")
                                    .because(
                                            "The master was back before two of the workers were, and published to those who had subscribed by then.")
                                    .whoeverSays(
                                            0,
                                            "what waited is published as soon as the master is back. Has every worker subscribed again by then?")
                                    .whoeverSays(
                                            8,
                                            "the two are not lost: they waited. But they were published when some workers had not subscribed"
                                                    + " again, and one more after them.")
                                    .whoeverSays(4, "two workers were late, and each of their clients missed three."),
                            "heartbeat;adapter;restart:redis@3.5s+2s/missed"),
                    new Prediction(
                            "ch15.break",
                            "Break one thing: Redis is well. But the connection on which worker W2 has subscribed dies, between the third"
                                    + " heartbeat and the fourth, and neither end is told: a firewall has forgotten it. It stays so for twenty"
                                    + " seconds.",
                            Question.asking("How many heartbeats do the clients miss, all four together?")
                                    .because(
                                            "To subscribe again one has to know that the connection is dead, and W2 does not know.")
                                    .whoeverSays(
                                            0,
                                            "W2 would subscribe again if it knew. To it, the connection is up and nobody says anything.")
                                    .whoeverSays(1, "nobody tells W2, so it does not begin anew.")
                                    .whoeverSays(
                                            28, "the other workers have connections of their own, which are well."),
                            "heartbeat;adapter;silence:W2.sub@3.5s+20s/missed")),
            1,
            "tutorial/chapters/15-redis-goes-away.md",
            new Exercise(
                    "Ex15",
                    "Write the subscribing side of a server, over a bare connection that knows nothing of retries or subscriptions. It hears"
                            + " again whatever happens to Redis or the connection. It notices within two beats of a second that a"
                            + " subscription is silent, and it gives up no connection that works.",
                    List.of(
                            "Keep the channels that were asked for in a list of your own. What has to be done with it when a connection is"
                                    + " up, and what has to be done when it is down? (Give Redis 200 ms between two tries.)",
                            "Silence looks the same as nothing being said. So make sure that something is said: subscribe to a channel of"
                                    + " your own, and publish on it once a second.",
                            "Remember redis.now() in onMessage, and also in onUp. Once a second, look how long that was ago: more than two"
                                    + " seconds are two beats, so hang up. What onDown and onUp do then, you have already."),
                    (answer, source) -> new Subscribing().grade(Exercise.fresh(answer, Subscribing.Subscriber.class))));

    private static final Lesson STORE = new Lesson(
            16,
            "What is left of a hundred clients?",
            List.of(
                    new Prediction(
                            "ch16",
                            "Two workers of 0.9.16 with their RedisStores. A hundred clients connect to worker W1, one after the other,"
                                    + " and each disconnects again. Most say goodbye, and some are cut off. Then more than a minute"
                                    + " passes. Nobody is connected any more.",
                            Question.asking("How many of these sessions does the other worker, W2, remember?")
                                    .because(
                                            "Every handshake is told to every worker. That a session is over is told to nobody.")
                                    .whoeverSays(
                                            0,
                                            "W2 never had one of these clients, but it was told of each handshake, so that it could serve the"
                                                    + " session. Nobody tells it that the session is over.")
                                    .whoeverSays(
                                            50, "every worker is told of every handshake: they do not share them out.")
                                    .whoeverSays(
                                            10,
                                            "it makes no difference whether a client says goodbye or is cut off: W1 forgets it, and W2 is"
                                                    + " not told."),
                            "store-0.9.16/W2-sessions"),
                    new Prediction(
                            "ch16.change",
                            "Change one thing: W1 now emits ten events to everybody. Still nobody is connected.",
                            Question.asking("How many packets does W2 keep because of these ten?")
                                    .because(
                                            "W2 believes that a hundred clients are between two connections, and keeps each event for each of them.")
                                    .whoeverSays(
                                            0,
                                            "W2 believes that these clients may come back, so it keeps what they miss.")
                                    .whoeverSays(10, "it keeps a copy for each session that it remembers.")
                                    .whoeverSays(100, "it keeps ten for each session that it remembers."),
                            "store-emits-0.9.16/W2-packets"),
                    new Prediction(
                            "ch16.break",
                            "Break one thing: the version is 0.9.17, which does publish the end of each session. A hundred clients are"
                                    + " connected to W1 when its process is killed. An hour passes.",
                            Question.asking("How many sessions does W2 remember?")
                                    .because(
                                            "The worker that notices the end of a session publishes it, and that worker is dead.")
                                    .whoeverSays(
                                            0,
                                            "the end of a session is published by the worker that notices it. That one was killed, and"
                                                    + " nobody does it in its place.")
                                    .whoeverSays(50, "every worker was told of every handshake."),
                            "store-killed-0.9.17/W2-sessions")),
            1,
            "tutorial/chapters/16-what-is-left.md",
            new Exercise(
                    "Ex16",
                    "Stop the leak of 0.9.16 from the outside, in the program of a worker. However many sessions have come and gone,"
                            + " neither the workers' tables nor the channels in Redis may grow.",
                    List.of(
                            "A worker learns of others' sessions from messages only. Who knows that a session is over, and when? A handler"
                                    + " of \"disconnect\" does. What could it tell the others?",
                            "Every worker listens on the channel disconnect, forgets the session whose id comes there, and unsubscribes. No"
                                    + " version of 0.9 ever publishes on it. store.publish(Channel.…, …) takes the arguments as an"
                                    + " array.",
                            "Then look at the channels that are left: the worker with the client subscribes to two that belong to the client,"
                                    + " MESSAGE_REMOTE and DISCONNECT_REMOTE, and keeps them. The store has unsubscribe(channel, id, …) as"
                                    + " well."),
                    (answer, source) -> new StoreGrowth().grade(Exercise.fresh(answer, StoreGrowth.Answer.class))));

    private static final Lesson HUNDRED = new Lesson(
            17,
            "From four servers to a hundred",
            List.of(
                    new Prediction(
                            "ch17",
                            "Four servers of 1.0+ with the Redis adapter. Each emits one message a second to a room of its own, whose two"
                                    + " members are clients of two of the servers. Redis then pushes 16 messages a second to servers."
                                    + " Now there are a hundred servers, and each does the same.",
                            Question.asking("How many messages a second does Redis push to servers, all together?")
                                    .because(
                                            "A hundred emits go to a hundred servers each: every server is subscribed to every room's messages.")
                                    .whoeverSays(
                                            400,
                                            "25 times as many servers are 25 times as many emits, and each goes to 25 times as many servers.")
                                    .whoeverSays(
                                            200,
                                            "Redis knows nothing of who is in a room. Every server has subscribed to all rooms of the"
                                                    + " namespace, and finds out by itself.")
                                    .whoeverSays(100, "each emit is pushed to every server that has subscribed.")
                                    .whoeverSays(
                                            1600,
                                            "that is what a hundred servers get from 16 emits. How many emit here?"),
                            "cost-rooms/messages"),
                    new Prediction(
                            "ch17.change",
                            "Change one thing: the hundred servers have the sharded adapter, in which each room has a channel of its own and"
                                    + " a server subscribes to the rooms of its clients.",
                            Question.asking("How many messages a second does Redis push to servers?")
                                    .because(
                                            "Each room has members at two servers, and only these two have subscribed to its channel.")
                                    .whoeverSays(10000, "now Redis knows which servers want a room's messages.")
                                    .whoeverSays(
                                            100,
                                            "two servers have a member of each room, the emitting one among them, and both have subscribed.")
                                    .whoeverSays(2, "that is one of the hundred rooms.")
                                    .whoeverSays(400, "each emit is pushed to the two servers that have a member."),
                            "cost-sharded/messages"),
                    new Prediction(
                            "ch17.break",
                            "Break one thing: the hundred servers keep the sharded adapter, and each emits to everybody, once a second.",
                            Question.asking("How many messages a second does Redis push to servers?")
                                    .because(
                                            "Everybody wants it, so every server has to get it, whatever the channels are.")
                                    .whoeverSays(200, "everybody is at a hundred servers.")
                                    .whoeverSays(
                                            100, "a hundred servers emit, and each emit goes to a hundred servers."),
                            "cost-everybody/messages")),
            1,
            "tutorial/chapters/17-to-a-hundred.md",
            new Exercise(
                    "Ex17",
                    "Say which room has which channel. Twelve servers carry 24 games of four players each, who sit at four servers. Redis may"
                            + " push 800 messages a second at most, and the servers may have 130 subscriptions, all together.",
                    List.of(
                            "There are three kinds of rooms: everybody, games, and the room of a single socket. Ask of each: how many servers"
                                    + " want its messages, and how often is it spoken to?",
                            "A game is spoken to often and lives on four of twelve servers: it is worth a channel. A socket's own room"
                                    + " lives on one server and is hardly ever spoken to, and there are 96 of them.",
                            "Only rooms whose names begin with game- get channels of their own. All others share the one that every server"
                                    + " has anyway."),
                    (answer, source) -> new SubscriptionPlan().grade((SubscriptionPlan.Plan) answer)));

    private static final Lesson PROMISE = new Lesson(
            18,
            "Can it be promised that nothing is lost?",
            List.of(
                    new Prediction(
                            "ch18",
                            "A master and four workers have an adapter on a Redis stream: what a server emits is added to the end of the"
                                    + " stream, and each server reads on from where it stopped. The master emits ten heartbeats, one a"
                                    + " second. Between the third and the fourth, all connections of worker W2 to Redis die, for some"
                                    + " seconds, and several heartbeats fall into that time. Neither end is told.",
                            Question.asking("How many heartbeats do the clients miss, all four together?")
                                    .because(
                                            "They are in the stream, and W2 reads on from where it stopped. Its client gets them late.")
                                    .whoeverSays(
                                            3,
                                            "that is what they miss with channels. A stream keeps what was added, and W2 knows where it"
                                                    + " stopped.")
                                    .whoeverSays(7, "the connections come back, and W2 reads on from where it stopped.")
                                    .whoeverSays(
                                            12,
                                            "the other workers have connections of their own, and W2 reads on later."),
                            "stream-silence/missed"),
                    new Prediction(
                            "ch18.change",
                            "Change one thing: Redis is restarted, is away for two seconds, and comes back empty, without the stream. With"
                                    + " channels, the clients missed 6 in chapter 15. The servers have the adapter on a stream.",
                            Question.asking("How many heartbeats do the clients miss, all four together?")
                                    .because(
                                            "What was in the stream had been read already. What came later waited in the master and was added to a new one.")
                                    .whoeverSays(
                                            6,
                                            "a worker that comes back later than the master finds in the new stream what it has added.")
                                    .whoeverSays(
                                            8,
                                            "the two heartbeats that waited in the master are added when Redis is back, and read by all.")
                                    .whoeverSays(
                                            40, "what is gone with the old stream had been read by all long before."),
                            "stream-restart/missed"),
                    new Prediction(
                            "ch18.break",
                            "Break one thing: all servers and Redis are well, and have the adapter on a stream. This time the connection of"
                                    + " client C2 to its worker is cut, between the third heartbeat and the fourth. It takes C2 until after the"
                                    + " sixth to get in again.",
                            Question.asking("How many heartbeats do the clients miss, all four together?")
                                    .because(
                                            "They are in the stream, and W2 has read them. It had no client then, and nobody asked again.")
                                    .whoeverSays(
                                            0,
                                            "the stream has them, but W2 has read on. Somebody would have to say where C2 stopped.")
                                    .whoeverSays(1, "it was away for three heartbeats.")
                                    .whoeverSays(12, "the three others had their connections all the time."),
                            "stream-client/missed")),
            1,
            "tutorial/chapters/18-a-promise.md",
            new Exercise(
                    "ch18/MyAdapter",
                    "Make your adapter read a stream. Connections to Redis break, die silently and are late, and servers stand still. Every"
                            + " client that keeps its own connection has to get everything, once and in order.",
                    List.of(
                            "Look at what the starter asks for each time: the end of the stream, now. What is added between two of these"
                                    + " questions?",
                            "Ask for the end once, when the server starts. From then on, read after the last entry that you have delivered. So"
                                    + " the adapter needs a field.",
                            "Set that field to each entry's id before you deliver it. If read answers with null, read again from the same"
                                    + " place; if last answers with null, ask it again. In both cases nothing has been lost yet."),
                    (answer, source) -> new StreamTrial().grade(source)));

    /** All of them. */
    static final List<Lesson> ALL =
            List.of(SESSION_ID_UNKNOWN, HANDSHAKE, WORKER_DIES, REDIS_AWAY, STORE, HUNDRED, PROMISE);

    private BreakLessons() {}
}
