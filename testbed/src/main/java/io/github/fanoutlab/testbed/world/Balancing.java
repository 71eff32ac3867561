package io.github.fanoutlab.testbed.world;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How a load balancer chooses the server for a request. It passes over servers that do not listen. */
public enum Balancing {
    /** There is none: clients know the addresses of the servers. */
    NONE("none"),
    /** Each request goes to the next server. It knows no sessions. */
    ROUND_ROBIN("round-robin"),
    /** All requests of one client's address go to the same server, like nginx's {@code ip_hash}. */
    SOURCE("source"),
    /**
     * The first request goes to the next server, and the response sets a cookie that names the server. Later requests bring the
     * cookie and go there, like HAProxy's {@code cookie SERVERID insert}.
     */
    COOKIE("cookie");

    private final String key;

    Balancing(String key) {
        this.key = key;
    }

    /** The word for it on the command line and in run strings. */
    public String key() {
        return key;
    }

    /** The words for all of them. */
    public static List<String> keys() {
        return Arrays.stream(values()).map(Balancing::key).toList();
    }

    /** The one whose {@link #key} is {@code key}. */
    public static Optional<Balancing> named(String key) {
        return Arrays.stream(values())
                .filter(balancing -> balancing.key.equals(key))
                .findFirst();
    }
}
