package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.adapter.engine.EngineSocket;
import io.github.fanoutlab.adapter.protocol.MalformedPacketException;
import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.protocol.Payloads;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The differences between clients of Socket.IO's protocol 5 (3.x and 4.x, over Engine.IO 4) and 4 (1.x and 2.x, over
 * Engine.IO 3, when {@code allowEio3}). Peer: {@code socket.io} 4.8, wherever it asks for {@code conn.protocol === 3}.
 */
abstract class SocketIoRevision {

    private SocketIoRevision() {}

    static SocketIoRevision of(EngineSocket connection) {
        return connection.protocol() == 3 ? new Four(connection.id()) : new Five();
    }

    /** Whether a client is in the namespace {@code /} from the start, without asking for it. */
    abstract boolean beginsInMainNamespace();

    /**
     * The namespace that {@code packet} is for.
     *
     * @throws MalformedPacketException if it names none
     */
    abstract String namespace(Packet packet);

    /** What the client sends with its connect packet to be let in; may be null. */
    abstract JsonNode auth(Packet connect);

    /** The id of a client in a namespace. */
    abstract String socketId(String namespace, Supplier<String> freshId);

    /** What the client gets when it is in; may be null. {@code pid} is null for a client that cannot come back. */
    abstract JsonNode welcome(String socketId, String pid);

    /** What the client gets when middleware refuses it. */
    abstract JsonNode refusal(Refusal refusal);

    private static final class Five extends SocketIoRevision {

        @Override
        boolean beginsInMainNamespace() {
            return false;
        }

        @Override
        String namespace(Packet packet) {
            return packet.namespace();
        }

        @Override
        JsonNode auth(Packet connect) {
            return connect.data();
        }

        @Override
        String socketId(String namespace, Supplier<String> freshId) {
            return freshId.get();
        }

        @Override
        JsonNode welcome(String socketId, String pid) {
            ObjectNode welcome = JsonNodeFactory.instance.objectNode().put("sid", socketId);
            return pid == null ? welcome : welcome.put("pid", pid);
        }

        @Override
        JsonNode refusal(Refusal refusal) {
            return refusal.toTree();
        }
    }

    /** Its clients have no auth: they put a query behind the namespace's name. */
    private static final class Four extends SocketIoRevision {

        private final String connectionId;

        Four(String connectionId) {
            this.connectionId = connectionId;
        }

        @Override
        boolean beginsInMainNamespace() {
            return true;
        }

        @Override
        String namespace(Packet packet) {
            return NamespaceUrl.parse(packet.namespace()).path();
        }

        @Override
        JsonNode auth(Packet connect) {
            return Payloads.toTree(NamespaceUrl.parse(connect.namespace()).query());
        }

        @Override
        String socketId(String namespace, Supplier<String> freshId) {
            return namespace.equals("/") ? connectionId : namespace + "#" + connectionId;
        }

        @Override
        JsonNode welcome(String socketId, String pid) {
            return null;
        }

        @Override
        JsonNode refusal(Refusal refusal) {
            return refusal.data() != null ? refusal.data() : Payloads.toTree(refusal.message());
        }
    }
}
