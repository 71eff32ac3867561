package io.github.fanoutlab.platform.redis;

import io.github.fanoutlab.platform.redis.RedisReply.Bulk;
import io.github.fanoutlab.platform.redis.RedisReply.Failure;
import io.github.fanoutlab.platform.redis.RedisReply.Multi;
import io.github.fanoutlab.platform.redis.RedisReply.Number;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * One link to a Redis Cluster.
 *
 * <pre>
 *                 a seed is up: CLUSTER SLOTS         its reply, and home is up
 *   (begin) ----&gt; ASKING (the next seed if it is away) ------------------------&gt; UP
 *                    | none is left                                              | home breaks, or a node with
 *                    |                                                           | subscriptions, or takes one away
 *                    +------------------&gt; OVER &lt;---------------------------------+
 * </pre>
 *
 * <p>Home, where PUBLISH and SUBSCRIBE go, is a master, and called as the cluster calls it, so that whoever counts subscribers at
 * the masters counts this one, once: the seed if it is that, else the master that has its place in the order of slots.
 *
 * <p>While it is up, commands go out to the nodes at once and stand in one line until their replies go up in the same order; a
 * pub/sub message does not overtake a reply of its own node.
 */
final class ClusterLink implements RedisDialer.Link {

    private static final int MAX_REDIRECTIONS = 5;
    private static final List<String> MESSAGES = List.of("message", "pmessage", "smessage");
    private static final List<String> AT_HOME = List.of(
            "PUBLISH",
            "SUBSCRIBE",
            "PSUBSCRIBE",
            "UNSUBSCRIBE",
            "PUNSUBSCRIBE",
            "PING",
            "ECHO",
            "INFO",
            "CLIENT",
            "CLUSTER");

    private final List<String> seeds;
    private final Function<String, RedisDialer> dialers;
    private final ToIntFunction<byte[]> slotOf;
    private final RedisDialer.Listener listener;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Deque<Pending> line = new ArrayDeque<>();
    private ClusterSlots slots;
    private Node home;
    private boolean over;

    ClusterLink(
            List<String> seeds,
            Function<String, RedisDialer> dialers,
            ToIntFunction<byte[]> slotOf,
            RedisDialer.Listener listener) {
        this.seeds = seeds;
        this.dialers = dialers;
        this.slotOf = slotOf;
        this.listener = listener;
    }

    void begin() {
        askForSlots(0, "");
    }

    /** Asks seed number {@code index}, the others when it is away; {@code problems} are those of seeds before. */
    private void askForSlots(int index, String problems) {
        if (index == seeds.size()) {
            end("no node of the cluster tells its slots:" + problems);
            return;
        }
        String seed = seeds.get(index);
        home = new Node(seed);
        home.whenDown = reason -> askForSlots(index + 1, problems + " " + seed + ": " + reason + ";");
        Pending question = new Pending(RedisCommand.of("CLUSTER", "SLOTS"), 1);
        question.onReply = reply -> slotsAre(reply, index);
        home.ask(question);
        home.flush();
    }

    private void slotsAre(RedisReply reply, int index) {
        if (!(reply instanceof Multi ranges) || ranges.items().isEmpty()) {
            home.link.close();
            home.whenDown.accept("it has no slots: " + reply);
            return;
        }
        slots = new ClusterSlots(ranges, home.address);
        List<String> masters = List.copyOf(slots.masters());
        if (masters.contains(home.address)) {
            nodes.put(home.address, home);
            home.whenDown = home::broke;
            listener.onUp();
        } else {
            home.close();
            home = node(masters.get(index % masters.size()));
            home.whenUp = listener::onUp;
        }
    }

    /** What is somebody else's by now goes there from the reply on. */
    private void learnSlotsAnew() {
        Pending question = new Pending(RedisCommand.of("CLUSTER", "SLOTS"), 1);
        question.onReply = reply -> {
            if (reply instanceof Multi ranges && !ranges.items().isEmpty()) {
                slots = new ClusterSlots(ranges, home.address);
            }
        };
        home.ask(question);
        home.flush();
    }

    @Override
    public void write(List<RedisCommand> commands) {
        for (RedisCommand command : commands) {
            List<Node> targets = targets(command);
            Pending pending = new Pending(command, Math.max(1, targets.size()));
            line.add(pending);
            targets.forEach(node -> node.ask(pending));
            if (targets.isEmpty()) {
                pending.answered(new Failure("CLUSTERDOWN Hash slot not served"));
            }
        }
        List.copyOf(nodes.values()).forEach(Node::flush);
    }

