package io.github.fanoutlab.simulator.client;

import io.github.fanoutlab.platform.node.NodePorts;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Engine.IO 4 over HTTP long-polling, as {@code engine.io-client} 6.6 in {@code transports/polling.ts}: packets with a
 * separator between them, bytes as base64, and a close packet at the end.
 *
 * <pre>
 *   GET  /socket.io/?EIO=4&amp;transport=polling&amp;t=…            0{"sid":"…","upgrades":["websocket"],…}
 *   POST /socket.io/?EIO=4&amp;transport=polling&amp;t=…&amp;sid=…  40             ok
 *   GET  …                                                    40{"sid":"…"}&lt;1e&gt;42["data","payload"]
 * </pre>
 */
final class EnginePolling extends PollingWire {

    static final String PATH = "/socket.io/?EIO=4&transport=";

    private static final String SEPARATOR = "\u001e";
    private static final String CLOSE = "1";
    private static final int BASE_36 = 36;

    private String session = "";
    private boolean open;

    EnginePolling(NodePorts ports, URI base, Listener listener) {
        super(ports, base, listener);
    }

    @Override
    public void opened(JsonNode terms) {
        session = "&sid=" + terms.path("sid").asString("");
        open = true;
    }

    @Override
    String target() {
        return PATH + "polling&t=" + stamp() + session;
    }

    /** Different for each request, so that no cache in between answers it. */
    private String stamp() {
        StringBuilder stamp = new StringBuilder(
                Long.toString(ports.loop().wallClockMillis(), BASE_36).substring(3));
        for (int i = 0; i < 3; i++) {
            stamp.append(Character.forDigit(ports.ids().nextInt(BASE_36), BASE_36));
        }
        return stamp.toString();
    }

    @Override
    String body(List<String> frames) {
        return String.join(SEPARATOR, frames);
    }

    @Override
    List<String> frames(String body) {
        return List.of(body.split(SEPARATOR, -1));
    }

    @Override
    public void send(byte[] frame) {
        send('b' + Base64.getEncoder().encodeToString(frame));
    }

    @Override
    String goodbye() {
        return open ? CLOSE : "";
    }
}
