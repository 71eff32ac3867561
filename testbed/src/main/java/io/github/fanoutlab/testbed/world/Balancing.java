package io.github.fanoutlab.testbed.world;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How a load balancer chooses who gets a request. Whoever does not listen is passed over. */
public enum Balancing {
    /** There is none: clients know the addresses of the servers. */
    NONE("none"),
    /** Each request goes to the next server. It knows no sessions. */
    ROUND_ROBIN("round-robin"),
    /** All requests of one client's address go to the same server, like nginx's {@code ip_hash}. */
    SOURCE("source"),
    /**
     * The first request goes to the next server, and the answer sets a cookie that names it; further requests bring the cookie and
     * follow it, like HAProxy's {@code cookie SERVERID insert}.
     */
    COOKIE("cookie");

    private final String key;

    Balancing(String key) {
        this.key = key;
    }

    /** As typed, and as in run strings. */
    public String key() {
        return key;
    }

    /** As typed, all of them. */
    public static List<String> keys() {
        return Arrays.stream(values()).map(Balancing::key).toList();
    }

    /** The one that is typed so. */
    public static Optional<Balancing> named(String key) {
        return Arrays.stream(values())
                .filter(balancing -> balancing.key.equals(key))
                .findFirst();
    }
}
