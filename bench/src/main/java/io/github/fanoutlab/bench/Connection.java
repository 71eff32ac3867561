package io.github.fanoutlab.bench;

import io.github.fanoutlab.bench.program.Stamps;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One client, on whatever transport. Used on the load's thread.
 *
 * <pre>
 * what comes                     then
 * -----------------------------  ------------------------
 * 1.0+: open, "0{…}"             asks to be connected, "40"
 * connected, "40{…}" or "1::"    joins its rooms
 * heartbeat, "2" or "2::"        answers
 * an event                       is counted, with its age
 * </pre>
 */
abstract class Connection {

    /** The session of a 0.9 handshake. */
    static final Pattern SESSION = Pattern.compile("([\\w-]+):\\d*:\\d+:");

    static final String END_OF_HEAD = "\r\n\r\n";
    private static final byte[] NOTHING = {};
    private static final int DECIMAL = 10;
    private static final long NANOS_PER_MICRO = 1_000;

    final Peer.Dialect dialect;
    final int port;
    private final Load load;
    private final Clients clients;
    private final List<String> rooms;
    private boolean opened;
    private SocketChannel channel;
    private byte[] rest = NOTHING;

    Connection(Load load, Clients clients, Peer.Dialect dialect, int port, List<String> rooms) {
        this.load = load;
        this.clients = clients;
        this.dialect = dialect;
        this.port = port;
        this.rooms = rooms;
    }

    /** What to send when the TCP connection is there. */
    abstract String request();

    /** Takes as much of {@code received} as is complete. */
    abstract void receive(ByteBuffer received) throws IOException;

    /** Sends a message, when the transport can. */
    abstract void send(String message) throws IOException;

    /** The server has closed the TCP connection, {@code received} being the last that came. */
    void ended(ByteBuffer received, Selector selector) throws IOException {
        broken();
    }

    final void connect(Selector selector) {
        try {
            rest = NOTHING;
            channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
            channel.register(selector, SelectionKey.OP_CONNECT, this);
        } catch (IOException e) {
            broken();
        }
    }

    /** Goes on when the socket is ready; {@code buffer} is any buffer to read into. */
    final void ready(SelectionKey key, ByteBuffer buffer) {
        try {
            if (key.isConnectable()) {
                channel.finishConnect();
                key.interestOps(SelectionKey.OP_READ);
                write(request());
                return;
            }
            buffer.clear().put(rest);
            int count = channel.read(buffer);
            buffer.flip();
            if (count < 0) {
                ended(buffer, key.selector());
                return;
            }
            receive(buffer);
            rest = buffer.hasRemaining() ? new byte[buffer.remaining()] : NOTHING;
            buffer.get(rest);
        } catch (IOException e) {
            broken();
        }
    }

    final void write(String text) throws IOException {
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    final void write(ByteBuffer bytes) throws IOException {
        channel.write(bytes);
    }

    /** The clock of the stamps. */
    static long nowMicros() {
        return System.nanoTime() / NANOS_PER_MICRO;
    }

    /** Handles the message from {@code from} to {@code end}. */
    final void message(ByteBuffer buffer, int from, int end, long nowMicros) throws IOException {
        byte first = buffer.get(from);
        if (first == '5' || first == '4' && end - from > 1 && buffer.get(from + 1) == '2') {
            event(buffer, from, end, nowMicros);
        } else if (first == '0') {
            send("40");
        } else if (first == '2') {
            send(dialect == Peer.Dialect.V4 ? "3" : "2::");
        } else if (first == '1' || first == '4' && buffer.get(from + 1) == '0') {
            for (String room : rooms) {
                send(
                        dialect == Peer.Dialect.V4
                                ? "42[\"join\",\"" + room + "\"]"
                                : "5:::{\"name\":\"join\",\"args\":[\"" + room + "\"]}");
            }
            connected();
        }
    }

    private void event(ByteBuffer buffer, int from, int end, long nowMicros) {
        int at = from;
        while (at < end && buffer.get(at) != '#') {
            at++;
        }
        if (at + Stamps.DIGITS < end) {
            long micros = 0;
            for (int i = 1; i <= Stamps.DIGITS; i++) {
                micros = micros * DECIMAL + buffer.get(at + i) - '0';
            }
            clients.onEvent(nowMicros - micros);
        }
    }

    static String text(ByteBuffer buffer, int from, int end) {
        byte[] bytes = new byte[end - from];
        buffer.get(from, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    final void connected() {
        clients.onConnected();
        opened();
    }

    final void broken() {
        close();
        clients.onBroken();
        opened();
    }

    private void opened() {
        if (!opened) {
            opened = true;
            load.opened();
        }
    }

    final void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // Gone already.
        }
    }
}
