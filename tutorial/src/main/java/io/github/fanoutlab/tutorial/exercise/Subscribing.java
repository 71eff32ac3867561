package io.github.fanoutlab.tutorial.exercise;

import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.platform.redis.RedisDialer;
import io.github.fanoutlab.platform.redis.RedisReply;
import io.github.fanoutlab.simulator.check.Cause;
import io.github.fanoutlab.simulator.mine.Compilation;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.stage.SimStage;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.World;
import io.github.fanoutlab.tutorial.lesson.Grade;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The grader of chapter 15: the reader writes the subscribing side of a server over a bare connection, which knows nothing of
 * retries or subscriptions. Somebody else publishes news; Redis goes away, or the connection breaks, or dies silently, or
 * nobody publishes anything for some seconds.
 */
public final class Subscribing {

    /** What the reader writes; called in the turns of one server. */
    public interface Subscriber {

        /** The server has started. */
        void begin(Redis redis);

        /** The adapter wants what is published on this channel from now on, whether Redis is there or not. */
        void subscribe(String channel);

        /** A connection is up, after {@link Redis#dial}. Redis knows of no subscription on it. */
        void onUp();

        /** There is no connection any more, or none came about, whoever ended it. */
        void onDown();

        /** A message has arrived on a channel that is subscribed to. */
        void onMessage(String channel);
    }

    /** A bare connection to Redis that subscribes, and a clock. */
    public interface Redis {

        /** Opens a connection, if there is none. {@link Subscriber#onUp} or {@link Subscriber#onDown} comes later. */
        void dial();

        /** Ends the connection. {@link Subscriber#onDown} comes later. */
        void hangUp();

        /** Subscribes, on the connection that is up; without one it does nothing. */
        void subscribe(String channel);

        /** Publishes, over another connection, which looks after itself. */
        void publish(String channel);

        /** Milliseconds since the server started. */
        long now();

        /** Calls {@code task} after so many milliseconds. */
        void after(long millis, Runnable task);

        /** Calls {@code task} once a period. */
        void every(long millis, Runnable task);
    }

    private enum Trouble {
        CALM("Nothing fails"),
        CUT("The connection is reset"),
        AWAY("Redis goes away, and comes back empty"),
        LATE("Redis goes away, and a channel is asked for meanwhile"),
        SLOW("What Redis sends is late by 900 ms"),
        SILENT("The connection dies, and neither end is told"),
        QUIET("Nobody else publishes anything for five seconds");

        private final String words;

        Trouble(String words) {
            this.words = words;
        }
    }

    private static final String DIALS = "dials";
    private static final String FIRST = "news";
    private static final String SECOND = "sports";
    private static final long MILLI = 1_000;
    private static final long FAULT_AT = 4_000;
    private static final long FAULT_MILLIS = 1_500;
    private static final long SILENT_MILLIS = 10_000;
    private static final long QUIET_MILLIS = 5_000;
    private static final long END = 18_000;

    /** Two beats of a second that do not come, noticed at the next. */
    private static final long NOTICED_WITHIN = 3_100;

    private static final int SEEDS = 10;

    /** Judges a subscriber, of which {@code fresh} makes one for each run. */
    public Grade grade(Supplier<Subscriber> fresh) {
        for (Trouble kind : Trouble.values()) {
            for (int seed = 1; seed <= SEEDS; seed++) {
                Play play = new Play(fresh.get(), kind, seed);
                Problem problem = play.problem();
                if (problem != null) {
                    return play.shown(problem.cause).notYet(kind.words + ". " + problem.words);
                }
            }
        }
        return Grade.right(
                "It hears again after everything that can happen to it, it notices silence within two beats, and it"
                        + " gives up no connection that works: " + SEEDS * Trouble.values().length + " runs.");
    }

    private record Moment(long millis, String words) {}

    private record Problem(String words, String cause) {}

    /** One server and one run. */
    private static final class Play implements Redis, RedisDialer.Listener {

        private final Subscriber mine;
        private final Trouble kind;
        private final SimStage stage;
        private final World world;
        private final SimNode node;
        private final List<Moment> moments = new ArrayList<>();
        private final List<Moment> heard = new ArrayList<>();
        private RedisDialer dialer;
        private RedisDialer.Link link;
        private boolean up;
        private RedisConnection pub;
        private RuntimeException thrown;
        private boolean quiet;
        private boolean hearsItself;
        private final Set<String> subscribed = new LinkedHashSet<>();
        private final Set<String> published = new LinkedHashSet<>();
        private long hungUpMillis = -1;
        private long faultMillis;

