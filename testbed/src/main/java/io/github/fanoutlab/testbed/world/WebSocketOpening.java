package io.github.fanoutlab.testbed.world;

import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.node.Network.WebSocketCallback;
import io.github.fanoutlab.testbed.trace.Kind;
import java.net.URI;
import java.util.Map;
import java.util.function.Consumer;

/** A client's request for a WebSocket, until the server has accepted or rejected it. */
final class WebSocketOpening {

    private static final int SWITCHING_PROTOCOLS = 101;

    private final SimNetwork network;
    private final SimNode client;
    private final URI target;
    private final HttpRequest request;
    private final WebSocketCallback callback;
    private final Consumer<HttpResponse> onResponse;
    private Endpoint end;

    WebSocketOpening(
            SimNetwork network,
            URI target,
            HttpRequest request,
            WebSocketCallback callback,
            Consumer<HttpResponse> onResponse) {
        this.network = network;
        this.client = network.node();
        this.target = target;
        this.request = request;
        this.callback = callback;
        this.onResponse = onResponse;
    }

    /** Sends the request, recorded as {@code sent}, on the connection that came up. */
    void send(Endpoint connected, SimListener listener, long sent) {
        end = connected;
        end.whenBroken(callback::onRefused);
        Endpoint server = end.peer();
        end.transmit(sent, () -> listener.upgrade(server, sent, request, this));
    }

    /** The server accepts; returns its side of the WebSocket. */
    SimWebSocket accepted(SimNode server, int maxMessageBytes, Map<String, String> headers) {
        SimWebSocket theirs = new SimWebSocket(server, end.peer(), request.remoteAddress(), maxMessageBytes);
        SimWebSocket mine = new SimWebSocket(client, end, server.name(), Integer.MAX_VALUE);
        theirs.pairWith(mine);
        long opened = end.peer().record(Kind.CONNECTION_OPENED, "", null, 0);
        end.peer().transmit(opened, () -> {
            mine.begin();
            HttpResponse response = new HttpResponse(SWITCHING_PROTOCOLS, headers, new byte[0]);
            onResponse.accept(network.arrived(target, request, server.name(), response));
            client.handle(end.record(opened, Kind.CONNECTION_OPENED, "", null, 0), () -> callback.onOpen(mine));
        });
        return theirs;
    }

    /** The server rejects. */
    void rejected(HttpResponse response) {
        String name = request.method() + ' ' + request.path();
        long sent = end.peer().record(Kind.HTTP_RESPONSE_SENT, name, response, response.status());
        end.peer().transmit(sent, () -> {
            long received = end.record(sent, Kind.HTTP_RESPONSE_RECEIVED, name, response, response.status());
            end.finish("the upgrade was rejected");
            onResponse.accept(response);
            client.handle(
                    received,
                    () -> callback.onRefused(
                            "HTTP " + response.status() + " instead of an upgrade: " + response.text()));
        });
        end.peer().finish("the upgrade was rejected");
    }
}
