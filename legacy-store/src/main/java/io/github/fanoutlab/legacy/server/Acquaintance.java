package io.github.fanoutlab.legacy.server;

import io.github.fanoutlab.legacy.store.StoreMessage;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * How a repaired node gets to know a session before it serves a request of it: the client may have been quicker than what the
 * others said of it, and its next request may go to one of them.
 *
 * <pre>
 *   handshake unknown here             wait for what was said so far, then look again
 *   no transport so far, by HTTP       the same; if none of the others has had one either, publish connect [id,true], and
 *                                      wait until it has been sent: else two nodes would take themselves for its home
 *   a POST at the session's home       wait for what was said so far, its earlier POSTs elsewhere included
 * </pre>
 *
 * <p>In the other dialects nobody waits. Used on the node's loop only.
 */
final class Acquaintance {

    private final Manager manager;
    private final Set<String> announced = new LinkedHashSet<>();

    Acquaintance(Manager manager) {
        this.manager = manager;
    }

    /** Runs {@code upgrade}, which makes a WebSocket of session {@code id}. */
    void beforeWebSocket(String id, Runnable upgrade) {
        if (manager.dialect().repairs() && !isHandshaken(id)) {
            manager.store().catchUp(upgrade);
        } else {
            upgrade.run();
        }
    }

    /** Runs {@code adopt}, by which a request of session {@code id} becomes a transport; {@code isPost}: which says something. */
    void beforeHttp(String id, boolean isPost, Runnable adopt) {
        boolean mustWait = !isConnected(id) || isPost && manager.roaming().isHome(id);
        if (!manager.dialect().repairs() || !mustWait) {
            adopt.run();
            return;
        }
        manager.store().catchUp(() -> {
            if (isHandshaken(id) && !isConnected(id)) {
                announced.add(id);
                manager.publish(new StoreMessage.Connect(id, true));
                manager.store().whenSent(adopt);
            } else {
                adopt.run();
            }
        });
    }

    private boolean isHandshaken(String id) {
        return manager.tables().handshaken.containsKey(id);
    }

    private boolean isConnected(String id) {
        return manager.tables().connected.contains(id);
    }

    /** Whether the others know already that session {@code id} connects here. Asked once. */
    boolean wasAnnounced(String id) {
        return announced.remove(id);
    }

    /** The session is over. */
    void forget(String id) {
        announced.remove(id);
    }
}
