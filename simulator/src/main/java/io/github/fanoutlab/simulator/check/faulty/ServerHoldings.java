package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Holdings;
import io.github.fanoutlab.simulator.scenario.MasterRole;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What servers must hold at the end of a run, when all has healed and been quiet, against what they do hold.
 *
 * <p>1.0+ replicates nothing: a server holds the sessions of the clients that are connected to it, and nothing else.
 *
 * <p>In 0.9 every node holds the sessions of the whole cluster. It also keeps some that are over, by the rules of its design, and
 * only these:
 *
 * <pre>
 * 0.9.16                        nodes do not tell each other of the end of a session, only that its transport opened or closed
 * message lost, process died    a node that missed the end of a session keeps it forever; one that was not yet subscribed when
 *                               the session began does not have it
 * a server that never listens   keeps handshakes that were never used
 * a session that moved          its former worker does not end it, even if the client polls there again: "open" may come late
 * a session that is not known   the worker that refuses it notes that its transport closed, and never forgets that
 * </pre>
 */
final class ServerHoldings {

    /** 0.9: handshakes that were not used for 30 s are collected every 10 s. */
    private static final long UNUSED_MICROS = 40_000_000;

    /** A session that a client had, and when which worker accepted it; not {@code live} if it was over at the end. */
    private record Session(String id, String home, ClientRole role, TraceEvent accepted, boolean live) {}

    private final Facts facts;
    private final Trace trace;
    private final boolean polls;
    private final Map<String, Session> sessions = new LinkedHashMap<>();
    private final List<String> wrong = new ArrayList<>();

    private ServerHoldings(Facts facts) {
        this.facts = facts;
        this.trace = facts.run().trace();
        this.polls = facts.run().string().access().transport().polls();
        for (ClientConnection connection : facts.recipients().connections()) {
            TraceEvent begun = null;
            for (TraceEvent change : facts.history().sessions.getOrDefault(connection, List.of())) {
                if (begun != null) {
                    add(connection, begun, false);
                }
                begun = change.kind() == Kind.CONNECTED ? change : null;
            }
            if (begun != null) {
                add(connection, begun, true);
            }
        }
        trace.events(event -> isPublished("connect", event)).forEach(this::addUnheard);
    }

    /** Whether a node tells the others something on {@code channel}. */
    static boolean isPublished(String channel, TraceEvent event) {
        return event.is(Kind.REDIS_SENT, "PUBLISH") && event.channel().equals(channel);
    }

    /** 0.9: a session that a worker began, and whose client had left before it heard of that. */
    private void addUnheard(TraceEvent connect) {
        String id = firstArgument(connect);
        trace
                .events(event -> event.kind() == Kind.HTTP_REQUEST_RECEIVED
                        && event.lane().equals(connect.lane())
                        && event.name().endsWith('/' + id))
                .stream()
                .limit(1)
                .forEach(request -> facts.recipients().connections().stream()
                        .filter(connection ->
                                request.peer().equals(connection.client()) && connection.reaches(request.lane()))
                        .forEach(connection -> sessions.putIfAbsent(
                                id,
                                new Session(
                                        id, connect.lane(), facts.recipients().role(connection), connect, false))));
    }

    private void add(ClientConnection connection, TraceEvent begun, boolean live) {
        TraceEvent sent = trace.nearestCause(begun, ClientWire::isSentToClient);
        String home = sent == null ? connection.worker() : sent.lane();
        TraceEvent accepted = sent == null ? begun : sent;
        sessions.put(
                begun.text(), new Session(begun.text(), home, facts.recipients().role(connection), accepted, live));
    }

    /** What servers hold too much or too little, in words; empty if nothing. */
    static List<String> deviations(Facts facts) {
        ServerHoldings rule = new ServerHoldings(facts);
        rule.judge();
        return rule.wrong;
    }

    private void judge() {
        subscriptions();
        facts.run().holdings().forEach((node, holdings) -> {
            if (facts.run().string().generation() == Generation.ADAPTER) {
                adapter(node, holdings);
            } else {
                legacy(node, holdings);
            }
        });
    }

    private List<Session> liveAt(String node) {
        return sessions.values().stream()
                .filter(session -> session.live && isHome(node, session))
                .toList();
    }

    /** Whether {@code node} accepted the session and has not died since. */
    private boolean isHome(String node, Session session) {
        return session.home.equals(node)
                && trace.events().subList((int) session.accepted.id(), trace.size()).stream()
                        .noneMatch(event ->
                                event.kind() == Kind.NODE_DIED && event.lane().equals(node));
    }

