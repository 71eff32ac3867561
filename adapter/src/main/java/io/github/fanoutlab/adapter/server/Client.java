package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.adapter.engine.EngineSocket;
import io.github.fanoutlab.adapter.protocol.MalformedPacketException;
import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.protocol.PacketDecoder;
import io.github.fanoutlab.adapter.protocol.PacketType;
import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.node.NodePorts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * One connection with its sockets, one for each namespace that it is connected to.
 *
 * <p>A packet that does not fit (malformed, a second connect, for a namespace that the client is not in) closes the connection, as
 * in Node.
 * Peer: {@code socket.io} 4.8, {@code client.ts}.
 */
final class Client {

    private static final String DEBUG_NAMESPACE = "socket.io:client";

    private final Namespaces namespaces;
    private final NodePorts ports;
    private final EngineSocket connection;
    private final SocketIoRevision revision;
    private final PacketDecoder decoder;
    private final Map<String, Socket> socketsByNamespace = new LinkedHashMap<>();
    private final Map<String, Socket> waitingByNamespace = new LinkedHashMap<>();
    private EventLoop.Timer connectTimeout;

    Client(Namespaces namespaces, EngineSocket connection) {
        this.namespaces = namespaces;
        this.ports = namespaces.ports();
        this.connection = connection;
        this.revision = SocketIoRevision.of(connection);
        this.decoder = new PacketDecoder(ports.log());
        connection.listen(new EngineSocket.Listener() {
            @Override
            public void onText(String text) {
                decode(() -> decoder.add(text));
            }

            @Override
            public void onBinary(byte[] binary) {
                decode(() -> decoder.add(binary));
            }

            @Override
            public void onClose(String reason) {
                closed(reason);
            }
        });
        connectTimeout = ports.loop().schedule(namespaces.options().connectTimeoutMillis(), () -> {
            log(() -> "no namespace joined yet, close the client");
            close();
        });
    }

    /** Clients of an older protocol are in the main namespace from the start. */
    void begin() {
        if (revision.beginsInMainNamespace()) {
            connect("/", null);
        }
    }

    SocketIoRevision revision() {
        return revision;
    }

    EngineSocket connection() {
        return connection;
    }

    HttpRequest request() {
        return connection.request();
    }

    /** Whether it is in the namespace {@code name}. */
    boolean isIn(String name) {
        return socketsByNamespace.containsKey(name);
    }

    boolean isOpen() {
        return connection.isOpen();
    }

    /** Sends an encoded message; a volatile one only to a client that keeps up. */
    void write(EncodedPacket message, boolean isVolatile) {
        if (!connection.isOpen()) {
            log(() -> "ignoring packet write, the connection is closed");
            return;
        }
        if (isVolatile && !connection.isWritable()) {
            log(() -> "volatile packet is discarded since the transport is not currently writable");
            ports.counters().increment(Namespaces.VOLATILE_DROPPED);
            return;
        }
        ports.counters().increment(Namespaces.PACKETS_TO_CLIENTS);
        for (int i = 0; i < message.packets().size(); i++) {
            connection.send(message.packets().get(i));
        }
    }

    void write(Packet packet) {
        write(packet, BroadcastOptions.ALL);
    }

    void write(Packet packet, BroadcastOptions options) {
        if (!connection.isOpen()) {
            log(() -> "ignoring packet write " + packet.describe());
            return;
        }
        write(namespaces.encode(packet).sentWith(options), options.isVolatile());
    }

    /** The socket waits to be let into its namespace. An earlier one that waits for the same namespace is given up. */
    void expect(Socket socket) {
        Socket before = waitingByNamespace.put(socket.namespace().name(), socket);
        if (before != null) {
            before.giveUp();
        }
    }

    void add(Socket socket) {
        waitingByNamespace.remove(socket.namespace().name(), socket);
        socketsByNamespace.put(socket.namespace().name(), socket);
        if (connectTimeout != null) {
            connectTimeout.cancel();
            connectTimeout = null;
        }
    }

    void remove(Socket socket) {
        waitingByNamespace.remove(socket.namespace().name(), socket);
        socketsByNamespace.remove(socket.namespace().name(), socket);
    }

    /** Disconnects from all namespaces, then closes the connection. */
    void disconnect() {
        List.copyOf(socketsByNamespace.values()).forEach(socket -> socket.disconnect(false));
        close();
    }

    private void decode(Supplier<Optional<Packet>> frame) {
        Optional<Packet> packet;
        String namespace;
        try {
            packet = frame.get();
            namespace = packet.map(revision::namespace).orElse(null);
        } catch (MalformedPacketException malformed) {
            log(() -> "invalid packet format: " + malformed.getMessage());
            Refusal refusal = new Refusal(malformed.getMessage(), null);
            List.copyOf(socketsByNamespace.values()).forEach(socket -> socket.failed(refusal));
            connection.close();
            return;
        }
        packet.ifPresent(whole -> receive(whole, namespace));
    }

    private void receive(Packet packet, String namespace) {
        Socket socket = socketsByNamespace.get(namespace);
        boolean isConnect = packet.type() == PacketType.CONNECT;
        if (socket == null && isConnect) {
            connect(namespace, revision.auth(packet));
        } else if (socket != null && !isConnect && packet.type() != PacketType.CONNECT_ERROR) {
            socket.receive(packet);
        } else {
            log(() -> "invalid state (packet type: " + packet.type().digit() + ")");
            close();
        }
    }

    private void connect(String name, JsonNode auth) {
        namespaces.find(name, auth, found -> {
            if (!connection.isOpen() || isIn(name)) {
                log(() -> "ignoring namespace " + name + ", the client has gone or is in it already");
                found.ifPresent(Namespace::endIfEmpty);
            } else if (found.isPresent()) {
                log(() -> "connecting to namespace " + name);
                found.get().add(this, auth);
            } else {
                log(() -> "creation of namespace " + name + " was denied");
                refuse(name, new Refusal("Invalid namespace", null).toTree());
            }
        });
    }

    void refuse(String namespace, JsonNode reason) {
        write(new Packet(PacketType.CONNECT_ERROR, namespace, null, reason));
    }

    private void close() {
        if (connection.isOpen()) {
            log(() -> "forcing transport close");
            connection.close();
            closed("forced server close");
        }
    }

    private void closed(String reason) {
        log(() -> "client close with reason " + reason);
        if (connectTimeout != null) {
            connectTimeout.cancel();
            connectTimeout = null;
        }
        List.copyOf(waitingByNamespace.values()).forEach(Socket::giveUp);
        List.copyOf(socketsByNamespace.values()).forEach(socket -> socket.closed(reason));
        socketsByNamespace.clear();
    }

    private void log(Supplier<String> message) {
        ports.log().log(DEBUG_NAMESPACE, message);
    }
}
