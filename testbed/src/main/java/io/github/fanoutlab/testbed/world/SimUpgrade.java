package io.github.fanoutlab.testbed.world;

import io.github.fanoutlab.platform.ClientConnection;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.http.WebSocketUpgrade;
import java.util.Map;

/** A request for a WebSocket at the server, which waits to be accepted or rejected. */
final class SimUpgrade implements WebSocketUpgrade {

    private final SimNode node;
    private final Endpoint end;
    private final HttpRequest request;
    private final WebSocketOpening opening;
    private boolean answered;

    SimUpgrade(SimNode node, Endpoint end, HttpRequest request, WebSocketOpening opening) {
        this.node = node;
        this.end = end;
        this.request = request;
        this.opening = opening;
    }

    @Override
    public HttpRequest request() {
        return request;
    }

    @Override
    public ClientConnection accept(int maxMessageBytes) {
        return accept(maxMessageBytes, Map.of());
    }

    @Override
    public ClientConnection accept(int maxMessageBytes, Map<String, String> headers) {
        answer("accept");
        SimWebSocket socket = opening.accepted(node, maxMessageBytes, headers);
        socket.begin();
        if (!end.isOpen()) {
            node.loop().execute(() -> socket.over(SimWebSocket.ABNORMAL, "the client left before it was accepted"));
        }
        return socket;
    }

    @Override
    public void reject(HttpResponse response) {
        answer("reject");
        if (end.isOpen()) {
            opening.rejected(response);
        }
    }

    private void answer(String call) {
        node.requireTurn("WebSocketUpgrade." + call);
        if (answered) {
            throw new IllegalStateException(
                    "the upgrade of " + request.target() + " was answered already; " + call + " came second");
        }
        answered = true;
    }
}
