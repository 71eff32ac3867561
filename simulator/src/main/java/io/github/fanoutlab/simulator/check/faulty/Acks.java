package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.scenario.Broadcast;
import io.github.fanoutlab.simulator.scenario.Broadcast.Manner;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Whether emitters heard of the acks of those that got what they emitted, and clients of the acks of their workers. Acks name the
 * client and the emit, {@code C1 has W1#0003}, so that they can be followed:
 *
 * <pre>
 * client --&gt; its worker (--&gt; Redis --&gt; the emitting node) --&gt; the emitting program
 * </pre>
 *
 * <p>An ack that got stuck on that path must have been lost there, or have come too late, or somebody must have died or left.
 */
final class Acks {

    /** Where nodes of {@code @socket.io/redis-adapter} 8 listen for requests. */
    private static final String REQUESTS = "socket.io-request#/#";

    /** How 0.9's channels begin on which a worker passes on what a client sent. */
    private static final String REQUESTS_OF_LEGACY = "message";

    private static final String HAS = " has ";

    private final Facts facts;
    private final Trace trace;
    private final List<String> wrong = new ArrayList<>();

    private Acks(Facts facts) {
        this.facts = facts;
        this.trace = facts.run().trace();
    }

    /** What is wrong with the acks, in words; empty if nothing. */
    static List<String> deviations(Facts facts) {
        Acks acks = new Acks(facts);
        facts.history().emits.forEach((payload, emit) -> {
            if (facts.recipients().broadcast(payload).manner() == Manner.WITH_ACKS) {
                acks.toEmitter(payload, emit);
            }
        });
        acks.toClients();
        return acks.wrong;
    }

    private void toEmitter(Payload payload, TraceEvent emit) {
        List<TraceEvent> told = trace.events(event -> event.kind() == Kind.ACKED
                && event.lane().equals(emit.lane())
                && event.name().equals(payload.written()));
        List<String> heard = new ArrayList<>();
        for (TraceEvent event : told) {
            for (String ack :
                    event.text().isEmpty() ? new String[0] : event.text().split(", ")) {
                heard.add(ack);
                long said = received(payload, event).stream()
                        .filter(receipt -> ack.equals(ack(receipt)))
                        .count();
                if (said == 0) {
                    wrong.add(emit.lane() + " heard an ack that nobody sent, of " + payload + ": " + ack);
                } else if (Collections.frequency(heard, ack) > said) {
                    wrong.add(emit.lane() + " heard twice: " + ack);
                }
            }
        }
        if (facts.run().string().dialect().reachesClientsOfOthers()
                && told.size() != 1
                && !(told.isEmpty() && diesAfter(emit.lane(), emit))) {
            wrong.add(emit.lane() + " was told " + told.size() + " times about the acks of " + payload);
        }
        for (History.Receipt receipt : received(payload, null)) {
            if (!heard.contains(ack(receipt)) && !isLost(receipt, emit, told)) {
                wrong.add(emit.lane() + " never heard: " + ack(receipt));
            }
        }
    }

    private List<History.Receipt> received(Payload payload, TraceEvent before) {
        return facts.history().receipts.stream()
                .filter(receipt -> receipt.payload().equals(payload)
                        && (before == null || receipt.event().id() < before.id()))
                .toList();
    }

    /** Whether {@code event} carries, from server to server, what a client says of an emit: an ack, or in 0.9 any request. */
    static boolean isOfClient(TraceEvent event) {
        if (event.channel().startsWith(REQUESTS_OF_LEGACY)) {
            return true;
        }
        byte[] published = event.published();
        return published != null && new String(published, StandardCharsets.ISO_8859_1).contains(HAS);
    }

    private static String ack(History.Receipt receipt) {
        return receipt.connection().client() + HAS + receipt.payload().written();
    }

    /** Whether the trace shows why the ack did not become known. */
    private boolean isLost(History.Receipt receipt, TraceEvent emit, List<TraceEvent> told) {
        String ack = ack(receipt);
        String client = receipt.connection().client();
        TraceEvent sent = first(ack, receipt.event(), client, Kind.FRAME_SENT, Kind.HTTP_REQUEST_SENT);
        if (sent == null) {
            return leavesAfter(receipt, receipt.event());
        }
        TraceEvent arrived = first(ack, sent, null, Kind.FRAME_RECEIVED, Kind.HTTP_REQUEST_RECEIVED);
        if (arrived == null) {
            return isCutOff(sent) || leavesAfter(receipt, sent);
        }
        if (facts.recipients().sessions().awayAt(arrived, receipt.connection()) != null
                || isLate(arrived, emit, told)
                || diesAfter(emit.lane(), emit)
                || isRefused(arrived)) {
            return true;
        }
        if (arrived.lane().equals(emit.lane())) {
            return false;
        }
        TraceEvent published = first(ack, arrived, arrived.lane(), Kind.REDIS_SENT);
        if (published == null) {
            return diesAfter(arrived.lane(), arrived);
        }
        TraceEvent handled = first(ack, published, null, Kind.REDIS_HANDLED);
        if (handled == null) {
            return isCutOff(published);
        }
        TraceEvent pushed = first(ack, handled, emit.lane(), Kind.REDIS_PUSH);
        if (pushed == null) {
            return isCutOff(handled) || !isSubscribed(emit.lane(), handled);
        }
        return isLate(pushed, emit, told) || isLegacy() && leavesBefore(receipt, pushed);
    }

    /** 1.0+: whether the worker answered the request that it does not know the session. */
    private boolean isRefused(TraceEvent request) {
        return trace.effectsOf(request).stream()
                .anyMatch(response -> response.text().contains(Generation.ADAPTER.sessionUnknown()));
    }

    private boolean isLegacy() {
        return facts.run().string().generation() == Generation.LEGACY;
    }

    /** A worker of 0.9 that gets another's packet has to know the session still. */
    private boolean leavesBefore(History.Receipt receipt, TraceEvent moment) {
        TraceEvent next = facts.history().nextAfter(receipt.connection(), receipt.event());
        return next != null && next.id() < moment.id();
    }

    /** The first event after {@code moment} that carries {@code ack}, at {@code lane} or, if that is null, anywhere. */
    private TraceEvent first(String ack, TraceEvent moment, String lane, Kind... kinds) {
        List<Kind> wanted = Arrays.asList(kinds);
        return trace.events().subList((int) moment.id() + 1, trace.size()).stream()
                .filter(event -> wanted.contains(event.kind())
                        && (lane == null || event.lane().equals(lane))
                        && event.text().contains(ack))
                .findFirst()
                .orElse(null);
    }

    private boolean leavesAfter(History.Receipt receipt, TraceEvent moment) {
        TraceEvent next = facts.history().nextAfter(receipt.connection(), moment);
        return next != null && next.kind() == Kind.DISCONNECTED;
    }

    private boolean isCutOff(TraceEvent sent) {
        return trace.effectsOf(sent).stream()
                .anyMatch(effect -> effect.kind() == Kind.LOST || effect.kind() == Kind.CONNECTION_REFUSED);
    }

    private boolean isSubscribed(String node, TraceEvent publish) {
        return new Subscriptions(trace).at(node, publish) == Subscriptions.State.SUBSCRIBED;
    }

    private boolean diesAfter(String node, TraceEvent moment) {
        return trace.events().subList((int) moment.id(), trace.size()).stream()
                .anyMatch(
                        event -> event.kind() == Kind.NODE_DIED && event.lane().equals(node));
    }

    /**
     * Whether the emitting program had stopped to wait: after its timeout, or because everybody had answered whom its node knew of.
     * It asks Redis how many nodes there are, and a node that has just lost its subscription is not counted. 0.9 waits forever.
     */
    private boolean isLate(TraceEvent arrival, TraceEvent emit, List<TraceEvent> told) {
        if (told.isEmpty() || isLegacy()) {
            return false;
        }
        long waited = arrival.timeMicros() - emit.timeMicros();
        return waited >= Broadcast.ACK_TIMEOUT_MILLIS * 1_000
                || told.get(0).id() < arrival.id() && isSomebodyNotCounted(emit, told.get(0));
    }

    private boolean isSomebodyNotCounted(TraceEvent emit, TraceEvent told) {
        return trace.events().subList((int) emit.id(), (int) told.id()).stream()
                .filter(event ->
                        event.is(Kind.REDIS_HANDLED, "PUBSUB") && event.peer().equals(emit.lane()))
                .anyMatch(count -> facts.run().string().scenario().workers().stream()
                        .anyMatch(worker -> new Subscriptions(trace).at(worker, REQUESTS, count.id())
                                != Subscriptions.State.SUBSCRIBED));
    }

    /** Each client asks for an ack whenever it is asked for one. It gets it, once, if its session goes on. */
    private void toClients() {
        for (ClientConnection connection : facts.recipients().connections()) {
            for (TraceEvent asked : trace.events(event ->
                    event.is(Kind.EMIT, "fence") && ClientConnection.of(event).equals(connection))) {
                String payload = Payload.in(asked).map(Payload::written).orElse("");
                TraceEvent next = facts.history().nextAfter(connection, asked);
                boolean stays = next == null;
                long acks = trace.count(event -> event.is(Kind.ACKED, "fence")
                        && ClientConnection.of(event).equals(connection)
                        && event.text().equals(payload)
                        && event.id() > asked.id()
                        && (next == null || event.id() < next.id()));
                if (acks > 1 || stays && acks == 0) {
                    wrong.add(connection + " got " + acks + " acks of \"fence\" after " + payload);
                }
            }
            trace.events(event -> event.kind() == Kind.WARNING
                            && event.lane().equals(connection.client())
                            && event.peer().equals(connection.worker()))
                    .forEach(event -> wrong.add(connection + ": " + event.text()));
        }
    }
}
