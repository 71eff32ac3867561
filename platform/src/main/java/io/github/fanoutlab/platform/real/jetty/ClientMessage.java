package io.github.fanoutlab.platform.real.jetty;

import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.websocket.core.OpCode;

/** A message of a WebSocket: text, or bytes. Its frame is built once, however many clients it is sent to; on the node's loop. */
final class ClientMessage {

    private static final int FIN = 0x80;

    private final String text;
    private final byte[] binary;
    private byte[] frame;

    private ClientMessage(String text, byte[] binary) {
        this.text = text;
        this.binary = binary;
    }

    /** A text message. */
    static ClientMessage of(String text) {
        return new ClientMessage(text, null);
    }

    /** A binary message; the bytes must not be changed from now on. */
    static ClientMessage of(byte[] binary) {
        return new ClientMessage(null, binary);
    }

    /** The text; null when the message is binary. */
    String text() {
        return text;
    }

    /** The bytes, which must not be changed; null when the message is text. */
    byte[] binary() {
        return binary;
    }

    /** How long it is, in bytes or characters. */
    int size() {
        return text == null ? binary.length : text.length();
    }

    /** The message as a server's frame (RFC 6455, 5.2), which must not be changed. */
    byte[] frame() {
        if (frame == null) {
            frame = text == null
                    ? frame(OpCode.BINARY, binary)
                    : frame(OpCode.TEXT, text.getBytes(StandardCharsets.UTF_8));
        }
        return frame;
    }

    /** A whole frame of a server, which masks nothing; {@code kind} is one of {@link OpCode}. */
    static byte[] frame(byte kind, byte[] payload) {
        int length = payload.length;
        int head = length < 126 ? 2 : length <= 0xffff ? 4 : 10;
        byte[] frame = new byte[head + length];
        frame[0] = (byte) (FIN | kind);
        frame[1] = (byte) (head == 2 ? length : head == 4 ? 126 : 127);
        for (int i = head - 1, rest = length; i > 1; i--, rest >>>= 8) {
            frame[i] = (byte) rest;
        }
        System.arraycopy(payload, 0, frame, head, length);
        return frame;
    }
}
