package io.github.fanoutlab.simulator.cluster.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;

/** A WebSocket client that is a mere TCP socket: it reads when it is told to, and writes as fast as it is taken. */
final class RawWebSocket implements Closeable {

    private static final int TIMEOUT_MILLIS = 60_000;
    private static final int TEXT = 0x81;
    private static final int MASKED = 0x80;
    private static final int TWO_MORE_BYTES = 126;
    private static final int EIGHT_MORE_BYTES = 127;
    private static final int MASK_BYTES = 4;

    private final Socket socket = new Socket();
    private final DataInputStream in;

    /** Opens {@code target} on this machine. The system keeps {@code unreadBytes} or so that this end does not read. */
    RawWebSocket(int port, String target, int unreadBytes) throws IOException {
        socket.setReceiveBufferSize(unreadBytes);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1));
        socket.getOutputStream()
                .write(("GET " + target
                                + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                        .getBytes(US_ASCII));
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        if (head.indexOf("HTTP/1.1 101 ") != 0) {
            throw new IOException("no WebSocket: " + head);
        }
    }

    /** Sends {@code text}, a short one, so many times. */
    void send(String text, int times) throws IOException {
        byte[] payload = text.getBytes(UTF_8);
        ByteBuffer frames = ByteBuffer.allocate(times * (2 + MASK_BYTES + payload.length));
        for (int i = 0; i < times; i++) {
            frames.put((byte) TEXT)
                    .put((byte) (MASKED | payload.length))
                    .putInt(0)
                    .put(payload);
        }
        socket.getOutputStream().write(frames.array());
    }

    /** Reads the next message, and returns its text. */
    String next() throws IOException {
        in.readUnsignedByte();
        long length = in.readUnsignedByte();
        if (length == TWO_MORE_BYTES) {
            length = in.readUnsignedShort();
        } else if (length == EIGHT_MORE_BYTES) {
            length = in.readLong();
        }
        return new String(in.readNBytes((int) length), UTF_8);
    }

    /** Reads until a message contains {@code words}. */
    void awaitMessage(String words) throws IOException {
        while (!next().contains(words)) {
            // One of the others.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