    /**
     * Of how many live sessions the program on {@code node} was told. If the balancer takes a client to another worker that has not
     * yet heard of its session's beginning, both programs are told that it begins.
     */
    private int connectedAt(String node, Holdings holdings) {
        return (int) sessions.values().stream()
                .filter(session -> polls ? saysThatItBegins(node, session) : isHome(node, session))
                .filter(session -> session.live || isConnected(holdings, session) && wasTakenOver(node, session.id))
                .count();
    }

    private static boolean isConnected(Holdings holdings, Session session) {
        return holdings.tables().getOrDefault("connected", List.of()).contains(session.id);
    }

    private boolean saysThatItBegins(String node, Session session) {
        boolean says = false;
        for (TraceEvent event : trace.events()) {
            if (event.lane().equals(node)) {
                boolean connect = event.is(Kind.REDIS_SENT, "PUBLISH")
                        && event.channel().equals("connect")
                        && event.text().contains(session.id);
                says = event.kind() != Kind.NODE_DIED && (says || connect);
            }
        }
        return says;
    }

    /** How many clients are connected through {@code node}. In 0.9, a session that polls goes on wherever the balancer leads it. */
    private int transportsAt(String node) {
        return (int) sessions.values().stream()
                .filter(Session::live)
                .filter(session -> !polls && isHome(session.home, session)
                        ? session.home.equals(node)
                        : lastPoll(session).lane().equals(node))
                .count();
    }

    private TraceEvent lastPoll(Session session) {
        TraceEvent last = session.accepted;
        for (TraceEvent event : trace.events(Kind.HTTP_REQUEST_RECEIVED)) {
            boolean poll = event.name().startsWith("GET ") && event.text().contains(session.id);
            last = poll ? event : last;
        }
        return last;
    }

    /** Every server is subscribed to what all need and, in 0.9.16, to the channels of its clients. */
    private void subscriptions() {
        RunString run = facts.run().string();
        if (run.dialect() == RedisDialect.MINE) { // which subscribes to what its author likes
            return;
        }
        int namespaces = 1 + run.played().namespaces().size();
        int shared = switch (run.dialect()) {
            case V0_9_17 -> 13;
            case V0_9_16 -> 8;
            case V8 -> 4 * namespaces;
            case V5 -> 3 * namespaces;
            case V0_1 -> 1;
            case STREAMS -> 2 * namespaces;
            case MINE -> 0;
        };
        Subscriptions.atEnd(trace).forEach((node, names) -> {
            if (!run.scenario().nodes().contains(node) || isPublisher(node)) {
                return;
            }
            boolean ownChannels = run.dialect() == RedisDialect.V0_9_16;
            int own = (int) names.stream()
                    .filter(name -> ownChannels && !isShared(name))
                    .count();
            count(node, "subscriptions", names.size() - own, shared);
            if (ownChannels && !polls && heardEverything(node)) {
                count(node, "subscriptions for clients", own, channelsOfClients(node));
            }
        });
    }

    private boolean isPublisher(String node) {
        return node.equals(Scenario.MASTER) && facts.run().string().scenario().master() == MasterRole.EMITTER;
    }

    /**
     * 0.9.16: five channels of each client; when a session is over, its worker keeps two, and every other node one. The others keep one
     * also of a session that a worker refused, until they collect its handshake: it tells them that the transport closed.
     */
    private int channelsOfClients(String node) {
        int channels = 0;
        for (Session session : sessions.values()) {
            boolean home = session.home.equals(node);
            channels += session.live ? (home ? 5 : 0) : (home ? 2 : 1);
        }
        for (TraceEvent close : trace.events(event -> isPublished("close", event))) {
            String id = firstArgument(close);
            channels += !sessions.containsKey(id) && !close.lane().equals(node) && !hasCollected(node, id) ? 1 : 0;
        }
        return channels;
    }

    /** Whether {@code node} took the session's handshake for unused, and unsubscribed. It must, in time; the master does not. */
    private boolean hasCollected(String node, String id) {
        boolean mayNotHave = isRecent(id) || node.equals(Scenario.MASTER);
        return !mayNotHave
                || trace.events(Kind.REDIS_SENT).stream()
                        .anyMatch(event -> event.lane().equals(node)
                                && event.text().equals("UNSUBSCRIBE dispatch:" + id)
                                && trace.causeOf(event).kind() == Kind.TIMER);
    }