        Play(Subscriber mine, Trouble kind, int seed) {
            this.mine = mine;
            this.kind = kind;
            this.stage = new SimStage(RedisDialect.usual(Generation.ADAPTER), seed);
            this.world = stage.world();
            this.node = world.node("W1");
            play();
        }

        private void play() {
            SimNode other = world.node("W2");
            RedisConnection[] news = new RedisConnection[1];
            stage.inTurnOf("W2", "start", () -> {
                news[0] = other.createRedisClient("pub", World.REDIS_URL);
                news[0].connect();
                other.loop().every(250, () -> {
                    if (quiet) {
                        return;
                    }
                    news[0].send(RedisCommand.of("PUBLISH", FIRST, "news"), reply -> {});
                    news[0].send(RedisCommand.of("PUBLISH", SECOND, "news"), reply -> {});
                });
            });
            stage.inTurnOf("W1", "start", () -> {
                pub = node.createRedisClient("pub", World.REDIS_URL);
                pub.connect();
                dialer = node.redis(World.REDIS_URL);
                call(() -> mine.begin(this));
                call(() -> mine.subscribe(FIRST));
            });
            until(FAULT_AT + world.random("phase").nextBetween(0, 900));
            switch (kind) {
                case CUT -> world.faults().cut("W1", "redis1");
                case AWAY, LATE -> world.redis().restart(FAULT_MILLIS * MILLI);
                case SLOW -> world.faults().stall("W1", "redis1", 900 * MILLI);
                case SILENT -> world.faults().silence("W1", "redis1", SILENT_MILLIS * MILLI);
                case QUIET -> {
                    quiet = true;
                    world.at(world.nowMicros() + QUIET_MILLIS * MILLI, "script", () -> quiet = false);
                }
                default -> {
                    // Calm.
                }
            }
            faultMillis = now();
            until(now() + 500);
            stage.inTurnOf("W1", "another room", () -> call(() -> mine.subscribe(SECOND)));
            until(END);
        }

        private void until(long millis) {
            world.runUntil(millis * MILLI);
        }

        private void call(Runnable task) {
            try {
                task.run();
            } catch (RuntimeException e) {
                thrown = thrown == null ? e : thrown;
            }
        }

        private void note(String words) {
            moments.add(new Moment(now(), words));
            node.record(Kind.EMIT, "", "", words);
        }

        @Override
        public void dial() {
            if (link == null) {
                note(DIALS);
                link = dialer.dial(this);
            }
        }

        @Override
        public void hangUp() {
            if (link != null) {
                note("hangs up");
                hungUpMillis = hungUpMillis < 0 ? now() : hungUpMillis;
                link.close();
                link = null;
                up = false;
                node.loop().execute(() -> call(mine::onDown));
            }
        }

        @Override
        public void subscribe(String channel) {
            if (up) {
                subscribed.add(channel);
                link.write(List.of(RedisCommand.of("SUBSCRIBE", channel)));
            }
        }

        @Override
        public void publish(String channel) {
            published.add(channel);
            pub.send(RedisCommand.of("PUBLISH", channel, "beat"), reply -> {});
        }

        @Override
        public long now() {
            return world.nowMicros() / MILLI;
        }

        @Override
        public void after(long millis, Runnable task) {
            node.loop().schedule(millis, () -> call(task));
        }

        @Override
        public void every(long millis, Runnable task) {
            node.loop().every(millis, () -> call(task));
        }

        @Override
        public void onUp() {
            up = true;
            note("up");
            call(mine::onUp);
        }

        @Override
        public void onReply(RedisReply reply) {
            if (reply instanceof RedisReply.Multi multi && "message".equals(text(multi, 0))) {
                String channel = text(multi, 1);
                if (isNews(channel)) {
                    heard.add(new Moment(now(), channel));
                } else {
                    hearsItself = true;
                }
                call(() -> mine.onMessage(channel));
            }
        }

        private static String text(RedisReply.Multi multi, int item) {
            return multi.items().get(item) instanceof RedisReply.Bulk bulk
                    ? new String(bulk.bytes(), StandardCharsets.UTF_8)
                    : "";
        }

        @Override
        public void onDown(String reason) {
            link = null;
            up = false;
            note("down: " + reason);
            call(mine::onDown);
        }

        private boolean hearsAtEnd(String channel) {
            return heard.stream().anyMatch(each -> each.words.equals(channel) && each.millis > END - 600);
        }

        private long dials() {
            return moments.stream().filter(moment -> moment.words.equals(DIALS)).count();
        }

