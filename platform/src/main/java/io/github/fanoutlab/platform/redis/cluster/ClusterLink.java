package io.github.fanoutlab.platform.redis.cluster;

import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisDialer;
import io.github.fanoutlab.platform.redis.RedisReply;
import io.github.fanoutlab.platform.redis.RedisReply.Failure;
import io.github.fanoutlab.platform.redis.RedisReply.Multi;
import io.github.fanoutlab.platform.redis.RedisReply.Number;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * One link to a Redis Cluster.
 *
 * <pre>
 *   a seed is dialed     it tells the slots     home is up
 *   ASKING ---------------------&gt; JOINING ---------------&gt; UP
 *    |   ^ it is away, or            |                      | home breaks; or a node with
 *    +---+ has no slots              | home breaks          | subscriptions breaks, or loses
 *    | none is left                  |                      | a slot of theirs
 *    +-----------------------------&gt; OVER &lt;-----------------+
 * </pre>
 *
 * <p>Home is the node that PUBLISH and SUBSCRIBE go to. It is a master, at the address that the cluster gives it, so that a count of
 * subscribers over all masters includes this link once. A seed that is a master becomes home. In place of any other seed, one of the
 * masters does: different ones for seeds in different positions.
 *
 * <p>While the link is up, each command goes to its nodes at once. Replies are delivered in the order of the commands. A pub/sub
 * message does not overtake an earlier reply of its own node.
 */
final class ClusterLink implements RedisDialer.Link {

    private static final RedisCommand CLUSTER_SLOTS = RedisCommand.of("CLUSTER", "SLOTS");

    /** Commands with arguments that are not keys. */
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

    private enum State {
        ASKING,
        JOINING,
        UP,
        OVER
    }

    private final List<String> seeds;
    private final Function<String, RedisDialer> dialers;
    private final ToIntFunction<byte[]> slotOf;
    private final RedisDialer.Listener listener;
    private final StringBuilder seedProblems = new StringBuilder();
    private final Map<String, ClusterNode> nodes = new LinkedHashMap<>();
    /** The commands of the user whose replies were not delivered yet. */
    private final Deque<RoutedCommand> undelivered = new ArrayDeque<>();
    /** How many shard channels are subscribed to at each node, by its address, as far as the user was told. */
    private final Map<String, Long> shardSubscriptionsTold = new LinkedHashMap<>();

    private State state = State.ASKING;
    private int seed = -1;
    private ClusterSlots slots;
    private ClusterNode home;

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

    void askNextSeed() {
        seed++;
        if (seed == seeds.size()) {
            end("no node of the cluster reports its slots:" + seedProblems);
        } else {
            home = dial(seeds.get(seed));
            askForSlots(this::join);
        }
    }

    private ClusterNode dial(String address) {
        return new ClusterNode(this, address, dialers.apply(address));
    }

    private void askForSlots(Consumer<RedisReply> onReply) {
        home.send(RoutedCommand.ofLink(CLUSTER_SLOTS, onReply));
        home.flush();
    }

    private void join(RedisReply reply) {
        Optional<ClusterSlots> told = ClusterSlots.read(reply, home.address());
        if (told.isEmpty()) {
            home.close();
            onSeedProblem("it has no slots: " + reply);
            return;
        }
        slots = told.get();
        List<String> masters = List.copyOf(slots.masters());
        if (masters.contains(home.address())) {
            nodes.put(home.address(), home);
            up();
        } else {
            home.close();
            home = node(masters.get(seed % masters.size()));
            state = State.JOINING;
        }
    }

    private void onSeedProblem(String problem) {
        seedProblems
                .append(' ')
                .append(home.address())
                .append(": ")
                .append(problem)
                .append(';');
        askNextSeed();
    }

    private ClusterNode node(String address) {
        return nodes.computeIfAbsent(address, this::dial);
    }

    /** {@code node} is up, and writes next what it was given so far. */
    void onUp(ClusterNode node) {
        if (state == State.JOINING && node == home) {
            up();
        }
    }

    private void up() {
        state = State.UP;
        listener.onUp();
    }

    @Override
    public void write(List<RedisCommand> commands) {
        for (RedisCommand command : commands) {
            List<ClusterNode> targets = targets(command);
            RoutedCommand ofUser = RoutedCommand.ofUser(command, Math.max(1, targets.size()));
            undelivered.add(ofUser);
            targets.forEach(node -> node.send(ofUser));
            if (targets.isEmpty()) {
                complete(ofUser, home, new Failure("CLUSTERDOWN Hash slot not served"));
            }
        }
        List.copyOf(nodes.values()).forEach(ClusterNode::flush);
    }

