package io.github.fanoutlab.legacy.server;

import io.github.fanoutlab.legacy.protocol.Packet;
import io.github.fanoutlab.legacy.protocol.PacketText;
import io.github.fanoutlab.legacy.protocol.PacketType;
import io.github.fanoutlab.platform.ClientConnection;
import java.util.List;

/**
 * A WebSocket with one packet in each text frame, as in lib/transports/websocket/hybi-16.js. The drafts before RFC 6455, which 0.9
 * also spoke, are gone from every browser and are not offered.
 *
 * <p>As there, volatile packets are dropped only if the transport is not open, never for a slow reader; binary frames are ignored;
 * and everything that a client ever sends counts towards {@code destroy buffer size}, after which it is kicked (Node counts bytes
 * with their framing, this server characters).
 */
final class WebSocketTransport extends Transport implements ClientConnection.Listener {

    /** What 0.9 falls back to when the setting is 0. */
    private static final double DEFAULT_MAX_RECEIVED = 10E7;

    private static final int BROKEN = 1006;
    private static final int TOO_BIG = 1009;
    private static final int NORMAL = 1000;

    private final ClientRequest request;
    private ClientConnection connection;
    private long received;

    private WebSocketTransport(Manager manager, String id, ClientRequest request) {
        super(manager, id, "websocket");
        this.request = request;
    }

    /** Makes a transport of {@code request}. It has ended already if that is not a valid upgrade. */
    static WebSocketTransport open(Manager manager, String id, ClientRequest request) {
        WebSocketTransport transport = new WebSocketTransport(manager, id, request);
        transport.begin(request.http());
        transport.upgrade();
        return transport;
    }

    private void upgrade() {
        if (!(request instanceof ClientRequest.Upgrade upgrade)) {
            log().warn(() -> "websocket connection invalid");
            end(null);
        } else if (!manager().origins().allowWebSocket(request.http())) {
            log().warn(() -> "websocket connection invalid: origin mismatch");
            end(null);
        } else {
            connection = upgrade.accept((int) mostReceived());
            connection.listen(this);
        }
    }

    private double mostReceived() {
        double setting = manager().settings().number("destroy buffer size");
        return setting == 0 ? DEFAULT_MAX_RECEIVED : setting;
    }

    @Override
    void write(String packet) {
        if (isOpen()) {
            connection.send(packet);
            countPacket();
            log().debug(() -> name() + " writing " + packet);
        }
    }

    @Override
    void payload(List<String> packets) {
        packets.forEach(this::write);
    }

    /** Node ends the TCP connection without a close frame. This server sends one. */
    @Override
    void doClose() {
        if (connection == null) {
            request.hangUp();
        } else {
            connection.close(NORMAL, "");
        }
    }

    /** Node keeps reading what a client sends after the session's end, and publishes it. This server does not. */
    @Override
    public void onText(String text) {
        if (isDisconnected()) {
            return;
        }
        received += text.length();
        if (received > mostReceived()) {
            kick("max buffer size reached");
        } else {
            onMessage(PacketText.decode(text));
        }
    }

    @Override
    public void onBinary(byte[] binary) {}

    /**
     * A close frame ends the session without a reason ({@code undefined}), even on a discarded transport. A broken connection is
     * {@code socket end}. Node lets the session wait if the connection was reset; this server cannot tell that apart.
     */
    @Override
    public void onClose(int code, String reason) {
        if (code == TOO_BIG && !isDisconnected()) {
            kick("expected input larger than max buffer");
        } else if (code != BROKEN) {
            end(null);
        } else if (isListening()) {
            end("socket end");
        }
    }

    private void kick(String reason) {
        log().warn(() -> name() + " parser forced user kick: " + reason);
        onMessage(Packet.of(PacketType.DISCONNECT, ""));
        end(null);
    }
}
