package io.github.fanoutlab.simulator.client;

import io.github.fanoutlab.platform.node.NodePorts;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Engine.IO 4 over long-polling, then over a WebSocket, as {@code engine.io-client} 6.6 in {@code socket.ts}.
 *
 * <pre>
 *            opened                 WebSocket: 3probe                nothing in flight: 5
 *   POLLING ---------&gt; PROBING ----------------------&gt; PAUSING ------------------------------&gt; UPGRADED
 *      ^                  |    (sent: 2probe)   what is to be sent waits,   what waited goes over the WebSocket
 *      +------------------+                     the last poll is awaited
 *       WebSocket lost: polling goes on
 * </pre>
 *
 * <p>If the WebSocket is lost while PAUSING, the client has neither transport until it misses the server's next ping, as with the
 * peer.
 */
final class UpgradingWire implements Wire {

    private static final String PING = "2probe";
    private static final String PONG = "3probe";
    private static final String UPGRADE = "5";

    private enum State {
        POLLING,
        PROBING,
        PAUSING,
        UPGRADED
    }

    private final NodePorts ports;
    private final URI base;
    private final Listener listener;
    private final EnginePolling polling;
    private final List<Runnable> unsent = new ArrayList<>();
    private State state = State.POLLING;
    private WebSocketWire webSocket;

    UpgradingWire(NodePorts ports, URI base, Listener listener) {
        this.ports = ports;
        this.base = base;
        this.listener = listener;
        this.polling = new EnginePolling(ports, base, listener);
    }

    @Override
    public void open() {
        polling.open();
    }

    @Override
    public void opened(JsonNode terms) {
        polling.opened(terms);
        boolean offered = terms.path("upgrades").valueStream().anyMatch(name -> "websocket".equals(name.asString("")));
        if (offered) {
            state = State.PROBING;
            String target =
                    EnginePolling.PATH + "websocket&sid=" + terms.path("sid").asString("");
            webSocket = new WebSocketWire(ports.network(), base, target, new Probe(), () -> webSocket.send(PING));
            webSocket.open();
        }
    }

    @Override
    public void send(String frame) {
        send(() -> current().send(frame));
    }

    @Override
    public void send(byte[] frame) {
        send(() -> current().send(frame));
    }

    private void send(Runnable sending) {
        if (state == State.PAUSING) {
            unsent.add(sending);
        } else {
            sending.run();
        }
    }

    private Wire current() {
        return state == State.UPGRADED ? webSocket : polling;
    }

    private void upgrade() {
        state = State.UPGRADED;
        webSocket.send(UPGRADE);
        unsent.forEach(Runnable::run);
        unsent.clear();
    }

    @Override
    public void close() {
        if (webSocket != null) {
            webSocket.close();
        }
        if (state != State.UPGRADED) {
            polling.close();
        }
    }

    private final class Probe implements Listener {

        @Override
        public void onText(String frame) {
            if (state == State.UPGRADED) {
                listener.onText(frame);
            } else if (frame.equals(PONG)) {
                state = State.PAUSING;
                polling.pause(UpgradingWire.this::upgrade);
            } else {
                webSocket.close();
                state = State.POLLING;
            }
        }

        @Override
        public void onBinary(byte[] frame) {
            listener.onBinary(frame);
        }

        @Override
        public void onLost(String reason) {
            if (state == State.UPGRADED) {
                listener.onLost(reason);
            } else if (state == State.PROBING) {
                state = State.POLLING;
            }
        }
    }
}
