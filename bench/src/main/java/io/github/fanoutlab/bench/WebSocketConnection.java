package io.github.fanoutlab.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;

/**
 * A WebSocket, with what little of RFC 6455 a server's frames need: no masks, no fragments.
 *
 * <pre>
 * state       what comes                then
 * ----------  ------------------------  -----------------------------
 * HANDSHAKE   0.9: the session's id     a new TCP connection, UPGRADE
 * UPGRADE     101                       FRAMES
 * FRAMES      frames                    their messages are handled
 * </pre>
 */
final class WebSocketConnection extends Connection {

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

    private State state;
    private String session;

    WebSocketConnection(Load load, Clients clients, Peer.Dialect dialect, int port, List<String> rooms) {
        super(load, clients, dialect, port, rooms);
        this.state = dialect == Peer.Dialect.V0_9 ? State.HANDSHAKE : State.UPGRADE;
    }

    @Override
    String request() {
        if (state == State.HANDSHAKE) {
            return "GET /socket.io/1/ HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nConnection: close\r\n\r\n";
        }
        String path = session == null ? "/socket.io/?EIO=4&transport=websocket" : "/socket.io/1/websocket/" + session;
        return "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    }

    @Override
    void receive(ByteBuffer received) throws IOException {
        if (state == State.UPGRADE) {
            skipHead(received);
        }
        if (state == State.FRAMES) {
            readFrames(received);
        } else {
            received.rewind();
        }
    }

    @Override
    void ended(ByteBuffer received, Selector selector) throws IOException {
        Matcher found = SESSION.matcher(text(received, 0, received.limit()));
        if (state != State.HANDSHAKE || !found.find()) {
            broken();
            return;
        }
        close();
        session = found.group(1);
        state = State.UPGRADE;
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
        long nowMicros = nowMicros();
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

    @Override
    void send(String message) throws IOException {
        send(TEXT, message);
    }

    /** Sends a frame with a mask of zeros, which leaves {@code text} as it is. */
    private void send(int head, String text) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(2 + MASK_BYTES + text.length());
        frame.put((byte) head).put((byte) (MASKED | text.length())).putInt(0);
        frame.put(text.getBytes(StandardCharsets.ISO_8859_1)).flip();
        write(frame);
    }
}
