package io.github.fanoutlab.legacy.server;

import io.github.fanoutlab.legacy.protocol.PayloadText;
import io.github.fanoutlab.legacy.store.StoreMessage;
import io.github.fanoutlab.legacy.store.Way;
import io.github.fanoutlab.platform.EventLoop;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
 *   UNDERWAY  close timeout              as if written: the other node has died
 * </pre>
 *
 * <p>Redis has one order of all messages, which is why this is enough: who answers a poll with what its home has sent, was
 * known to the home before. The additional arguments mean nothing to nodes of 0.9.19; a session that one of these has served
 * is treated as in 0.9 from then on. Used on the node's loop only.
 */
final class Roaming {

    private final Manager manager;
    private final Set<String> elsewhere = new LinkedHashSet<>();
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
    }

    /** Session {@code id} connects to this repaired node first. */
    void begin(String id) {
        here.putIfAbsent(id, new Absence());
    }

    /** Session {@code id} has its home on another repaired node. */
    void isAwayFromHome(String id) {
        if (!here.containsKey(id)) {
            elsewhere.add(id);
        }
    }

    /** The session is over, or in the hands of a node of 0.9. */
    void forget(String id) {
        elsewhere.remove(id);
        Absence absence = here.remove(id);
        if (absence != null) {
            settle(absence);
        }
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
        return elsewhere.contains(id);
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
            packets.forEach(packet -> manager.publish(StoreMessage.DispatchRemote.over(absence.way, id, packet)));
        } else {
            manager.publish(StoreMessage.DispatchRemote.over(absence.way, id, PayloadText.encode(packets)));
            absence.destination = absence.way;
            absence.underway = packets;
            absence.patience = manager.ports()
                    .loop()
                    .schedule(manager.settings().millis("close timeout"), () -> {
                        settle(absence);
                        manager.sendWaiting(id);
                    });
        }
        return true;
    }

    private static void settle(Absence absence) {
        if (absence.patience != null) {
            absence.patience.cancel();
        }
        absence.patience = null;
        absence.destination = null;
        absence.underway = List.of();
    }

    /** A transport of a client of this node has opened elsewhere; one that is still open somewhere else is in its way. */
    void opened(String id, Way way) {
        leave(id);
        here.get(id).way = way;
    }

    /** A transport of a client of this node has opened here. */
    void leave(String id) {
        Absence absence = here.get(id);
        if (absence != null && absence.way != null) {
            manager.publish(StoreMessage.DispatchRemote.over(absence.way, id, Way.CLOSE));
            absence.way = null;
        }
    }

    /** A transport of a client of this node has closed elsewhere, after it has {@code written} what was underway, or not. */
    void closed(String id, Way way, boolean written) {
        Absence absence = here.get(id);
        if (way.equals(absence.way)) {
            absence.way = null;
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
