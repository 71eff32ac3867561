package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who was subscribed to what, read from the commands that Redis carried out. */
final class Subscriptions {

    private static final String REDIS = "redis";

    private final List<TraceEvent> history;

    Subscriptions(Trace trace) {
        this.history = trace.events(Subscriptions::matters);
    }

    private static boolean matters(TraceEvent event) {
        return switch (event.kind()) {
            case NODE_STARTED, NODE_DIED -> true;
            case CONNECTION_CLOSED -> event.lane().equals(REDIS);
            case REDIS_HANDLED -> event.name().endsWith("SUBSCRIBE");
            default -> false;
        };
    }

    /** What Redis knew of {@code node} when it carried out {@code publish}. */
    State at(String node, TraceEvent publish) {
        return at(node, publish.channel(), publish.id());
    }

    /** What Redis knew of {@code node} and {@code channel} before the event {@code moment}. */
    State at(String node, String channel, long moment) {
        Replay replay = new Replay(node, channel);
        history.stream().filter(event -> event.id() < moment).forEach(replay::add);
        return replay.state();
    }

    /**
     * The names that each node is subscribed to at the end, whatever they match. Redis may come late to what a former connection of the
     * node had asked for; that counts no more.
     */
    static Map<String, Set<String>> atEnd(Trace trace) {
        Map<String, Set<String>> byNode = new LinkedHashMap<>();
        Map<String, Long> begun = new LinkedHashMap<>();
        for (TraceEvent event : trace.events()) {
            switch (event.kind()) {
                case NODE_STARTED -> {
                    byNode.put(event.lane(), new LinkedHashSet<>());
                    begun.put(event.lane(), event.id());
                }
                case CONNECTION_CLOSED -> {
                    if (event.connection().equals(event.lane() + ".sub")) {
                        byNode.get(event.lane()).clear();
                        begun.put(event.lane(), event.id());
                    }
                }
                case REDIS_HANDLED -> {
                    if (event.name().endsWith("SUBSCRIBE") && event.cause() > begun.get(event.peer())) {
                        List<String> names = ((RedisCommand) event.payload())
                                .args().stream().map(Subscriptions::text).toList();
                        if (event.name().endsWith("UNSUBSCRIBE")) {
                            names.forEach(byNode.get(event.peer())::remove);
                        } else {
                            byNode.get(event.peer()).addAll(names);
                        }
                    }
                }
                default -> {
                    // It has nothing to do with subscriptions.
                }
            }
        }
        return byNode;
    }

    private static String text(byte[] name) {
        return new String(name, StandardCharsets.UTF_8);
    }

    /** What Redis knows of a node when something is published. */
    enum State {
        SUBSCRIBED,
        /** Its process is dead. */
        DEAD,
        /** It has not subscribed since its process started. */
        NOT_YET,
        /** It was subscribed, lost the connection, and has not subscribed again. */
        NO_LONGER
    }

    /** Replays what Redis carried out, for one node and the channel of one message. */
    private static final class Replay {

        private final String node;
        private final String channel;
        private final Map<String, Set<String>> matching = new LinkedHashMap<>();
        private boolean alive;
        private boolean everSubscribed;

        Replay(String node, String channel) {
            this.node = node;
            this.channel = channel;
        }

        void add(TraceEvent event) {
            switch (event.kind()) {
                case NODE_STARTED -> lives(event, true);
                case NODE_DIED -> lives(event, false);
                case CONNECTION_CLOSED -> matching.remove(event.connection());
                default -> {
                    if (event.peer().equals(node)) {
                        subscribe(event.connection(), event.name(), (RedisCommand) event.payload());
                    }
                }
            }
        }

        private void lives(TraceEvent event, boolean begins) {
            if (event.lane().equals(node)) {
                alive = begins;
                everSubscribed = false;
            }
            if (event.lane().equals(REDIS) && !begins) {
                matching.clear();
            }
        }

        private void subscribe(String connection, String command, RedisCommand names) {
            Set<String> own = matching.computeIfAbsent(connection, none -> new LinkedHashSet<>());
            for (int i = 0; i < names.args().size(); i++) {
                String name = names.arg(i);
                if (command.endsWith("UNSUBSCRIBE")) {
                    own.remove(name);
                } else if (matches(name)) {
                    own.add(name);
                    everSubscribed = true;
                }
            }
        }

        /** The only patterns that the servers use are a prefix and a star. */
        private boolean matches(String name) {
            return name.endsWith("*") ? channel.startsWith(name.substring(0, name.length() - 1)) : channel.equals(name);
        }

        State state() {
            if (matching.values().stream().anyMatch(names -> !names.isEmpty())) {
                return State.SUBSCRIBED;
            }
            if (!alive) {
                return State.DEAD;
            }
            return everSubscribed ? State.NO_LONGER : State.NOT_YET;
        }
    }
}
