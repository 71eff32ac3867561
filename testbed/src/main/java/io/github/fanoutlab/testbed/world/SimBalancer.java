package io.github.fanoutlab.testbed.world;

import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import java.util.List;

/**
 * A load balancer: a host at which other hosts answer. A {@link Balancer} chooses one of them for each TCP connection. After that
 * it takes no part: it has no delay, no buffer and no failures of its own. It knows at once who listens, as if it had perfect
 * health checks.
 */
final class SimBalancer {

    private final World world;
    private final Balancer balancer;
    private final List<String> servers;

    SimBalancer(World world, Balancer balancer, List<String> servers) {
        this.world = world;
        this.balancer = balancer;
        this.servers = List.copyOf(servers);
    }

    /** The server that takes {@code request} at {@code port}; null when none listens there. */
    SimListener choose(HttpRequest request, int port) {
        List<String> listening = servers.stream()
                .filter(server -> world.listener(server + ':' + port) != null)
                .toList();
        String chosen = listening.isEmpty() ? null : balancer.choose(request, listening);
        return chosen == null ? null : world.listener(chosen + ':' + port);
    }

    /** What the client gets of {@code response}, which {@code server} gave to {@code request}. */
    HttpResponse pass(HttpRequest request, String server, HttpResponse response) {
        return balancer.pass(request, server, response);
    }
}
