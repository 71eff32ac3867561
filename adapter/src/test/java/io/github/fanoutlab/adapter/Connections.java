package io.github.fanoutlab.adapter;

import io.github.fanoutlab.testbed.world.MemoryClient;
import java.util.List;

/** Clients that have connected as a Socket.IO 4 client does. */
public final class Connections {

    /** The target of a client of protocol revision 4. */
    public static final String TARGET = "/socket.io/?EIO=4&transport=websocket";

    private Connections() {}

    /** A WebSocket that has got its open packet. */
    public static MemoryClient open(SocketIoServer io) {
        MemoryClient client = MemoryClient.connect(io.ports(), io.handler(), TARGET);
        client.forget();
        return client;
    }

    /** A client that is connected to {@code namespace}; what it got meanwhile is still to be read. */
    public static MemoryClient connect(SocketIoServer io, String namespace) {
        MemoryClient client = open(io);
        client.say(namespace.equals("/") ? "40" : "40" + namespace + ",");
        return client;
    }

    /** The same, with its connect packet already read. */
    public static MemoryClient connected(SocketIoServer io) {
        MemoryClient client = connect(io, "/");
        client.forget();
        return client;
    }

    /** The socket id in a connect packet. */
    public static String sid(List<String> heard) {
        return heard.get(0).replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
    }
}
