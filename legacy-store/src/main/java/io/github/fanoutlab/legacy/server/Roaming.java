package io.github.fanoutlab.legacy.server;

import io.github.fanoutlab.legacy.protocol.Packet;
import io.github.fanoutlab.legacy.protocol.PacketText;
import io.github.fanoutlab.legacy.protocol.PacketType;
import io.github.fanoutlab.legacy.protocol.PayloadText;
import io.github.fanoutlab.legacy.store.StoreMessage;
import io.github.fanoutlab.legacy.store.Way;
import io.github.fanoutlab.platform.EventLoop;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How repaired nodes serve a client that is at one node now and at another one then, as behind a load balancer that knows no
 * sessions. In 0.9 each node decides by itself what to write and what to keep, from tables that lag behind, and so packets
 * come twice or never. Among repaired nodes one decides: the session's home, to which the client connected first, and where
 * its handlers are. The others hand to it what the client posts, and write what it tells them to.
 *
 * <p>A client of this node, and its transport elsewhere:
 *
 * <pre>
 *   NOWHERE   open [id,way]              THERE: what waited goes there, and what comes: dispatch-remote [id,payload,true,way]
 *   THERE     sent, and it was a poll    UNDERWAY: what comes waits
 *   THERE, UNDERWAY   close [id,way,written]   NOWHERE: what was not written waits again, before all else
 *   THERE, UNDERWAY   open [id,way2]     THERE at the new one, once what is underway has been accounted for
 *   UNDERWAY  close timeout, or 1 s      as if written: the other node has died, or what it said was lost; 1 s after
 *                                        another transport of the client has opened
 *   THERE     polling duration, a poll   8:: goes there, so that the other node knows that the home lives
 * </pre>
 *
 * <p>A guest whose home was silent for {@value #PATIENT_POLLS} polls, half as long again as others, is told to connect anew.
 *
 * <p>Redis has one order of all messages, which is why this is enough: who answers a poll with what its home has sent, was
 * known to the home before (the masters of a Redis Cluster have an order each, and promise less). The additional arguments mean nothing to nodes of 0.9.19; a session that one of these has served
 * is treated as in 0.9 from then on. Used on the node's loop only.
 */
final class Roaming {

    private static final int PATIENT_POLLS = 2;

    /** Redis lags less than this behind a client that had an answer and polls again; else what would account for it was lost. */
    private static final long LONGEST_LAG_MILLIS = 1_000;

    private static final String NOOP = PacketText.encode(Packet.of(PacketType.NOOP, ""));

    private final Manager manager;

    /** The sessions with a home elsewhere, and how many polls in a row that has left without a word. */
    private final Map<String, Integer> elsewhere = new LinkedHashMap<>();

    private final Map<String, Absence> here = new LinkedHashMap<>();

    Roaming(Manager manager) {
        this.manager = manager;
    }

    /** Where the transport of one of this node's clients is, if it is elsewhere. */
    private static final class Absence {
        Way way;
        Way destination;
        List<String> underway = List.of();
        EventLoop.Timer patience;
        EventLoop.Timer pollTimeout;

        void isAt(Way opened) {
            cancel(pollTimeout);
            way = opened;
        }
    }

    /** Session {@code id} connects to this repaired node first. */
    void begin(String id) {
        here.putIfAbsent(id, new Absence());
    }

    /** The home of session {@code id}, another repaired node, has spoken. */
    void heardOfHome(String id) {
        if (!here.containsKey(id)) {
            elsewhere.put(id, 0);
        }
    }

    /** The session is over, or in the hands of a node of 0.9. */
    void forget(String id) {
        elsewhere.remove(id);
        Absence absence = here.remove(id);
        if (absence != null) {
            settle(absence);
            absence.isAt(null);
        }
    }

    /** A guest's poll has waited in vain: whether to give its home up. */
    boolean isGivenUp(String id) {
        Integer silentPolls = elsewhere.computeIfPresent(id, (any, silent) -> silent + 1);
        return silentPolls != null && silentPolls >= PATIENT_POLLS;
    }

    /** How long a poll waits for something to answer: a guest's longer, for its home to speak first. */
    long pollMillis(String id) {
        long usual = manager.settings().millis("polling duration");
        return isGuest(id) ? usual + usual / 2 : usual;
    }

    /** Everything is forgotten. */
    void forgetAll() {
        List.copyOf(here.keySet()).forEach(this::forget);
        elsewhere.clear();
    }

    /** Whether this node decides what the client gets. */
    boolean isHome(String id) {
        return here.containsKey(id);
    }

    /** Whether another repaired node decides it. */
    boolean isGuest(String id) {
        return elsewhere.containsKey(id);
    }

    /** The sessions that have their home here. */
    List<String> atHome() {
        return List.copyOf(here.keySet());
    }

    /** Whether something is underway, so that all else must wait. */
    boolean isUnderway(String id) {
        Absence absence = here.get(id);
        return absence != null && absence.destination != null;
    }

    /** Whether the client of this node has a transport elsewhere that is open, as far as is known. */
    boolean isReachable(String id) {
        Absence absence = here.get(id);
        return absence != null && absence.way != null;
    }

    /** Sends {@code packets} to where the client of this node is; false when that is not known, or something is underway. */
    boolean send(String id, List<String> packets) {
        Absence absence = here.get(id);
        if (absence == null || absence.way == null || absence.destination != null) {
            return false;
        }
        if (absence.way.isLasting()) {
            packets.forEach(packet -> write(id, absence, packet));
        } else {
            write(id, absence, PayloadText.encode(packets));
            sentOff(id, absence, packets);
        }
        return true;
    }

    private void write(String id, Absence absence, String payload) {
        manager.publish(StoreMessage.DispatchRemote.over(absence.way, id, payload));
    }

    private void sentOff(String id, Absence absence, List<String> packets) {
        absence.destination = absence.way;
        absence.underway = packets;
        waitFor(id, absence, manager.settings().millis("close timeout"));
    }

    /** {@code millis} from now, what is underway counts as written. */
    private void waitFor(String id, Absence absence, long millis) {
        cancel(absence.patience);
        absence.patience = schedule(millis, () -> {
            settle(absence);
            manager.sendWaiting(id);
        });
    }

    private EventLoop.Timer schedule(long millis, Runnable task) {
        return manager.ports().loop().schedule(millis, task);
    }

    private static void cancel(EventLoop.Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    private static void settle(Absence absence) {
        cancel(absence.patience);
        absence.destination = null;
        absence.underway = List.of();
    }

    /** A transport of a client of this node has opened elsewhere; one that is still open somewhere else is in its way. */
    void opened(String id, Way way) {
        leave(id);
        Absence absence = here.get(id);
        absence.isAt(way);
        if (!way.isLasting()) {
            absence.pollTimeout = schedule(manager.settings().millis("polling duration"), () -> endPoll(id, absence));
        }
    }

    private void endPoll(String id, Absence absence) {
        if (absence.destination == null) {
            write(id, absence, NOOP);
            sentOff(id, absence, List.of());
        }
    }

    /** A transport of a client of this node has opened, here or on yet another node. */
    void leave(String id) {
        Absence absence = here.get(id);
        if (absence == null) {
            return;
        }
        if (absence.way != null) {
            write(id, absence, Way.CLOSE);
            absence.isAt(null);
        }
        if (absence.destination != null) {
            waitFor(id, absence, LONGEST_LAG_MILLIS);
        }
    }

    /** A transport of a client of this node has closed elsewhere, after it has {@code written} what was underway, or not. */
    void closed(String id, Way way, boolean written) {
        Absence absence = here.get(id);
        if (way.equals(absence.way)) {
            absence.isAt(null);
            manager.tables().await(id);
        }
        if (way.equals(absence.destination)) {
            if (!written) {
                manager.tables().waitAgain(id, absence.underway);
            }
            settle(absence);
        }
    }
}
