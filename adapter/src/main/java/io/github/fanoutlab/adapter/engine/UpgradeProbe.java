package io.github.fanoutlab.adapter.engine;

import io.github.fanoutlab.adapter.engine.EnginePacket.Type;
import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.node.NodePorts;
import java.util.List;
import java.util.function.Supplier;

/**
 * A second transport that a client tries out while the first goes on.
 *
 * <pre>
 *   client, new transport    server                              client, old transport
 *   2probe  ---------------&gt; 3probe, and from now on
 *                            every 100 ms: a noop to a poll that waits  ---&gt; 6 (no further poll)
 *   5       ---------------&gt; the new transport takes over; what waited is sent on it
 *
 *   anything else, the end of the session or of the new transport, or upgradeTimeout: the old one stays
 * </pre>
 *
 * <p>The client stops polling before it sends 5, so nothing is lost or overtaken: until then the server sends over polls, and
 * afterwards over the new transport. Read in {@code engine.io} 6.6, {@code socket.ts}.
 */
final class UpgradeProbe implements Transport.Listener {

    private static final long NOOP_INTERVAL_MILLIS = 100;

    private final EngineSocket socket;
    private final Transport transport;
    private final NodePorts ports;
    private final EventLoop.Timer timeout;
    private EventLoop.Timer noops = () -> {};

    UpgradeProbe(EngineSocket socket, Transport transport, NodePorts ports, long timeoutMillis) {
        this.socket = socket;
        this.transport = transport;
        this.ports = ports;
        this.timeout = ports.loop().schedule(timeoutMillis, () -> {
            log(() -> "client did not complete upgrade - closing transport");
            giveUp();
        });
        transport.listen(this);
    }

    @Override
    public void onPacket(EnginePacket packet) {
        if (packet.type() == Type.PING && "probe".equals(packet.text())) {
            log(() -> "got probe ping packet, sending pong");
            transport.send(List.of(EnginePacket.PROBE_PONG));
            noops.cancel();
            noops = ports.loop().every(NOOP_INTERVAL_MILLIS, socket::releasePoll);
        } else if (packet.type() == Type.UPGRADE) {
            log(() -> "got upgrade packet - upgrading");
            end();
            socket.upgradeTo(transport);
        } else {
            giveUp();
        }
    }

    @Override
    public void onClose(String reason) {
        log(() -> "client did not complete upgrade - transport closed");
        giveUp();
    }

    /** The session is over, so the attempt is, too. */
    void socketClosed() {
        log(() -> "client did not complete upgrade - socket closed");
        giveUp();
    }

    private void giveUp() {
        end();
        transport.close(() -> {});
    }

    private void end() {
        timeout.cancel();
        noops.cancel();
        transport.listen(Transport.Listener.NONE);
        socket.probeEnded();
    }

    private void log(Supplier<String> message) {
        ports.log().log(EngineSocket.DEBUG_NAMESPACE, message);
    }
}