        /** What is wrong in this run; null if nothing is. */
        Problem problem() {
            if (thrown != null) {
                return new Problem(
                        "Your code threw " + thrown + Compilation.placeIn("Ex15.java", thrown) + ".",
                        "W1 stops in the middle of a turn");
            }
            boolean before = heard.stream().anyMatch(each -> each.millis < FAULT_AT);
            if (!before) {
                return new Problem(
                        "It hears nothing, not even at first. A channel can be subscribed to when the connection is up: which"
                                + " were asked for until then?",
                        "nothing is subscribed to when the connection is up");
            }
            boolean givesUp = hungUpMillis >= 0 || dials() > 1;
            if (published.stream().anyMatch(Play::isNews)) {
                return new Problem(
                        "It publishes on a channel for news. Whoever has subscribed to that takes its beats for news: it needs a"
                                + " channel of its own.",
                        "W1 publishes on a channel of others");
            }
            published.removeAll(subscribed);
            if (hungUpMillis >= 0 && !published.isEmpty()) {
                String channel = published.iterator().next();
                return new Problem(
                        "It publishes on " + channel + ", hears nothing of that, and hangs up. Who has subscribed to "
                                + channel + "?",
                        "W1 has not subscribed to what it publishes");
            }
            if (kind == Trouble.QUIET && givesUp && !hearsItself) {
                return new Problem(
                        "It takes a quiet evening for a dead connection, and gives up one that works. If others say nothing,"
                                + " who makes sure that something is said? What could it send to itself, and expect back?",
                        "W1 takes silence for a dead connection");
            }
            if ((kind == Trouble.CALM || kind == Trouble.SLOW || kind == Trouble.QUIET) && givesUp) {
                return new Problem(
                        "It gives up a connection that works. How long may a beat take, before it means something?",
                        "W1 waits less than a beat may take");
            }
            if (kind == Trouble.SILENT) {
                if (hungUpMillis < 0) {
                    return new Problem(
                            "It hears nothing any more, and does not notice. Nobody will tell it. What could it send to itself, and"
                                    + " expect back?",
                            Cause.DIED_SILENTLY.words());
                }
                if (hungUpMillis - faultMillis > NOTICED_WITHIN) {
                    return new Problem(
                            "It notices the silence after " + (hungUpMillis - faultMillis)
                                    + " ms. Two beats of a second are enough: remember when you heard the last one.",
                            "W1 waits longer than two beats");
                }
            }
            if (dials() > 60) {
                return new Problem(
                        "It dialed " + dials() + " times. Give Redis a moment between two tries: redis.after(200, …).",
                        "W1 dials without a pause");
            }
            if (!hearsAtEnd(FIRST)) {
                return dials() == 1
                        ? new Problem(
                                "It never dials again. Who is told that the connection is down?",
                                "W1 has no connection any more")
                        : new Problem(
                                "It is connected again, and hears nothing. To Redis it is a new connection, without subscriptions.",
                                Cause.SUBSCRIPTION_LOST.words());
            }
            if (!hearsAtEnd(SECOND)) {
                return new Problem(
                        "It hears " + FIRST + " again, but not " + SECOND
                                + ", which was asked for later. When Redis was away, where was that kept?",
                        SECOND + " is forgotten with the connection on which it was asked for");
            }
            return null;
        }

        /** What happened to the connection, and what was heard: the first message after each change. */
        OneRun shown(String cause) {
            Trace trace = world.trace();
            Map<String, Long> subscribers = new HashMap<>();
            Set<Long> told = new HashSet<>();
            boolean waits = false;
            long from = kind == Trouble.CALM ? 0 : FAULT_AT * MILLI;
            for (TraceEvent event : trace.events()) {
                boolean changes = switch (event.kind()) {
                    case EMIT, FAULT -> !event.text().equals(DIALS);
                    case REDIS_HANDLED ->
                        event.name().equals("SUBSCRIBE")
                                || isNews(event.channel())
                                        && !Long.valueOf(event.number())
                                                .equals(subscribers.put(event.channel(), event.number()));
                    case LOST, REDIS_PUSH ->
                        waits
                                && event.lane().equals("W1")
                                && (event.kind() == Kind.LOST || event.isMessage() && isNews(event.channel()));
                    default -> false;
                };
                if (changes) {
                    if (event.timeMicros() >= from) {
                        told.add(event.id());
                    }
                    waits = event.kind() != Kind.REDIS_PUSH && event.kind() != Kind.LOST;
                }
            }
            return OneRun.of(
                    trace,
                    OneRun.lanes(List.of("W1", "W2"), List.of()),
                    0,
                    event -> !told.contains(event.id())
                            ? ""
                            : event.kind() == Kind.EMIT
                                    ? event.text()
                                    : event.kind() == Kind.REDIS_PUSH
                                            ? "hears " + event.channel()
                                            : OneRun.words(trace, event),
                    cause);
        }

        private static boolean isNews(String channel) {
            return channel.equals(FIRST) || channel.equals(SECOND);
        }
    }
}
