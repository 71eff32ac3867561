package io.github.fanoutlab.tutorial.exercise;

import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.platform.redis.RedisDialer;
import io.github.fanoutlab.platform.redis.RedisReply;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.stage.SimStage;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.World;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A run of chapter 15: the reader's subscriber on worker 1, news that worker 2 publishes every 250 ms, and one trouble. It is also the
 * connection and the clock that the subscriber is given.
 */
final class SubscriberRun implements Subscribing.Redis, RedisDialer.Listener {

    /** What happens in the run. */
    enum Trouble {
        CALM("It goes wrong even when nothing fails"),
        CUT("The connection is reset"),
        AWAY("Redis goes away, and comes back empty"),
        LATE("Redis goes away, and a channel is asked for meanwhile"),
        QUIET("Nobody else publishes anything for five seconds"),
        SLOW("Nobody else publishes anything, and what Redis sends is late by 900 ms"),
        SILENT("Nobody else publishes anything, the connection dies, and neither end is told");

        private final String words;

        Trouble(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** The channel that is asked for from the beginning. */
    static final String FIRST = "news";

    /** The channel that is asked for just after the trouble has begun. */
    static final String SECOND = "sports";

    private static final String DIALS = "dials";
    private static final long MILLI = 1_000;
    private static final long FAULT_AT = 4_000;
    private static final long FAULT_MILLIS = 1_500;
    private static final long SILENT_MILLIS = 10_000;
    private static final long QUIET_MILLIS = 5_000;

    /** After so long without news, the last that was heard is a beat of one's own. */
    private static final long BEAT_MILLIS = 1_000;

    private static final long END = 18_000;
    private static final long BEATS_MILLIS = 3_000;

    private record Heard(long millis, String channel) {}

    private final Subscribing.Subscriber mine;
    private final Trouble trouble;
    private final SimStage stage;
    private final World world;
    private final SimNode node;
    private RedisDialer dialer;
    private RedisDialer.Link link;
    private RedisConnection pub;
    private boolean up;
    private boolean quiet;

    private final List<Heard> heard = new ArrayList<>();
    private final Set<String> subscribed = new LinkedHashSet<>();
    private final Set<String> subscribedHere = new HashSet<>();
    private final Set<String> published = new LinkedHashSet<>();
    private RuntimeException thrown;
    private boolean hearsItself;
    private int dials;
    private long faultMillis;
    private long hungUpMillis = -1;
    private int needlessHangUps;
    private int hangUpsWhileDialing;
    private String deafTo = "";
    private final List<Long> beats = new ArrayList<>();
    private boolean secondIsAsked;
    private boolean unasked;

    private SubscriberRun(Subscribing.Subscriber mine, Trouble trouble, int seed) {
        this.mine = mine;
        this.trouble = trouble;
        this.stage = new SimStage(RedisDialect.usual(Generation.ADAPTER), seed);
        this.world = stage.world();
        this.node = world.node("W1");
    }

    /** Plays the whole run. */
    static SubscriberRun of(Subscribing.Subscriber mine, Trouble trouble, int seed) {
        SubscriberRun run = new SubscriberRun(mine, trouble, seed);
        run.play();
        return run;
    }

    private void play() {
        SimNode other = world.node("W2");
        stage.inTurnOf("W2", "start", () -> publishNews(other));
        stage.inTurnOf("W1", "start", () -> {
            pub = node.createRedisClient("pub", World.REDIS_URL);
            pub.connect();
            dialer = node.redis(World.REDIS_URL);
            call(() -> mine.begin(this));
            call(() -> mine.subscribe(FIRST));
        });
        until(FAULT_AT + world.random("phase").nextBetween(0, 900));
        makeTrouble();
        faultMillis = now();
        until(now() + 500);
        secondIsAsked = true;
        stage.inTurnOf("W1", "another room", () -> call(() -> mine.subscribe(SECOND)));
        until(END);
    }

    private void publishNews(SimNode other) {
        RedisConnection news = other.createRedisClient("pub", World.REDIS_URL);
        news.connect();
        other.loop().every(250, () -> {
            if (!quiet) {
                news.send(RedisCommand.of("PUBLISH", FIRST, "news"), reply -> {});
                news.send(RedisCommand.of("PUBLISH", SECOND, "news"), reply -> {});
            }
        });
    }

    private void makeTrouble() {
        switch (trouble) {
            case CUT -> world.faults().cut("W1", "redis1");
            case AWAY, LATE -> world.redis().restart(FAULT_MILLIS * MILLI);
            case SLOW -> {
                beQuiet();
                until(now() + BEAT_MILLIS);
                world.faults().stall("W1", "redis1", 900 * MILLI);
            }
            case SILENT -> {
                beQuiet();
                world.faults().silence("W1", "redis1", SILENT_MILLIS * MILLI);
            }
            case QUIET -> beQuiet();
            case CALM -> {
                // Nothing fails.
            }
        }
    }

    private void beQuiet() {
        quiet = true;
        world.at(world.nowMicros() + QUIET_MILLIS * MILLI, "script", () -> quiet = false);
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
        node.record(Kind.EMIT, "", "", words);
    }

    @Override
    public void dial() {
        if (link == null) {
            note(DIALS);
            dials++;
            link = dialer.dial(this);
        }
    }

    @Override
    public void hangUp() {
        if (link != null) {
            note("hangs up");
            judgeHangUp();
            hungUpMillis = hungUpMillis < 0 ? now() : hungUpMillis;
            link.close();
            link = null;
            up = false;
            node.loop().execute(() -> call(mine::onDown));
        }
    }

    private void judgeHangUp() {
        Set<String> unheard = new LinkedHashSet<>(published);
        unheard.removeAll(subscribedHere);
        boolean silent = trouble == Trouble.SILENT && !hasHungUp();
        if (!up) {
            hangUpsWhileDialing++;
        } else if (!unheard.isEmpty()) {
            deafTo = unheard.iterator().next();
        } else if (!silent) {
            needlessHangUps++;
        }
    }

    @Override
    public void subscribe(String channel) {
        Objects.requireNonNull(channel, "the channel must not be null");
        unasked |= channel.equals(SECOND) && !secondIsAsked;
        if (up) {
            subscribed.add(channel);
            subscribedHere.add(channel);
            link.write(List.of(RedisCommand.of("SUBSCRIBE", channel)));
        }
    }

    @Override
    public void publish(String channel) {
        Objects.requireNonNull(channel, "the channel must not be null");
        published.add(channel);
        beats.add(now());
        pub.send(RedisCommand.of("PUBLISH", channel, "beat"), reply -> {});
    }

    @Override
    public long now() {
        return world.nowMicros() / MILLI;
    }

    @Override
    public void after(long millis, Runnable task) {
        Objects.requireNonNull(task, "the task must not be null");
        node.loop().schedule(millis, () -> call(task));
    }

    @Override
    public void every(long millis, Runnable task) {
        Objects.requireNonNull(task, "the task must not be null");
        node.loop().every(millis, () -> call(task));
    }

    @Override
    public void onUp() {
        up = true;
        subscribedHere.clear();
        note("up");
        call(mine::onUp);
    }

    @Override
    public void onReply(RedisReply reply) {
        if (reply instanceof RedisReply.Multi multi && "message".equals(text(multi, 0))) {
            String channel = text(multi, 1);
            if (isNews(channel)) {
                heard.add(new Heard(now(), channel));
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

    Trouble trouble() {
        return trouble;
    }

    /** The first exception that the reader's code has thrown; null if it has thrown none. */
    RuntimeException thrown() {
        return thrown;
    }

    boolean heardNewsBeforeTrouble() {
        return heard.stream().anyMatch(each -> each.millis < FAULT_AT);
    }

    boolean hearsAtEnd(String channel) {
        return heard.stream().anyMatch(each -> each.channel.equals(channel) && each.millis > END - 600);
    }

    /** Whether it has ever heard something on a channel that is not for news. */
    boolean hearsItself() {
        return hearsItself;
    }

    /** Whether a connection is up in the end. */
    boolean isUp() {
        return up;
    }

    int dials() {
        return dials;
    }

    boolean hasHungUp() {
        return hungUpMillis >= 0;
    }

    /** How often it hung up a connection that works. */
    int needlessHangUps() {
        return needlessHangUps;
    }

    /** How often it hung up before a connection that it had dialed was up. */
    int hangUpsWhileDialing() {
        return hangUpsWhileDialing;
    }

    /** A channel on which it publishes, and to which it had not subscribed on a connection that it hung up; empty if there is none. */
    String deafTo() {
        return deafTo;
    }

    /** How long after the trouble had begun it hung up for the first time. */
    long hungUpAfterMillis() {
        return hungUpMillis - faultMillis;
    }

    /** Whether it subscribes to what nobody has asked for yet. */
    boolean subscribesUnasked() {
        return unasked;
    }

    long beatsBeforeTrouble() {
        return beatsUntil(FAULT_AT);
    }

    long beatsAtEnd() {
        return beatsUntil(END);
    }

    /** How many beats it sent in the {@value #BEATS_MILLIS} ms until {@code end}. */
    private long beatsUntil(long end) {
        return beats.stream()
                .filter(beat -> beat > end - BEATS_MILLIS && beat <= end)
                .count();
    }

    /** The channels that it has published on. */
    Set<String> published() {
        return published;
    }

    /** The channels that it has subscribed to over any connection. */
    Set<String> subscribed() {
        return subscribed;
    }

    static boolean isNews(String channel) {
        return channel.equals(FIRST) || channel.equals(SECOND);
    }

    /** What happened to the connection, and what was heard: the first message after each change, and where it came from. */
    OneRun shown(String cause) {
        Trace trace = world.trace();
        Set<Long> told = told(trace);
        return OneRun.of(
                trace,
                OneRun.lanes(List.of("W1", "W2"), List.of()),
                0,
                event -> told.contains(event.id()) ? words(trace, event) : "",
                cause);
    }

    private static String words(Trace trace, TraceEvent event) {
        return switch (event.kind()) {
            case EMIT -> event.text();
            case REDIS_PUSH -> "hears " + event.channel();
            default -> OneRun.words(trace, event);
        };
    }

    /** The ids of the events that are told. */
    private Set<Long> told(Trace trace) {
        Map<String, Long> subscribers = new HashMap<>();
        Set<Long> told = new HashSet<>();
        String noted = "";
        boolean waits = false;
        long from = trouble == Trouble.CALM ? 0 : FAULT_AT * MILLI;
        for (TraceEvent event : trace.events()) {
            boolean changes = switch (event.kind()) {
                case FAULT -> true;
                case EMIT -> !event.text().equals(DIALS) && !event.text().equals(noted);
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
            if (event.kind() == Kind.EMIT && !event.text().equals(DIALS)) {
                noted = event.text();
            }
            if (changes) {
                if (event.timeMicros() >= from) {
                    told.add(event.id());
                    if (event.kind() == Kind.REDIS_PUSH) {
                        told.add(trace.causeOf(event).id());
                    }
                }
                waits = event.kind() != Kind.REDIS_PUSH && event.kind() != Kind.LOST;
            }
        }
        return told;
    }
}
