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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One client's WebSocket, with what little of RFC 6455 a server's frames need: no masks, no fragments. Used on the load's thread.
 *
 * <pre>
 * state       what comes                     then
 * ----------  -----------------------------  ------------------------------------------------
 * HANDSHAKE   0.9: the session's id          a new connection, UPGRADE
 * UPGRADE     101                            FRAMES
 * FRAMES      1.0+: open, "0{…}"             asks to be connected, "40"
 *             connected, "40{…}" or "1::"    joins its room
 *             heartbeat, "2" or "2::"        answers
 *             an event                       is counted, with its age
 * </pre>
 */
final class Connection {

    private enum State {
        HANDSHAKE,
        UPGRADE,
        FRAMES
    }

    private static final int LENGTH = 0x7F;
    private static final int LENGTH_OF_16_BITS = 126;
    private static final int LENGTH_OF_64_BITS = 127;
    private static final int TEXT = 0x81;
    private static final int PONG = 0x8A;
    private static final int MASKED = 0x80;
    private static final int MASK_BYTES = 4;
    private static final int OPCODE = 0x0F;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int DECIMAL = 10;
    private static final long NANOS_PER_MICRO = 1_000;
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final Pattern SESSION = Pattern.compile("([\\w-]+):\\d*:\\d+:");
    private static final byte[] NOTHING = {};

    private final Load load;
    private final Clients clients;
    private final Peer.Dialect dialect;
    private final int port;
    private final String room;
    private State state;
    private String session;
    private boolean opened;
    private SocketChannel channel;
    private byte[] rest = NOTHING;

    Connection(Load load, Clients clients, Peer.Dialect dialect, int port, String room) {
        this.load = load;
        this.clients = clients;
        this.dialect = dialect;
        this.port = port;
        this.room = room;
        this.state = dialect == Peer.Dialect.V0_9 ? State.HANDSHAKE : State.UPGRADE;
    }

    void connect(Selector selector) {
        try {
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
    void ready(SelectionKey key, ByteBuffer buffer) {
        try {
            if (key.isConnectable()) {
                channel.finishConnect();
                key.interestOps(SelectionKey.OP_READ);
                channel.write(ByteBuffer.wrap(request().getBytes(StandardCharsets.US_ASCII)));
            } else {
                read(buffer, key.selector());
            }
        } catch (IOException e) {
            broken();
        }
    }

    private String request() {
        String path = switch (state) {
            case HANDSHAKE -> "/socket.io/1/";
            default -> session == null ? "/socket.io/?EIO=4&transport=websocket" : "/socket.io/1/websocket/" + session;
        };
        String upgrade = state == State.HANDSHAKE
                ? "Connection: close\r\n"
                : "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
        return "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n" + upgrade + "\r\n";
    }

    private void read(ByteBuffer buffer, Selector selector) throws IOException {
        buffer.clear().put(rest);
        int count = channel.read(buffer);
        buffer.flip();
        if (count < 0 && state == State.HANDSHAKE) {
            upgrade(text(buffer, 0, buffer.limit()), selector);
            return;
        }
        if (count < 0) {
            broken();
            return;
        }
        if (state == State.UPGRADE) {
            skipHead(buffer);
        }
        if (state == State.FRAMES) {
            readFrames(buffer);
        }
        keep(buffer);
    }

    private void keep(ByteBuffer buffer) {
        rest = buffer.hasRemaining() ? new byte[buffer.remaining()] : NOTHING;
        buffer.get(rest);
    }

    private void upgrade(String response, Selector selector) throws IOException {
        Matcher found = SESSION.matcher(response);
        channel.close();
        if (!found.find()) {
            broken();
            return;
        }
        session = found.group(1);
        state = State.UPGRADE;
        rest = NOTHING;
        connect(selector);
    }

    private void skipHead(ByteBuffer buffer) {
        String head = text(buffer, 0, buffer.limit());
        int end = head.indexOf(END_OF_HEAD);
        if (end < 0) {
            return;
        }
        if (!head.startsWith("HTTP/1.1 101")) {
            broken();
            return;
        }
        buffer.position(end + END_OF_HEAD.length());
        state = State.FRAMES;
        if (dialect == Peer.Dialect.FRAMES) {
            connected();
        }
    }

    private void readFrames(ByteBuffer buffer) throws IOException {
        long nowMicros = System.nanoTime() / NANOS_PER_MICRO;
        while (buffer.remaining() >= 2) {
            int start = buffer.position();
            int opcode = buffer.get() & OPCODE;
            long length = buffer.get() & LENGTH;
            if (length == LENGTH_OF_16_BITS && buffer.remaining() >= Short.BYTES) {
                length = Short.toUnsignedInt(buffer.getShort());
            } else if (length == LENGTH_OF_64_BITS && buffer.remaining() >= Long.BYTES) {
                length = buffer.getLong();
            } else if (length >= LENGTH_OF_16_BITS) {
                buffer.position(start);
                return;
            }
            if (buffer.remaining() < length) {
                buffer.position(start);
                return;
            }
            int from = buffer.position();
            int end = from + (int) length;
            if (opcode == CLOSE) {
                broken();
                return;
            } else if (opcode == PING) {
                send(PONG, text(buffer, from, end));
            } else {
                message(buffer, from, end, nowMicros);
            }
            buffer.position(end);
        }
    }

    private void message(ByteBuffer buffer, int from, int end, long nowMicros) throws IOException {
        byte first = buffer.get(from);
        if (first == '5' || first == '4' && end - from > 1 && buffer.get(from + 1) == '2') {
            event(buffer, from, end, nowMicros);
        } else if (first == '0') {
            send(TEXT, "40");
        } else if (first == '2') {
            send(TEXT, dialect == Peer.Dialect.V4 ? "3" : "2::");
        } else if (first == '1' || first == '4' && buffer.get(from + 1) == '0') {
            if (room != null) {
                send(TEXT, dialect == Peer.Dialect.V4 ? "42[\"join\",\"" + room + "\"]" : join());
            }
            connected();
        }
    }

    private String join() {
        return "5:::{\"name\":\"join\",\"args\":[\"" + room + "\"]}";
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

    /** Sends a frame with a mask of zeros, which leaves {@code text} as it is. */
    private void send(int head, String text) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(2 + MASK_BYTES + text.length());
        frame.put((byte) head).put((byte) (MASKED | text.length())).putInt(0);
        frame.put(text.getBytes(StandardCharsets.ISO_8859_1)).flip();
        channel.write(frame);
    }

    private static String text(ByteBuffer buffer, int from, int end) {
        byte[] bytes = new byte[end - from];
        buffer.get(from, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private void connected() {
        clients.onConnected();
        opened();
    }

    private void broken() {
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

    void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // Gone already.
        }
    }
}
