package io.github.fanoutlab.platform.http;

import io.github.fanoutlab.platform.ClientConnection;
import java.util.Map;

/** A client asks to speak WebSocket. Used on the node's loop only. */
public interface WebSocketUpgrade {

    HttpRequest request();

    /**
     * Agrees. What is sent on the connection before the upgrade is complete waits for it.
     *
     * @param maxMessageBytes a longer message is refused before memory is taken for it: close code 1009
     */
    ClientConnection accept(int maxMessageBytes);

    /** The same, with these headers in the answer to the upgrade, too; a host that cannot add any leaves them out. */
    default ClientConnection accept(int maxMessageBytes, Map<String, String> headers) {
        return accept(maxMessageBytes);
    }

    /** Declines, with an HTTP response instead of an upgrade. */
    void reject(HttpResponse response);
}
