package io.github.fanoutlab.legacy.store;

import io.github.fanoutlab.legacy.protocol.Packet;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** A node, told what the others did: one method per {@link Channel}. Called on the node's loop. */
public interface StoreListener {

    void onHandshake(String id, ObjectNode data);

    void onConnect(String id);

    void onOpen(String id);

    void onJoin(String id, String room);

    void onLeave(String id, String room);

    void onClose(String id);

    void onDispatch(String room, String packet, boolean isVolatile, List<String> exceptIds);

    void onDisconnect(String id);

    void onMessageRemote(String id, Packet packet);

    void onDisconnectRemote(String id, String reason);

    void onDispatchRemote(String id, String packet, boolean isVolatile);

    void onHeartbeatClear(String id);

    void onDisconnectForce(String id);
}
