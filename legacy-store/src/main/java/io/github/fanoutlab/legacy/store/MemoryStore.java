package io.github.fanoutlab.legacy.store;

import io.github.fanoutlab.platform.node.NodePorts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import tools.jackson.databind.node.ArrayNode;

/** The store of a server that stands alone. It publishes nothing. */
public final class MemoryStore implements Store {

    private final Map<String, Client> clients = new LinkedHashMap<>();
    private NodePorts ports;

    @Override
    public void open(NodePorts node, BiConsumer<Channel, MessageArgs> receiver) {
        if (ports != null) {
            throw new IllegalStateException("this MemoryStore belongs to a server already; create one for each server");
        }
        ports = node;
    }

    @Override
    public void publish(Channel channel, ArrayNode args) {}

    @Override
    public ClientStore client(String id) {
        return clients.computeIfAbsent(id, any -> new Client());
    }

    @Override
    public void destroyClient(String id, Long expirationSeconds) {
        Client client = clients.remove(id);
        if (client == null) {
            return;
        }
        if (expirationSeconds == null) {
            client.data.clear();
        } else {
            ports.loop().schedule(expirationSeconds * 1_000, client.data::clear);
        }
    }

    @Override
    public void close() {
        clients.clear();
    }

    private static final class Client implements ClientStore {

        private final Map<String, String> data = new LinkedHashMap<>();

        @Override
        public void get(String key, StoreCallback<String> callback) {
            callback.done(null, data.get(key));
        }

        @Override
        public void set(String key, String value, StoreCallback<Void> callback) {
            data.put(key, value);
            callback.done(null, null);
        }

        @Override
        public void has(String key, StoreCallback<Boolean> callback) {
            callback.done(null, data.containsKey(key));
        }

        @Override
        public void del(String key, StoreCallback<Void> callback) {
            data.remove(key);
            callback.done(null, null);
        }
    }
}
