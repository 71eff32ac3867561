package io.github.fanoutlab.simulator.client;

import io.github.fanoutlab.platform.node.NodePorts;
import java.net.URI;
import java.util.List;

/**
 * Socket.IO 0.9 over xhr-polling, as {@code socket.io-client} 0.9.17 in {@code lib/transports/xhr-polling.js}: one packet
 * alone, or several with their lengths, in either direction.
 *
 * <pre>
 *   GET  /socket.io/1/xhr-polling/sid?t=…    1::
 *   GET  …                                   5:::{"name":"data","args":["payload"]}   (8:: if nothing came for 20 s)
 *   POST …   5:::{"name":"join","args":["red"]}   1
 * </pre>
 *
 * <p>The official client aborts its poll when it leaves. Here the poll goes on, and its response is ignored. The goodbye is a
 * packet like any other, and is not sent while a POST is in flight.
 */
final class XhrPolling extends PollingWire {

    private final String path;

    XhrPolling(NodePorts ports, URI base, String sessionId, Listener listener) {
        super(ports, base, listener);
        this.path = "/socket.io/1/xhr-polling/" + sessionId;
    }

    @Override
    String target() {
        return path + "?t=" + ports.loop().wallClockMillis();
    }

    @Override
    String body(List<String> frames) {
        return Protocol1.payload(frames);
    }

    /** {@link Protocol1} splits a body of several packets. */
    @Override
    List<String> frames(String body) {
        return body.isEmpty() ? List.of() : List.of(body);
    }

    @Override
    public void send(byte[] frame) {
        throw new UnsupportedOperationException("protocol 1 is text; it cannot carry bytes");
    }

    @Override
    String goodbye() {
        return "";
    }

    @Override
    public void close() {
        dropUnsent();
        super.close();
    }
}
