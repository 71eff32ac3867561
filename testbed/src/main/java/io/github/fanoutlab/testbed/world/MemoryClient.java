package io.github.fanoutlab.testbed.world;

import io.github.fanoutlab.platform.ClientConnection;
import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.node.Network.WebSocketCallback;
import io.github.fanoutlab.platform.node.NodePorts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The far end of one WebSocket in a {@link TestLab}, a node of its own: it says what the test tells it to and keeps what it
 * hears. Binary frames are kept as {@code <bytes in hex>}.
 */
public final class MemoryClient {

    private static final int SWITCHING_PROTOCOLS = 101;

    private final World world;
    private final List<String> heard = new ArrayList<>();
    private SimWebSocket connection;
    private HttpResponse response;
    private boolean left;
    private String closedByServer;

    private MemoryClient(World world) {
        this.world = world;
    }

    /** Asks {@code handler} on {@code server}, a node of a lab, to upgrade {@code target} to WebSocket, and settles. */
    public static MemoryClient connect(NodePorts server, ClientHandler handler, String target) {
        return connect(server, handler, HttpRequest.get(target));
    }

    /** Asks with a whole request: headers, the address it comes from. Settles. */
    public static MemoryClient connect(NodePorts server, ClientHandler handler, HttpRequest request) {
        SimNode node = World.nodeOf(server);
        MemoryClient client = new MemoryClient(node.world);
        node.world
                .newClient()
                .network
                .openWebSocket(
                        node.network.addressOf(handler),
                        request,
                        client.new Outcome(),
                        response -> client.response = response);
        node.world.settle();
        return client;
    }

    /** Sends one HTTP request to {@code handler}, settles, and returns the response; null if there is none yet. */
    public static HttpResponse request(
            NodePorts server, ClientHandler handler, String method, String target, String body) {
        return request(
                server,
                handler,
                new HttpRequest(method, target, Map.of(), body.getBytes(StandardCharsets.UTF_8), "127.0.0.1"));
    }

    /** Sends {@code request} to {@code handler}, settles, and returns the response; null if there is none yet. */
    public static HttpResponse request(NodePorts server, ClientHandler handler, HttpRequest request) {
        return MemoryExchange.of(server, handler, request).response();
    }

    /** Sends a text frame, and settles. */
    public void say(String text) {
        if (isOpen()) {
            connection.send(text);
        }
        world.settle();
    }

    /** Sends a binary frame, and settles. */
    public void say(byte[] binary) {
        if (isOpen()) {
            connection.send(binary);
        }
        world.settle();
    }

    /** Every frame heard so far. */
    public List<String> heard() {
        world.settle();
        return List.copyOf(heard);
    }

    /** The frames heard since the last call of this method (or {@link #forget()}). */
    public List<String> hearsNow() {
        List<String> now = heard();
        heard.clear();
        return now;
    }

    public void forget() {
        hearsNow();
    }

    /** Closes from this end with a close frame, and settles. */
    public void close(int code, String reason) {
        if (isOpen()) {
            left = true;
            connection.close(code, reason);
        }
        world.settle();
    }

    /** The connection breaks without a close frame, and the lab settles. */
    public void vanish() {
        if (isOpen()) {
            left = true;
            connection.breakOff("the client vanished");
        }
        world.settle();
    }

    /** Whether this end reads; while it does not, the server's end is not writable. Settles. */
    public void reads(boolean reading) {
        if (reading) {
            connection.goOnReading();
        } else {
            connection.stopReading();
        }
        world.settle();
    }

    /** Whether the upgrade was accepted, and neither end has closed since; settles. */
    public boolean isOpen() {
        world.settle();
        return connection != null && connection.isOpen();
    }

    /** The limit that the server set for messages of this connection. */
    public int maxMessageBytes() {
        return connection.peerTakesBytes();
    }

    /** The headers with which the server agreed to the upgrade; empty when it did not. */
    public Map<String, String> upgradeHeaders() {
        return isAgreement() ? response.headers() : Map.of();
    }

    /** The response with which the upgrade was declined; null when it was not. */
    public HttpResponse rejection() {
        return isAgreement() ? null : response;
    }

    private boolean isAgreement() {
        return response != null && response.status() == SWITCHING_PROTOCOLS;
    }

    /** How the server closed: {@code "1000 reason"}; null while it did not. */
    public String closedByServer() {
        world.settle();
        return closedByServer;
    }

    private final class Outcome implements WebSocketCallback, ClientConnection.Listener {

        @Override
        public void onOpen(ClientConnection opened) {
            connection = (SimWebSocket) opened;
            opened.listen(this);
        }

        @Override
        public void onRefused(String reason) {}

        @Override
        public void onText(String text) {
            heard.add(text);
        }

        @Override
        public void onBinary(byte[] binary) {
            heard.add('<' + HexFormat.of().formatHex(binary) + '>');
        }

        @Override
        public void onClose(int code, String reason) {
            if (!left && code != SimWebSocket.ABNORMAL) {
                closedByServer = (code + " " + reason).trim();
            }
        }
    }
}