    /** The first of what a node tells the others: the id of a session. */
    static String firstArgument(TraceEvent publish) {
        String before = "\"args\":[\"";
        int start = publish.text().indexOf(before) + before.length();
        return publish.text().substring(start, publish.text().indexOf('"', start));
    }

    private void adapter(String node, Holdings holdings) {
        Map<String, Set<String>> expected = new TreeMap<>();
        for (Session session : liveAt(node)) {
            String namespace = session.role.namespace();
            in(expected, "namespace " + namespace).add(session.id);
            in(expected, "room " + namespace + ' ' + session.id).add(session.id);
            session.role
                    .rooms()
                    .forEach(room ->
                            in(expected, "room " + namespace + ' ' + room).add(session.id));
        }
        Map<String, Set<String>> actual = new TreeMap<>();
        holdings.tables().forEach((table, ids) -> {
            if (!ids.isEmpty()) {
                in(actual, table).addAll(ids);
            }
        });
        if (!expected.equals(actual)) {
            wrong.add(node + " holds " + actual + " instead of " + expected);
        }
        count(node, "connections", holdings.connections(), liveAt(node).size());
        int ofSessions = facts.run().string().dialect() == RedisDialect.STREAMS
                ? 1 + facts.run().string().played().namespaces().size()
                : 0;
        count(node, "timers", holdings.timers(), liveAt(node).size() + ofSessions);
    }

    private void count(String node, String what, int actual, int expected) {
        if (actual != expected) {
            wrong.add(node + " has " + actual + ' ' + what + " instead of " + expected);
        }
    }

    private static Set<String> in(Map<String, Set<String>> tables, String table) {
        return tables.computeIfAbsent(table, none -> new TreeSet<>());
    }

    private void legacy(String node, Holdings holdings) {
        if (isPublisher(node)) {
            return;
        }
        boolean told = heardEverything(node);
        boolean isSticky = StickySessions.letClientsStayConnected(facts);
        boolean master = node.equals(Scenario.MASTER);
        Map<String, Set<String>> expected = new LinkedHashMap<>();
        Set<String> joined = new LinkedHashSet<>();
        sessions.values().stream().filter(Session::live).forEach(session -> {
            String namespace = session.role.namespace().equals("/") ? "" : session.role.namespace();
            for (String table : List.of("handshaken", "connected", "roomClients", "room ", "room " + namespace)) {
                in(expected, table).add(session.id);
            }
            session.role.rooms().forEach(room -> {
                String table = "room " + namespace + '/' + room;
                in(expected, table).add(session.id);
                joined.add(table);
            });
            if (!polls) {
                in(expected, "open").add(session.id);
            }
        });
        Set<String> tables = new LinkedHashSet<>(expected.keySet());
        tables.addAll(holdings.tables().keySet());
        for (String table : tables) {
            Collection<String> ids = holdings.tables().getOrDefault(table, List.of());
            for (String id : expected.getOrDefault(table, Set.of())) {
                Session session = sessions.get(id);
                boolean wasAsked = !polls || saysThatItBegins(node, session) && (isSticky || !joined.contains(table));
                boolean isItsOwn = wasAsked && isHome(node, session);
                if (!ids.contains(id) && (told || isItsOwn)) {
                    wrong.add(node + " lacks " + id + " in " + table);
                }
            }
            for (String id : ids) {
                Session session = sessions.get(id);
                boolean live = session != null && session.live;
                if (!live && !mayKeep(node, table, id, told)) {
                    String whose = session == null ? "a client that was never connected" : session.role.name();
                    wrong.add(node + " still holds " + id + " of " + whose + " in " + table);
                }
            }
        }
        bufferedAsAtHome(node, holdings, told);
        count(node, "connections", holdings.connections(), connectedAt(node, holdings));
        count(node, "timers", holdings.timers(), master ? 0 : transportsAt(node) + 1);
    }

    /** What is for a client whose transport has closed waits on every node. */
    private void bufferedAsAtHome(String node, Holdings holdings, boolean told) {
        for (Session session : sessions.values()) {
            Holdings home = facts.run().holdings().get(session.home);
            if (told && session.live && home != null && isClosed(home, session) != isClosed(holdings, session)) {
                wrong.add(node + " does not agree with " + session.home + " that a transport of " + session.id
                        + " has closed");
            }
        }
    }

