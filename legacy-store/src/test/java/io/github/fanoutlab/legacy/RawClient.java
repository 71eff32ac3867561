package io.github.fanoutlab.legacy;

import io.github.fanoutlab.platform.ClientConnection;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.node.Network;
import io.github.fanoutlab.platform.node.NodePorts;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A real WebSocket on which a test sends any text. */
final class RawClient implements ClientConnection.Listener {

    private static final int PATIENCE_SECONDS = 30;

    private final NodePorts node;
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final ClientConnection connection;

    private RawClient(NodePorts node, ClientConnection connection) {
        this.node = node;
        this.connection = connection;
        connection.listen(this);
    }

    /** Opens a WebSocket of session {@code id}. */
    static RawClient open(NodePorts node, int port, String id) throws Exception {
        CompletableFuture<RawClient> opened = new CompletableFuture<>();
        URI target = URI.create("ws://127.0.0.1:" + port + "/socket.io/1/websocket/" + id);
        node.loop()
                .execute(() -> node.network().openWebSocket(target, new Network.WebSocketCallback() {
                    @Override
                    public void onOpen(ClientConnection connection) {
                        opened.complete(new RawClient(node, connection));
                    }

                    @Override
                    public void onRefused(String reason) {
                        opened.completeExceptionally(new AssertionError(target + " refused: " + reason));
                    }
                }));
        return opened.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** A new session's id. */
    static String handshake(NodePorts node, int port) throws Exception {
        return get(node, port, "/socket.io/1/").split(":")[0];
    }

    /** The body of the response to a GET, or why there was none. */
    static String get(NodePorts node, int port, String target) throws Exception {
        return request(node, port, HttpRequest.get(target));
    }

    /** The response to the next poll of session {@code id}. */
    static String poll(NodePorts node, int port, String id) throws Exception {
        return get(node, port, "/socket.io/1/xhr-polling/" + id + "?t=1");
    }

    /** Posts {@code packet} for session {@code id}; returns the response, 1 if it succeeded. */
    static String post(NodePorts node, int port, String id, String packet) throws Exception {
        byte[] body = packet.getBytes(StandardCharsets.UTF_8);
        String target = "/socket.io/1/xhr-polling/" + id + "?t=1";
        return request(node, port, new HttpRequest("POST", target, Map.of(), body, ""));
    }

    private static String request(NodePorts node, int port, HttpRequest request) throws Exception {
        CompletableFuture<String> answered = new CompletableFuture<>();
        URI server = URI.create("http://127.0.0.1:" + port);
        node.loop()
                .execute(() -> node.network()
                        .request(server, request, response -> answered.complete(response.text()), answered::complete));
        return answered.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    void say(String text) {
        node.loop().execute(() -> connection.send(text));
    }

    /** The next text frame. */
    String next() throws InterruptedException {
        String text = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (text == null) {
            throw new AssertionError("nothing was heard for " + PATIENCE_SECONDS + " seconds");
        }
        return text;
    }

    void close() {
        node.loop().execute(() -> connection.close(1000, ""));
    }

    @Override
    public void onText(String text) {
        heard.add(text);
    }

    @Override
    public void onBinary(byte[] binary) {}

    @Override
    public void onClose(int code, String reason) {
        heard.add("closed " + code);
    }
}
