package io.github.fanoutlab.platform.http;

import io.github.fanoutlab.platform.ClientConnection;
import java.util.Map;

/** A request for an upgrade to WebSocket. Used on the node's loop only. */
public interface WebSocketUpgrade {

    HttpRequest request();

    /**
     * Accepts the upgrade. Messages sent on the connection before the upgrade is complete wait for it.
     *
     * @param maxMessageBytes a longer message is refused before memory is taken for it: close code 1009
     */
    ClientConnection accept(int maxMessageBytes);

    /** Accepts the upgrade, with these headers in the response; a host that cannot add headers leaves them out. */
    default ClientConnection accept(int maxMessageBytes, Map<String, String> headers) {
        return accept(maxMessageBytes);
    }

    /** Answers with {@code response} instead of an upgrade. */
    void reject(HttpResponse response);
}
