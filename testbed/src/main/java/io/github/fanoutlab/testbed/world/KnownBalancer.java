package io.github.fanoutlab.testbed.world;

import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import java.util.List;

/** Chooses as {@link Balancing} says, and passes over servers that do not listen. */
final class KnownBalancer implements Balancer {

    /** As HAProxy's documentation calls it. */
    private static final String COOKIE = "SERVERID";

    private final Balancing balancing;
    private final List<String> servers;
    private int turn;

    KnownBalancer(Balancing balancing, List<String> servers) {
        this.balancing = balancing;
        this.servers = List.copyOf(servers);
    }

    @Override
    public String choose(HttpRequest request, List<String> listening) {
        int first = switch (balancing) {
            case SOURCE -> Math.floorMod(request.remoteAddress().hashCode(), servers.size());
            case COOKIE -> servers.indexOf(named(request));
            default -> -1;
        };
        boolean inTurn = first < 0;
        String chosen = firstThatListens(inTurn ? turn : first, listening);
        if (inTurn) {
            turn = servers.indexOf(chosen) + 1;
        }
        return chosen;
    }

    private String firstThatListens(int from, List<String> listening) {
        int at = from;
        while (!listening.contains(servers.get(at % servers.size()))) {
            at++;
        }
        return servers.get(at % servers.size());
    }

    @Override
    public HttpResponse pass(HttpRequest request, String server, HttpResponse response) {
        boolean setsCookie = balancing == Balancing.COOKIE && !server.equals(named(request));
        return setsCookie ? response.with("Set-Cookie", COOKIE + '=' + server + "; path=/") : response;
    }

    private static String named(HttpRequest request) {
        return Cookies.value(request.header("cookie"), COOKIE);
    }
}
