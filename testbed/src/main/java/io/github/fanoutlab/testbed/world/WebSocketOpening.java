package io.github.fanoutlab.testbed.world;

import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.node.Network.WebSocketCallback;
import io.github.fanoutlab.testbed.trace.Kind;
import java.util.Map;

/** A client's request for a WebSocket, until the server has accepted or rejected it. */
final class WebSocketOpening {

    private static final HttpResponse SWITCHING_PROTOCOLS = new HttpResponse(101, Map.of(), new byte[0]);

    private final SimNode client;
    private final Endpoint end;
    private final HttpRequest request;
    private final WebSocketCallback callback;
    private final HttpCall.Arrival arrival;

    WebSocketOpening(
            SimNode client, Endpoint end, HttpRequest request, WebSocketCallback callback, HttpCall.Arrival arrival) {
        this.client = client;
        this.end = end;
        this.request = request;
        this.callback = callback;
        this.arrival = arrival;
    }

    /** Sends the request, recorded as {@code sent}. */
    void send(SimPort port, long sent) {
        end.whenBroken(callback::onRefused);
        Endpoint server = end.peer();
        end.transmit(sent, () -> port.upgrade(server, sent, request, this));
    }

    /** The server agreed; returns its side of the WebSocket. */
    SimWebSocket accepted(SimNode server, int maxMessageBytes) {
        SimWebSocket theirs = new SimWebSocket(server, end.peer(), maxMessageBytes);
        SimWebSocket mine = new SimWebSocket(client, end, Integer.MAX_VALUE);
        theirs.pairWith(mine);
        long opened = end.peer().record(Kind.CONNECTION_OPENED, "", null, 0);
        end.peer().transmit(opened, () -> {
            mine.begin();
            arrival.of(server.name(), SWITCHING_PROTOCOLS);
            client.handle(end.record(opened, Kind.CONNECTION_OPENED, "", null, 0), () -> callback.onOpen(mine));
        });
        return theirs;
    }

    /** The server declined. */
    void rejected(HttpResponse response) {
        String name = request.method() + ' ' + request.path();
        long sent = end.peer().record(Kind.HTTP_RESPONSE_SENT, name, response, response.status());
        end.peer().transmit(sent, () -> {
            long received = end.record(sent, Kind.HTTP_RESPONSE_RECEIVED, name, response, response.status());
            end.finish("the upgrade was rejected");
            client.handle(
                    received,
                    () -> callback.onRefused(
                            "HTTP " + response.status() + " instead of an upgrade: " + response.text()));
        });
        end.peer().finish("the upgrade was rejected");
    }
}