    private List<Node> targets(RedisCommand command) {
        if (command.args().isEmpty() || AT_HOME.contains(command.name())) {
            return List.of(home);
        }
        if (!command.name().equals("PUBSUB")) {
            return ownerOf(command.args().get(0));
        }
        boolean names = command.args().size() > 1;
        return switch (command.arg(0).toUpperCase(Locale.ROOT)) {
            case "NUMSUB" -> slots.masters().stream().map(this::node).toList();
            case "SHARDNUMSUB" -> names ? ownerOf(command.args().get(1)) : List.of(home);
            default -> List.of(home);
        };
    }

    private List<Node> ownerOf(byte[] key) {
        String master = slots.of(slotOf.applyAsInt(key));
        return master == null ? List.of() : List.of(node(master));
    }

    private Node node(String address) {
        return nodes.computeIfAbsent(address, Node::new);
    }

    /** Gives up what stands at the front of the line with its reply. */
    private void deliver() {
        while (!over && !line.isEmpty() && line.peek().reply != null) {
            Pending first = line.poll();
            first.delivered = true;
            listener.onReply(withTotal(first));
            first.messagesAfter.forEach(this::deliverMessage);
        }
    }

    private void deliverMessage(RedisReply message) {
        if (!over) {
            listener.onReply(message);
        }
    }

    private void end(String reason) {
        if (!over) {
            close();
            listener.onDown(reason);
        }
    }

    @Override
    public void close() {
        over = true;
        nodes.values().forEach(Node::close);
        home.close();
    }

    /** {@code MOVED 3999 127.0.0.1:6381}: the slot is there now, and so is the command. */
    private void follow(Pending pending, Failure moved) {
        String address = addressIn(moved, pending);
        int slot = Integer.parseInt(moved.message().split(" ")[1]);
        slots.set(slot, slot, address);
        askAt(address, pending);
    }

    /** {@code ASK 3999 127.0.0.1:6381}: the slot is on its way there; the key is there already, or will be. */
    private void followOnce(Pending pending, Failure ask) {
        String address = addressIn(ask, pending);
        Pending asking = new Pending(RedisCommand.of("ASKING"), 1);
        asking.onReply = reply -> {};
        node(address).ask(asking);
        askAt(address, pending);
    }

    private void askAt(String address, Pending pending) {
        pending.redirections++;
        Node node = node(address);
        node.ask(pending);
        node.flush();
    }

    /** No host is the host of who says so. */
    private static String addressIn(Failure redirection, Pending pending) {
        String address = redirection.message().split(" ")[2];
        return address.startsWith(":") ? ClusterSlots.host(pending.answeredBy.address) + address : address;
    }

    /** Whether it says that the cluster is changing, so that a subscription should be tried again later. */
    private static boolean passes(Failure failure) {
        return List.of("MOVED", "CLUSTERDOWN", "TRYAGAIN")
                .contains(failure.message().split(" ")[0]);
    }

    /** A command that waits for its reply, or for as many as nodes were asked. */
    private final class Pending {

        private final RedisCommand command;
        private final List<RedisReply> messagesAfter = new ArrayList<>();
        private Consumer<RedisReply> onReply;
        private int missing;
        private int redirections;
        private Node answeredBy;
        private RedisReply partial;
        private RedisReply reply;
        private boolean delivered;

        Pending(RedisCommand command, int replies) {
            this.command = command;
            this.missing = replies;
        }

        boolean isAboutSubscription() {
            return command.name().endsWith("SUBSCRIBE");
        }

        void answered(RedisReply one) {
            if (one instanceof Failure failure && missing == 1 && redirections < MAX_REDIRECTIONS) {
                if (failure.message().startsWith("MOVED ")) {
                    follow(this, failure);
                    return;
                }
                if (failure.message().startsWith("ASK ")) {
                    followOnce(this, failure);
                    return;
                }
            }
            if (one instanceof Failure failure && command.name().equals("SSUBSCRIBE") && passes(failure)) {
                end(command + " found no node that takes it: " + failure.message());
                return;
            }
            missing--;
            partial = partial == null ? one : sum(partial, one);
            if (missing > 0) {
                return;
            }
            if (onReply != null) {
                delivered = true;
                onReply.accept(partial);
            } else {
                reply = partial;
                deliver();
            }
        }
    }

    /** Two replies to PUBSUB NUMSUB added up: channel, count, channel, count. */
    private static RedisReply sum(RedisReply one, RedisReply other) {
        if (!(one instanceof Multi counts) || !(other instanceof Multi more)) {
            return one instanceof Failure ? one : other;
        }
        List<RedisReply> sums = new ArrayList<>();
        for (int i = 0; i < counts.items().size(); i++) {
            boolean number = counts.items().get(i) instanceof Number;
            sums.add(
                    number
                            ? new Number(((Number) counts.items().get(i)).value()
                                    + ((Number) more.items().get(i)).value())
                            : counts.items().get(i));
        }
        return new Multi(sums);
    }

