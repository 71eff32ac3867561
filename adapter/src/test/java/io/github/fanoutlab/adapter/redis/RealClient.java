package io.github.fanoutlab.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.testbed.peer.NodePeer;
import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.json.JSONArray;

/** The official Java client over its own WebSocket. Tests wait for what it gets; it answers questions with its name. */
final class RealClient implements AutoCloseable {

    private final String name;
    private final Socket socket;
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    /** Connected when this returns. */
    RealClient(String name, int port) {
        this.name = name;
        IO.Options options = IO.Options.builder()
                .setTransports(new String[] {"websocket"})
                .setForceNew(true)
                .setReconnection(false)
                .build();
        socket = IO.socket(URI.create("http://127.0.0.1:" + port), options);
        BlockingQueue<String> connected = new LinkedBlockingQueue<>();
        socket.on(Socket.EVENT_CONNECT, args -> connected.add("connected"));
        socket.on(Socket.EVENT_DISCONNECT, args -> heard.add("disconnect " + args[0]));
        socket.onAnyIncoming(this::hear);
        socket.connect();
        next(connected, "connecting");
    }

    private void hear(Object... event) {
        List<Object> said = new ArrayList<>(Arrays.asList(event));
        if (said.get(said.size() - 1) instanceof Ack ack) {
            said.remove(ack);
            ack.call(name);
        }
        heard.add(new JSONArray(said).toString());
    }

    /** Has the server put it into {@code room}, and returns when that is done. */
    void join(String room) {
        BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        socket.emit("join", new Object[] {room}, (Ack) args -> answers.add("joined"));
        next(answers, "joining " + room);
    }

    /** The next things that it hears, whatever their order, are these: events as JSON, or {@code disconnect REASON}. */
    void assertHears(String... expected) {
        List<String> actual = new ArrayList<>();
        for (String event : expected) {
            actual.add(next(heard, event));
        }
        assertThat(actual).as(name).containsExactlyInAnyOrder(expected);
    }

    /** What it hears next, as JSON. */
    String hears() {
        return next(heard, "another event");
    }

    private String next(BlockingQueue<String> queue, String what) {
        try {
            String next = queue.poll(NodePeer.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(next).as(name + ": " + what).isNotNull();
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
