package io.github.fanoutlab.testbed;

import io.github.fanoutlab.platform.ClientConnection;
import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.http.WebSocketUpgrade;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The far end of one WebSocket in the memory of a test: it says what the test tells it to and keeps what it hears. Binary
 * frames are kept as {@code <bytes in hex>}.
 */
public final class MemoryClient {

    private final TestLab lab;
    private final ServerEnd serverEnd = new ServerEnd();
    private final List<String> heard = new ArrayList<>();
    private ClientConnection.Listener listener;
    private HttpResponse rejection;
    private Map<String, String> upgradeHeaders = Map.of();
    private boolean open;
    private boolean writable = true;
    private int maxMessageBytes;
    private String closed;

    private MemoryClient(TestLab lab) {
        this.lab = lab;
    }

    /** Asks {@code handler} to upgrade {@code target} to WebSocket, and settles. */
    public static MemoryClient connect(TestLab lab, ClientHandler handler, String target) {
        return connect(lab, handler, HttpRequest.get(target));
    }

    /** The same with headers of one's own. */
    public static MemoryClient connect(TestLab lab, ClientHandler handler, HttpRequest request) {
        MemoryClient client = new MemoryClient(lab);
        handler.onUpgrade(new WebSocketUpgrade() {
            @Override
            public HttpRequest request() {
                return request;
            }

            @Override
            public ClientConnection accept(int maxMessageBytes) {
                client.open = true;
                client.maxMessageBytes = maxMessageBytes;
                return client.serverEnd;
            }

            @Override
            public ClientConnection accept(int maxMessageBytes, Map<String, String> headers) {
                client.upgradeHeaders = Map.copyOf(headers);
                return accept(maxMessageBytes);
            }

            @Override
            public void reject(HttpResponse response) {
                client.rejection = response;
            }
        });
        lab.settle();
        return client;
    }

    /** Sends one HTTP request to {@code handler}, settles, and returns the response; null if there is none yet. */
    public static HttpResponse request(TestLab lab, ClientHandler handler, String method, String target, String body) {
        HttpRequest request = new HttpRequest(
                method, target, HttpRequest.get("/").headers(), body.getBytes(StandardCharsets.UTF_8), "127.0.0.1");
        return request(lab, handler, request);
    }

    /** The same with a request of one's own. */
    public static HttpResponse request(TestLab lab, ClientHandler handler, HttpRequest request) {
        return MemoryExchange.of(lab, handler, request).response();
    }

    /** Sends a text frame, and settles. */
    public void say(String text) {
        if (open) {
            listener.onText(text);
        }
        lab.settle();
    }

    /** Sends a binary frame, and settles. */
    public void say(byte[] binary) {
        if (open) {
            listener.onBinary(binary);
        }
        lab.settle();
    }

    /** Every frame heard so far. */
    public List<String> heard() {
        lab.settle();
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

    /** Closes from this end, and settles. */
    public void close(int code, String reason) {
        end(code, reason);
        lab.settle();
    }

    /** The connection breaks without a close frame, and the lab settles. */
    public void vanish() {
        close(1006, "");
    }

    /** Whether this end reads; while it does not, the server's end is not writable. */
    public void reads(boolean reading) {
        boolean caughtUp = reading && !writable;
        writable = reading;
        if (caughtUp && open) {
            listener.onWritable();
            lab.settle();
        }
    }

    public boolean isOpen() {
        lab.settle();
        return open;
    }

    /** The limit that the server set for messages of this connection. */
    public int maxMessageBytes() {
        return maxMessageBytes;
    }

    /** What the server said beside agreeing to the upgrade. */
    public Map<String, String> upgradeHeaders() {
        return upgradeHeaders;
    }

    /** How the server closed: {@code "1000 reason"}; null while it did not. */
    public String closedByServer() {
        lab.settle();
        return closed;
    }

    /** The response with which the upgrade was declined; null when it was not. */
    public HttpResponse rejection() {
        return rejection;
    }

    private void end(int code, String reason) {
        if (open) {
            open = false;
            listener.onClose(code, reason);
        }
    }

    private final class ServerEnd implements ClientConnection {

        @Override
        public void listen(Listener theirs) {
            listener = theirs;
        }

        @Override
        public void send(String text) {
            if (open) {
                heard.add(text);
            }
        }

        @Override
        public void send(byte[] binary) {
            if (open) {
                StringBuilder hex = new StringBuilder("<");
                for (byte b : binary) {
                    hex.append(String.format("%02x", b));
                }
                heard.add(hex.append('>').toString());
            }
        }

        @Override
        public boolean isWritable() {
            return writable;
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close(int code, String reason) {
            if (open && closed == null) {
                closed = (code + " " + reason).trim();
                lab.input(() -> end(code, reason));
            }
        }

        @Override
        public String remoteAddress() {
            return "127.0.0.1";
        }
    }
}
