package io.github.fanoutlab.testbed.world;

import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import java.util.List;

/**
 * A load balancer: a host at which other hosts answer. It chooses one of them for each TCP connection, by the first request on
 * it. After that it takes no part: it has no delay, no buffer and no failures of its own. It knows at once who listens, as if it
 * had perfect health checks.
 */
final class SimBalancer {

    /** As HAProxy's documentation calls it. */
    private static final String COOKIE = "SERVERID";

    private final World world;
    private final Balancing balancing;
    private final List<String> servers;
    private int turn;

    SimBalancer(World world, Balancing balancing, List<String> servers) {
        this.world = world;
        this.balancing = balancing;
        this.servers = List.copyOf(servers);
    }

    /** The server that takes {@code request} at {@code port}; null when none listens there. */
    SimPort choose(HttpRequest request, int port) {
        int first = switch (balancing) {
            case SOURCE -> Math.floorMod(request.remoteAddress().hashCode(), servers.size());
            case COOKIE -> servers.indexOf(named(request));
            default -> -1;
        };
        boolean inTurn = first < 0;
        SimPort chosen = firstThatListens(inTurn ? turn : first, port);
        if (inTurn && chosen != null) {
            turn = servers.indexOf(chosen.process().name()) + 1;
        }
        return chosen;
    }

    private SimPort firstThatListens(int from, int port) {
        for (int i = 0; i < servers.size(); i++) {
            SimPort candidate = world.listener(servers.get((from + i) % servers.size()) + ':' + port);
            if (candidate != null) {
                return candidate;
            }
        }
        return null;
    }

    /** What the client gets of {@code response}, which {@code server} gave to {@code request}. */
    HttpResponse pass(HttpRequest request, String server, HttpResponse response) {
        boolean setsCookie = balancing == Balancing.COOKIE && !server.equals(named(request));
        return setsCookie ? response.with("Set-Cookie", COOKIE + '=' + server + "; path=/") : response;
    }

    private static String named(HttpRequest request) {
        return Cookies.value(request.header("cookie"), COOKIE);
    }
}