    private static boolean isClosed(Holdings holdings, Session session) {
        return holdings.tables().getOrDefault("closed", List.of()).contains(session.id);
    }

    private boolean mayKeep(String node, String table, String id, boolean told) {
        Session session = sessions.get(id);
        if (table.equals("closed") && wasRefused(id)) {
            return true;
        }
        if (session == null) {
            return !told || table.equals("handshaken") && (node.equals(Scenario.MASTER) || isRecent(id));
        }
        if (isHome(node, session)) {
            return wasTakenOver(node, id);
        }
        boolean untold = facts.run().string().dialect() == RedisDialect.V0_9_16
                && (!table.equals("open") || wasToldLast("open", node, id));
        return untold || !told;
    }

    /** 0.9.16: whether the last that {@code node} was told of the session's transport is {@code what}, and not the opposite. */
    private boolean wasToldLast(String what, String node, String id) {
        String last = "";
        for (TraceEvent event : trace.events(Kind.REDIS_PUSH)) {
            boolean ofTransport =
                    event.channel().equals("open") || event.channel().equals("close");
            if (ofTransport && event.lane().equals(node) && event.text().contains(id)) {
                last = event.channel();
            }
        }
        return last.equals(what);
    }

    /**
     * Whether nobody at {@code node} ends the session when the client is gone. So it is when {@code node} heard from another node that the
     * session has opened there, after the client's last request came here: it leaves its own transport alone. So it is, too, when no
     * request but a POST ever came here.
     */
    private boolean wasTakenOver(String node, String id) {
        boolean takenOver = false;
        boolean connected = false;
        for (TraceEvent event : trace.events()) {
            if (event.lane().equals(node)) {
                boolean request = event.kind() == Kind.HTTP_REQUEST_RECEIVED
                        && event.text().contains(id);
                connected |= request && event.name().startsWith("GET ");
                takenOver = !request && (takenOver || isOpenedElsewhere(event, node, id));
            }
        }
        return takenOver || !connected;
    }

    private boolean isOpenedElsewhere(TraceEvent event, String node, String id) {
        if (event.kind() != Kind.REDIS_PUSH
                || !event.channel().equals("open")
                || !event.text().contains(id)) {
            return false;
        }
        TraceEvent publish = trace.nearestCause(event, cause -> isPublished("open", cause));
        return publish != null && !publish.lane().equals(node);
    }

    /** Whether the handshake was answered too late to be collected as unused. */
    private boolean isRecent(String id) {
        return trace.events().stream()
                .anyMatch(event -> event.kind() == Kind.HTTP_RESPONSE_SENT
                        && event.timeMicros() > facts.run().probedMicros() - UNUSED_MICROS
                        && event.text().contains(id));
    }

    /** Whether a worker answered a request of the session that it does not know it. */
    private boolean wasRefused(String id) {
        return trace.events().stream()
                .filter(event -> event.kind() == Kind.HTTP_REQUEST_RECEIVED
                        && event.text().contains(id))
                .flatMap(request -> trace.effectsOf(request).stream())
                .anyMatch(answer -> answer.text().contains(Generation.LEGACY.sessionUnknown()));
    }

    /** Whether every message of another node reached {@code node}: it subscribed before the first one of each channel, nothing was lost. */
    private boolean heardEverything(String node) {
        Set<String> channels = new LinkedHashSet<>();
        return nothingWasLost()
                && trace.events(event -> event.is(Kind.REDIS_HANDLED, "PUBLISH") && isShared(event.channel())).stream()
                        .filter(publish -> channels.add(publish.channel()))
                        .allMatch(first -> new Subscriptions(trace).at(node, first) == Subscriptions.State.SUBSCRIBED);
    }

    /** 0.9: whether all nodes subscribe to the channel. The others are those of one session. */
    private static boolean isShared(String channel) {
        return !channel.contains(":");
    }

    /** Whether every message between the nodes arrived: no process died, no connection to Redis ended, and none was refused. */
    private boolean nothingWasLost() {
        return trace.events().stream()
                .noneMatch(event -> event.kind() == Kind.NODE_DIED
                        || event.kind() == Kind.CONNECTION_CLOSED
                                && event.lane().equals("redis")
                        || event.kind() == Kind.LOST && isPublish(event.cause()));
    }

    private boolean isPublish(long sent) {
        return sent >= 0 && trace.event(sent).is(Kind.REDIS_SENT, "PUBLISH");
    }
}
