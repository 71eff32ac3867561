package io.github.fanoutlab.bench.micro;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.redis.pubsub.BroadcastReceiver;
import io.github.fanoutlab.adapter.redis.pubsub.Channels;
import io.github.fanoutlab.adapter.redis.pubsub.ClusterMember;
import io.github.fanoutlab.adapter.redis.pubsub.Publisher;
import io.github.fanoutlab.adapter.server.BroadcastOptions;
import io.github.fanoutlab.adapter.server.MemoryAdapter;
import io.github.fanoutlab.adapter.server.Socket;
import io.github.fanoutlab.platform.Backlog;
import io.github.fanoutlab.platform.Backlogs;
import io.github.fanoutlab.platform.ClientConnection;
import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.http.WebSocketUpgrade;
import io.github.fanoutlab.platform.real.RealNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A 1.0+ server with 50 clients, half of which are in a room. Their connections count what they are sent, and nothing else. */
final class Worker {

    private static final int CLIENTS = 50;
    private static final Publisher NOTHING_IS_PUBLISHED = null;
    private static final BroadcastOptions HALF = new BroadcastOptions(Set.of("half"), Set.of(), Map.of());

    private final RealNode node = RealNode.create("W1", DebugLog.silent());
    private final SocketIoServer io = SocketIoServer.create(node);
    private final MemoryAdapter local = (MemoryAdapter) io.sockets().adapter();
    private final BroadcastReceiver receiver = new BroadcastReceiver(
            new ClusterMember(io.sockets(), local, NOTHING_IS_PUBLISHED, Channels.of("socket.io", "/"), "mine"));
    private long sent;

    Worker() {
        int[] connected = {0};
        io.on("connection", socket -> {
            if (connected[0]++ % 2 == 0) {
                socket.join("half");
            }
        });
        for (int i = 0; i < CLIENTS; i++) {
            node.loop().call(() -> {
                Sink sink = new Sink();
                io.handler().onUpgrade(sink);
                sink.listener.onText("40");
                return null;
            });
        }
        int inRoom = node.loop().call(this::inRoom).size();
        if (inRoom != CLIENTS / 2) {
            throw new IllegalStateException(
                    "expected " + CLIENTS / 2 + " clients in the room, but there are " + inRoom);
        }
    }

    List<Socket> inRoom() {
        return local.sockets(HALF);
    }

    /** Receives what Redis delivers, that many {@code times}; returns how many frames have been sent so far. */
    long receive(byte[] message, int times) {
        return node.loop().call(() -> {
            long before = sent;
            for (int i = 0; i < times; i++) {
                receiver.onMessage("socket.io#/#", message);
            }
            if (sent - before != (long) times * CLIENTS) {
                throw new IllegalStateException(
                        "expected a frame for each client, but " + (sent - before) + " were sent");
            }
            return sent;
        });
    }

    /** The upgrade and the connection of one client. */
    private final class Sink implements WebSocketUpgrade, ClientConnection {

        private final Backlog backlog = node.backlogs().open("sink", Backlogs.PATIENCE_MILLIS, reason -> {});
        private Listener listener;

        @Override
        public HttpRequest request() {
            return HttpRequest.get("/socket.io/?EIO=4&transport=websocket");
        }

        @Override
        public ClientConnection accept(int maxMessageBytes) {
            return this;
        }

        @Override
        public void reject(HttpResponse response) {
            throw new IllegalStateException("refused: " + response);
        }

        @Override
        public void listen(Listener own) {
            listener = own;
        }

        @Override
        public void send(String text) {
            sent++;
        }

        @Override
        public void send(byte[] binary) {
            sent++;
        }

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public Backlog backlog() {
            return backlog;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close(int code, String reason) {
            throw new IllegalStateException("closed: " + reason);
        }

        @Override
        public String remoteAddress() {
            return "127.0.0.1";
        }
    }
}
