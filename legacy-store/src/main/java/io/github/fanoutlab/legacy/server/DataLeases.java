package io.github.fanoutlab.legacy.server;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How a repaired node sees to it that the data of its clients do not outlive it: they are to expire, and it puts that off
 * as long as it lives.
 *
 * <pre>
 *   set, by the session's home                 EXPIRE 120
 *   every 10 s                                 EXPIRE 120, again
 *   the session goes on with a node of 0.9     PERSIST: that would not renew it
 *   the session ends                           EXPIRE 15, as ever
 * </pre>
 *
 * <p>Does nothing in the other dialects. Used on the node's loop only.
 */
final class DataLeases {

    private static final long LEASE_SECONDS = 120;

    private final Manager manager;
    private final Set<String> leased = new LinkedHashSet<>();

    DataLeases(Manager manager) {
        this.manager = manager;
    }

    /** Session {@code id} has data now. */
    void begin(String id) {
        if (manager.roaming().isHome(id)) {
            leased.add(id);
            manager.store().keep(id, LEASE_SECONDS);
        }
    }

    void renew() {
        List.copyOf(leased).forEach(id -> manager.store().keep(id, LEASE_SECONDS));
    }

    /** Session {@code id} lives on without this node. */
    void end(String id) {
        if (leased.remove(id)) {
            manager.store().keepForEver(id);
        }
    }

    /** Session {@code id} is over. */
    void forget(String id) {
        leased.remove(id);
    }
}
