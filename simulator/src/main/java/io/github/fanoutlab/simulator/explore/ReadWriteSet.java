package io.github.fanoutlab.simulator.explore;

import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import io.github.fanoutlab.testbed.world.Transition;
import io.github.fanoutlab.testbed.world.World;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a transition of a scenario writes and reads, by name:
 *
 * <pre>
 * W1              whether the process W1 is alive, and in which of its lives
 * life of W1      the state of its first life; "life of W1#2" is that of its second
 * redis           everything that Redis knows
 * channels NAME   who is subscribed to the channels that begin with NAME. PUBLISH counts as a write of it, SUBSCRIBE and
 *                 UNSUBSCRIBE as reads, since two of these commute
 * </pre>
 *
 * <p>A turn counts as a write of its process's state, whatever it does. A few exceptions make searches many times smaller:
 *
 * <ul>
 *   <li>At Redis, new connections commute with all else, and commands about different channels with each other.
 *   <li>A node that learns that a connection to Redis is up, or a subscription confirmed, and does nothing about it at once,
 *       only reads.
 *   <li>What arrives at a closed connection only reads that it is closed.
 *   <li>The reply to a PUBLISH neither reads nor writes: both servers publish and forget.
 * </ul>
 */
final class ReadWriteSet {

    private static final String REDIS = "redis";
    private static final String SCRIPT = "script of ";

    private final World world;
    private final Set<String> writes = new LinkedHashSet<>();
    private final Set<String> reads = new LinkedHashSet<>();

    ReadWriteSet(World world) {
        this.world = world;
    }

    /** What a turn of a process did, in which {@code happened} was recorded and {@code planned} was planned. */
    Play.Taken ofTurn(Transition transition, List<TraceEvent> happened, List<Transition> planned) {
        if (transition.lane().equals(REDIS)) {
            atRedis(transition, happened);
        } else if (transition.track().startsWith(SCRIPT)) {
            reads.add(transition.lane());
            writes.add(lifeOfNow(transition.lane()));
        } else if (!planned.isEmpty()) {
            writes.add(lifeOf(transition.lane()));
        } else if (isReplyToPublish(happened)) {
            return Play.Taken.of(transition, Set.of(), Set.of(), planned, List.of());
        } else if (isLoss(happened)) {
            reads.add(lifeOf(transition.lane()));
            reads.add(nameOf(transition.lane()));
        } else if (isConfirmation(happened)) {
            reads.add(lifeOf(transition.lane()));
        } else {
            writes.add(lifeOf(transition.lane()));
        }
        return Play.Taken.of(transition, writes, reads, planned, List.of());
    }

    /** Adds what the end of {@code process} will write; called before it. */
    ReadWriteSet ends(String process) {
        writes.add(process);
        writes.add(lifeOfNow(process));
        return this;
    }

    /** Adds what the start of {@code process} will write; called before it. */
    ReadWriteSet starts(String process) {
        writes.add(process);
        return this;
    }

    /** Adds what a fault of a connection of {@code process} will read: whether that is alive. */
    ReadWriteSet needs(String process) {
        reads.add(process);
        return this;
    }

    /** What a death, a fork or a fault did; {@code cut} are the tracks of the connections that it cut. */
    Play.Taken ofEvent(Transition transition, List<Transition> planned, List<String> cut) {
        return Play.Taken.of(transition, writes, reads, planned, cut);
    }

    private void atRedis(Transition transition, List<TraceEvent> happened) {
        reads.add(REDIS);
        Kind kind =
                happened.isEmpty() ? Kind.CONNECTION_OPENED : happened.get(0).kind();
        switch (kind) {
            case CONNECTION_OPENED -> reads.add(dialerOf(transition.track()));
            case CONNECTION_CLOSED ->
                world.trace()
                        .events(event ->
                                event.connection().equals(happened.get(0).connection()) && isPubSub(event))
                        .forEach(this::addChannels);
            case LOST -> {
                // What ended the connection came on the same track, or wrote all of Redis.
            }
            default -> {
                if (isPubSub(happened.get(0))) {
                    addChannels(happened.get(0));
                } else {
                    writes.add(REDIS);
                }
            }
        }
    }

    private static boolean isPubSub(TraceEvent event) {
        return event.kind() == Kind.REDIS_HANDLED
                && (event.name().endsWith("SUBSCRIBE") || event.name().equals("PUBLISH"));
    }

    private void addChannels(TraceEvent handled) {
        RedisCommand command = (RedisCommand) handled.payload();
        if (handled.name().equals("PUBLISH")) {
            writes.add("channels " + beginning(command.arg(0)));
        } else {
            for (int i = 0; i < command.args().size(); i++) {
                reads.add("channels " + beginning(command.arg(i)));
            }
        }
    }

    /** The part of a name before the first {@code #}. The only patterns that servers use are a longer prefix and a star. */
    private static String beginning(String channel) {
        int mark = channel.indexOf('#');
        return mark < 0 ? channel : channel.substring(0, mark);
    }

    private static boolean isLoss(List<TraceEvent> happened) {
        return !happened.isEmpty() && happened.stream().allMatch(event -> event.kind() == Kind.LOST);
    }

    /** Whether all that happened is that a connection to Redis is up, or a subscription confirmed. */
    private static boolean isConfirmation(List<TraceEvent> happened) {
        TraceEvent only = happened.size() == 1 ? happened.get(0) : null;
        return only != null
                && only.peer().equals(REDIS)
                && (only.kind() == Kind.CONNECTION_OPENED
                        || only.kind() == Kind.REDIS_PUSH && only.name().endsWith("subscribe"));
    }

    /** Whether all that happened is that the reply to a PUBLISH arrived, or was lost. */
    private boolean isReplyToPublish(List<TraceEvent> happened) {
        TraceEvent arrived = happened.size() == 1 ? happened.get(0) : null;
        if (arrived == null || arrived.kind() != Kind.REDIS_REPLY && arrived.kind() != Kind.LOST) {
            return false;
        }
        TraceEvent handled = world.trace().causeOf(arrived);
        return handled != null
                && handled.is(Kind.REDIS_HANDLED, "PUBLISH")
                && handled.connection().equals(arrived.connection());
    }

    private String lifeOfNow(String process) {
        return lifeOf(Transition.laneOf(process, Math.max(1, world.lives(process))));
    }

    private static String lifeOf(String lane) {
        return "life of " + lane;
    }

    private static String nameOf(String lane) {
        int mark = lane.indexOf('#');
        return mark < 0 ? lane : lane.substring(0, mark);
    }

    /** Who dialed the connection of a track: {@code W1} of {@code W1.pub to redis}. */
    private static String dialerOf(String track) {
        return track.substring(0, Math.max(0, track.indexOf('.')));
    }
}