    /** A confirmation counts the shard channels of one node; who reads it counts those at all nodes, as far as told. */
    private RedisReply withTotal(Pending pending) {
        if (!isOfShards(pending.command) || !(pending.reply instanceof Multi confirmation)) {
            return pending.reply;
        }
        List<RedisReply> items = confirmation.items();
        pending.answeredBy.shardSubscriptionsTold = ((Number) items.get(2)).value();
        long total = nodes.values().stream()
                .mapToLong(node -> node.shardSubscriptionsTold)
                .sum();
        return new Multi(List.of(items.get(0), items.get(1), new Number(total)));
    }

    private static boolean isOfShards(RedisCommand command) {
        return command.name().equals("SSUBSCRIBE") || command.name().equals("SUNSUBSCRIBE");
    }

    /** One connection beneath. */
    private final class Node implements RedisDialer.Listener {

        private final String address;
        private final RedisDialer.Link link;
        private final Deque<Pending> asked = new ArrayDeque<>();
        private final List<RedisCommand> unwritten = new ArrayList<>();
        private Runnable whenUp = () -> {};
        private Consumer<String> whenDown = this::broke;
        private Pending lastAnswered;
        private long subscriptions;
        private long shardSubscriptions;
        private long shardSubscriptionsTold;
        private boolean up;
        private boolean closed;

        Node(String address) {
            this.address = address;
            this.link = dialers.apply(address).dial(this);
        }

        /** The others go on without it, unless something is subscribed here: that has to be subscribed to elsewhere. */
        private void broke(String reason) {
            String problem = "node " + address + ": " + reason;
            boolean hears = isSubscribed() || asked.stream().anyMatch(Pending::isAboutSubscription);
            if (this == home || hears) {
                end(problem);
                return;
            }
            nodes.remove(address);
            learnSlotsAnew();
            Failure failure = new Failure(
                    problem + (up ? "; the command may have had its effect" : "; the command was not sent"));
            asked.forEach(pending -> pending.answered(failure));
        }

        void ask(Pending pending) {
            asked.add(pending);
            unwritten.add(pending.command);
        }

        void flush() {
            if (up && !closed && !unwritten.isEmpty()) {
                List<RedisCommand> batch = List.copyOf(unwritten);
                unwritten.clear();
                link.write(batch);
            }
        }

        void close() {
            closed = true;
            link.close();
        }

        @Override
        public void onUp() {
            up = true;
            whenUp.run();
            flush();
        }

        @Override
        public void onReply(RedisReply reply) {
            if (closed) {
                return;
            }
            if (isSubscribed() && MESSAGES.contains(kindOf(reply))) {
                message(reply);
            } else if (shardSubscriptions > 0 && kindOf(reply).equals("sunsubscribe") && !isAsked("SUNSUBSCRIBE")) {
                end("node " + address + " has no longer the slot of a channel that was subscribed to");
            } else if (asked.isEmpty()) {
                end("node " + address + " sent a reply that nobody asked for: " + reply);
            } else {
                Pending pending = asked.poll();
                lastAnswered = pending;
                pending.answeredBy = this;
                count(pending, reply);
                pending.answered(reply);
            }
        }

        private boolean isSubscribed() {
            return subscriptions > 0 || shardSubscriptions > 0;
        }

        private boolean isAsked(String command) {
            return !asked.isEmpty() && asked.peek().command.name().equals(command);
        }

        /** The confirmation of a change ends with the number of subscriptions that there are now. */
        private void count(Pending pending, RedisReply reply) {
            if (pending.isAboutSubscription() && reply instanceof Multi confirmation) {
                long now = ((Number) confirmation.items().get(2)).value();
                if (isOfShards(pending.command)) {
                    shardSubscriptions = now;
                } else {
                    subscriptions = now;
                }
            }
        }

        private void message(RedisReply message) {
            if (lastAnswered == null || lastAnswered.delivered) {
                deliverMessage(message);
            } else {
                lastAnswered.messagesAfter.add(message);
            }
        }

        @Override
        public void onDown(String reason) {
            if (!closed) {
                closed = true;
                whenDown.accept(reason);
            }
        }
    }

    /** The first word of what pub/sub sends; empty for all else. */
    private static String kindOf(RedisReply reply) {
        boolean kind = reply instanceof Multi multi
                && multi.items().size() >= 3
                && multi.items().size() <= 4
                && multi.items().get(0) instanceof Bulk;
        String word = kind ? ((Bulk) ((Multi) reply).items().get(0)).text() : null;
        return word == null ? "" : word;
    }
}
