package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.scenario.Broadcast.Manner;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether the server disconnects those to whom it has said goodbye, and nobody else.
 *
 * <p>A goodbye is an emit, and then an order to disconnect whoever got it. In 1.0+ the order travels through Redis right behind
 * the emit. So a client may hear the goodbye and stay only if the order was lost on its own.
 */
final class Goodbyes {

    /** Why clients of 1.0+ and 0.9 are disconnected if the server wants it. */
    static final List<String> BY_SERVER = List.of("server disconnect", "booted");

    /** What {@code @socket.io/redis-adapter} 8 publishes to disconnect clients of other nodes. */
    private static final String ORDER = "\"type\":4";

    private final Facts facts;
    private final Trace trace;
    private final List<String> wrong = new ArrayList<>();

    private Goodbyes(Facts facts) {
        this.facts = facts;
        this.trace = facts.run().trace();
    }

    /** Who stays after a goodbye, and who is disconnected without one, in words; empty if nobody. */
    static List<String> deviations(Facts facts) {
        Goodbyes goodbyes = new Goodbyes(facts);
        goodbyes.whoStays();
        facts.recipients().connections().forEach(goodbyes::whoGoesUnasked);
        return goodbyes.wrong;
    }

    private boolean isGoodbye(Payload payload) {
        return facts.recipients().broadcast(payload).manner() == Manner.GOODBYE;
    }

    private void whoStays() {
        for (History.Receipt receipt : facts.history().receipts) {
            TraceEvent next = facts.history().nextAfter(receipt.connection(), receipt.event());
            boolean stays = isGoodbye(receipt.payload()) && (next == null || next.kind() != Kind.DISCONNECTED);
            if (stays && !isOrderLost(receipt)) {
                wrong.add(receipt + ": the client is not disconnected");
            }
        }
    }

    private boolean isOrderLost(History.Receipt receipt) {
        TraceEvent emit = facts.history().emits.get(receipt.payload());
        TraceEvent said = trace.nearestCause(receipt.event(), ClientWire::isSentToClient);
        if (emit == null || said == null) {
            return false;
        }
        if (said.lane().equals(emit.lane())) {
            return diesBeforeNextPoll(said, receipt.connection().client());
        }
        TraceEvent sent = order(emit, emit.lane(), Kind.REDIS_SENT);
        if (sent == null) {
            return trace.events().subList((int) emit.id(), trace.size()).stream()
                    .anyMatch(event ->
                            event.kind() == Kind.NODE_DIED && event.lane().equals(emit.lane()));
        }
        TraceEvent handled = trace.effectsOf(sent).stream()
                .filter(effect -> effect.kind() == Kind.REDIS_HANDLED)
                .findFirst()
                .orElse(null);
        TraceEvent last = handled == null ? sent : handled;
        if (handled != null && order(handled, said.lane(), Kind.REDIS_PUSH) != null) {
            return false;
        }
        return trace.effectsOf(last).stream().anyMatch(effect -> effect.kind() == Kind.LOST)
                || new Subscriptions(trace).at(said.lane(), last) != Subscriptions.State.SUBSCRIBED;
    }

    /** Whether the worker answered a poll with the goodbye, and died while the order waited for the next poll. */
    private boolean diesBeforeNextPoll(TraceEvent said, String client) {
        return said.kind() == Kind.HTTP_RESPONSE_SENT
                && trace.events().subList((int) said.id() + 1, trace.size()).stream()
                        .filter(event -> event.lane().equals(said.lane())
                                && (event.kind() == Kind.NODE_DIED
                                        || event.kind() == Kind.HTTP_REQUEST_RECEIVED
                                                && event.peer().equals(client)))
                        .findFirst()
                        .filter(event -> event.kind() == Kind.NODE_DIED)
                        .isPresent();
    }

    private TraceEvent order(TraceEvent moment, String lane, Kind kind) {
        return trace.events().subList((int) moment.id(), trace.size()).stream()
                .filter(event -> event.kind() == kind
                        && event.lane().equals(lane)
                        && event.text().contains(ORDER))
                .findFirst()
                .orElse(null);
    }

    /** Each worker that the client was connected to can carry out each goodbye once. */
    private void whoGoesUnasked(ClientConnection connection) {
        Map<String, Integer> byWorker = new LinkedHashMap<>();
        for (TraceEvent change : facts.history().sessions.getOrDefault(connection, List.of())) {
            if (change.kind() == Kind.DISCONNECTED && BY_SERVER.contains(change.name())) {
                TraceEvent said = trace.nearestCause(change, ClientWire::isSentToClient);
                String worker = said == null ? connection.worker() : said.lane();
                if (byWorker.merge(worker, 1, Integer::sum) > goodbyesBefore(change, connection, worker)) {
                    wrong.add(connection + " is disconnected by the server, but nobody said goodbye to it");
                }
            }
        }
    }

    private long goodbyesBefore(TraceEvent moment, ClientConnection to, String worker) {
        boolean reachOthers = facts.run().string().dialect().reachesClientsOfOthers();
        return facts.history().emits.entrySet().stream()
                .filter(emit -> emit.getValue().id() < moment.id()
                        && isGoodbye(emit.getKey())
                        && facts.recipients().isAddressed(emit.getKey(), to)
                        && (reachOthers || emit.getKey().sender().equals(worker)))
                .count();
    }
}
