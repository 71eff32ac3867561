package io.github.fanoutlab.testbed.world;

import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import java.util.List;

/** How a load balancer chooses the server for a TCP connection; {@link Balancing} has those that everybody knows. */
public interface Balancer {

    /**
     * The server for a new connection; {@code null} refuses it. A connection to a server that does not listen is refused, too.
     *
     * @param request the first on the connection
     * @param listening the servers that listen now, in their order
     */
    String choose(HttpRequest request, List<String> listening);

    /** What the client gets of {@code response}, which {@code server} gave to {@code request}. */
    default HttpResponse pass(HttpRequest request, String server, HttpResponse response) {
        return response;
    }
}
