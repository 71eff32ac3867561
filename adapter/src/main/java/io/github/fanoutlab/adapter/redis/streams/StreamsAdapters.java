package io.github.fanoutlab.adapter.redis.streams;

import io.github.fanoutlab.adapter.redis.pubsub.PubSubConnections;
import io.github.fanoutlab.adapter.server.Adapter;
import io.github.fanoutlab.adapter.server.AdapterFactory;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.platform.redis.RedisHealth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The adapters of one server, with the connections that they share: {@code pub}, {@code sub}, and a reader for each stream. */
final class StreamsAdapters implements AdapterFactory.Adapters {

    private final NodePorts ports;
    private final RedisStreamsAdapter config;
    private final PubSubConnections connections;
    private final Map<String, StreamReader> readersByStream = new LinkedHashMap<>();
    private final Map<String, StreamsNamespaceAdapter> adaptersByNamespace = new LinkedHashMap<>();

    StreamsAdapters(NodePorts ports, RedisStreamsAdapter config) {
        this.ports = ports;
        this.config = config;
        this.connections = PubSubConnections.open(ports, config.url());
    }

    RedisStreamsAdapter config() {
        return config;
    }

    PubSubConnections connections() {
        return connections;
    }

    @Override
    public Adapter of(Namespace namespace) {
        StreamReader reader = readersByStream.computeIfAbsent(
                streamOf(namespace.name()), stream -> new StreamReader(ports, config, stream, this::onEntry));
        StreamsNamespaceAdapter adapter = new StreamsNamespaceAdapter(namespace, this, reader);
        adaptersByNamespace.put(namespace.name(), adapter);
        return adapter;
    }

    /** {@code adapter}, that of {@code namespace}, was closed. */
    void remove(Namespace namespace, Adapter adapter) {
        adaptersByNamespace.remove(namespace.name(), adapter);
    }

    /** Java's hash code of a string is the one that Node's package computes; its remainder may be negative in both. */
    private String streamOf(String namespace) {
        return config.streamCount() == 1
                ? config.streamName()
                : config.streamName() + "-" + namespace.hashCode() % config.streamCount();
    }

    private void onEntry(StreamEntry entry) {
        StreamsNamespaceAdapter adapter = adaptersByNamespace.get(entry.namespace());
        if (adapter != null) {
            adapter.onEntry(entry);
        }
    }

    @Override
    public List<RedisHealth> redis() {
        List<RedisHealth> health = new ArrayList<>(connections.health());
        readersByStream
                .values()
                .forEach(reader -> health.add(reader.connection().health()));
        return health;
    }

    @Override
    public void close() {
        connections.close();
        readersByStream.values().forEach(StreamReader::close);
    }
}