    private List<ClusterNode> targets(RedisCommand command) {
        if (command.args().isEmpty() || AT_HOME.contains(command.name())) {
            return List.of(home);
        }
        if (command.name().equals("XREAD")) {
            return ownerOf(firstStream(command));
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

    /** {@code XREAD [COUNT n] [BLOCK millis] STREAMS key … id …}. */
    private static byte[] firstStream(RedisCommand command) {
        int index = 0;
        while (index < command.args().size() - 1 && !command.arg(index).equalsIgnoreCase("STREAMS")) {
            index++;
        }
        return command.args().get(Math.min(index + 1, command.args().size() - 1));
    }

    private List<ClusterNode> ownerOf(byte[] key) {
        String master = slots.masterOf(slotOf.applyAsInt(key));
        return master == null ? List.of() : List.of(node(master));
    }

    void onReply(ClusterNode node, RoutedCommand command, RedisReply reply) {
        boolean redirectable = slots != null && command.mayBeRedirected();
        if (redirectable && reply instanceof Failure failure && Redirection.is(failure)) {
            redirect(command, Redirection.parse(failure, node.address()));
        } else {
            complete(command, node, reply);
        }
    }

    private void redirect(RoutedCommand command, Redirection redirection) {
        command.countRedirection();
        ClusterNode node = node(redirection.address());
        if (redirection.moved()) {
            slots.assign(redirection.slot(), redirection.slot(), redirection.address());
        } else {
            node.send(RoutedCommand.ofLink(RedisCommand.of("ASKING"), reply -> {}));
        }
        node.send(command);
        node.flush();
    }

    private void complete(RoutedCommand command, ClusterNode node, RedisReply reply) {
        if (reply instanceof Failure failure && isUnplaceable(command, failure)) {
            end(command + " found no node that accepts it: " + failure.message());
            return;
        }
        command.addReply(node.address(), reply);
        if (command.isReplied()) {
            if (command.isOfUser()) {
                deliverReplies();
            } else {
                command.deliverToLink();
            }
        }
    }

    /** Whether a subscription fails because the cluster is changing: then it is to be made anew. */
    private static boolean isUnplaceable(RoutedCommand command, Failure failure) {
        return command.command().name().equals("SSUBSCRIBE")
                && List.of("MOVED", "CLUSTERDOWN", "TRYAGAIN")
                        .contains(failure.message().split(" ")[0]);
    }

    private void deliverReplies() {
        while (state != State.OVER
                && !undelivered.isEmpty()
                && undelivered.peek().isReplied()) {
            RoutedCommand first = undelivered.poll();
            List<RedisReply> messages = first.markDelivered();
            listener.onReply(withTotal(first));
            messages.forEach(this::deliver);
        }
    }

    /** The confirmation of one node counts the shard channels there; the user gets the count over all nodes. */
    private RedisReply withTotal(RoutedCommand command) {
        if (!command.isAboutShardChannel() || !(command.reply() instanceof Multi confirmation)) {
            return command.reply();
        }
        List<RedisReply> items = confirmation.items();
        shardSubscriptionsTold.put(command.repliedBy(), ((Number) items.get(2)).value());
        long total = shardSubscriptionsTold.values().stream()
                .mapToLong(Long::longValue)
                .sum();
        return new Multi(List.of(items.get(0), items.get(1), new Number(total)));
    }

    /** Delivers a pub/sub message. */
    void deliver(RedisReply message) {
        if (state != State.OVER) {
            listener.onReply(message);
        }
    }

    void onDown(ClusterNode node, String reason) {
        if (state == State.ASKING) {
            onSeedProblem(reason);
        } else if (node == home || node.isSubscribedOrSubscribing()) {
            end("node " + node.address() + ": " + reason);
        } else {
            goOnWithout(node, reason);
        }
    }

    private void goOnWithout(ClusterNode node, String reason) {
        nodes.remove(node.address());
        askForSlots(this::learn);
        Failure failure = new Failure(
                "node " + node.address() + ": " + reason
                        + (node.isUp() ? "; the command may have had its effect" : "; the command was not sent"),
                node.isUp());
        node.unreplied().forEach(command -> complete(command, node, failure));
    }

    private void learn(RedisReply reply) {
        ClusterSlots.read(reply, home.address()).ifPresent(told -> slots = told);
    }

    void end(String reason) {
        if (state != State.OVER) {
            close();
            listener.onDown(reason);
        }
    }

    @Override
    public void close() {
        state = State.OVER;
        nodes.values().forEach(ClusterNode::close);
        home.close();
    }
}
