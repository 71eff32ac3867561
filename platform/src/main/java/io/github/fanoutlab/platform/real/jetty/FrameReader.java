package io.github.fanoutlab.platform.real.jetty;

import io.github.fanoutlab.platform.ClientMessage;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the frames of a client and puts its messages together (RFC 6455, 5). It takes memory for what has arrived, not for what a
 * frame announces. Used by one thread at a time.
 *
 * <p>The words about what a client may not send are those of Jetty's own reader.
 */
final class FrameReader {

    /** What the client has sent. */
    interface Listener {

        void onMessage(ClientMessage message);

        void onPing(byte[] payload);

        /** The client closes, with 1005 if it gave no code. It sends nothing after this. */
        void onClose(int code, String reason);
    }

    /** The client has sent what it may not send. */
    static final class Violation extends Exception {

        private static final long serialVersionUID = 1;

        /** The code to close the connection with. */
        final int code;

        Violation(int code, String message) {
            super(message, null, false, false);
            this.code = code;
        }
    }

    /** The longest head that a frame may have: opcode, length, mask. */
    static final int MAX_HEAD_BYTES = 14;

    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private static final int MAX_CONTROL_BYTES = 125;

    private static final int NO_CODE = 1005;
    private static final int PROTOCOL_ERROR = 1002;
    private static final int NOT_UTF8 = 1007;
    private static final int TOO_LARGE = 1009;

    private static final byte[] NOTHING = {};

    private final int maxMessageBytes;
    private final Listener listener;

    /** Of the frame that is being read. */
    private int opcode;

    private boolean fin;
    private int mask;
    private int missing;
    private boolean inPayload;

    /** Of the message that is being read: whether it has begun, its kind, and what has arrived. */
    private boolean inMessage;

    private boolean isText;
    private byte[] message = NOTHING;
    private int messageBytes;

    /** The payload of a control frame, which may come between the frames of a message. */
    private byte[] control = NOTHING;

    private int controlBytes;

    FrameReader(int maxMessageBytes, Listener listener) {
        this.maxMessageBytes = maxMessageBytes;
        this.listener = listener;
    }

    /**
     * Reads on, up to the end of a frame. Nothing is left over but less than a head.
     *
     * @return false if more must arrive first
     */
    boolean read(ByteBuffer in) throws Violation {
        if (!inPayload && !readHead(in)) {
            return false;
        }
        int count = Math.min(missing, in.remaining());
        if (opcode >= CLOSE) {
            readControl(in, count);
        } else {
            readMessage(in, count);
        }
        missing -= count;
        inPayload = missing > 0;
        if (!inPayload) {
            frameRead();
        }
        return !inPayload;
    }

    private boolean readHead(ByteBuffer in) throws Violation {
        int start = in.position();
        int available = in.remaining();
        if (available == 0) {
            return false;
        }
        int first = in.get(start);
        checkFirst(first & 0xf, first < 0);
        if (available < 2) {
            return false;
        }
        int second = in.get(start + 1);
        int shortLength = second & 0x7f;
        int lengthBytes = shortLength < 126 ? 0 : shortLength == 126 ? 2 : 8;
        boolean masked = second < 0;
        int headBytes = 2 + lengthBytes + (masked ? 4 : 0);
        if (available < headBytes) {
            return false;
        }
        in.position(start + 2);
        long length = lengthBytes == 0 ? shortLength : lengthBytes == 2 ? in.getShort() & 0xffff : in.getLong();
        if (length < 0 || length > Integer.MAX_VALUE) {
            throw new Violation(TOO_LARGE, "Frame payload exceeded integer max value");
        }
        opcode = first & 0xf;
        fin = first < 0;
        mask = masked ? in.getInt() : 0;
        missing = (int) length;
        checkFrame(first, masked);
        return true;
    }

    private static void checkFirst(int opcode, boolean fin) throws Violation {
        if (opcode > BINARY && opcode < CLOSE || opcode > PONG) {
            throw new Violation(PROTOCOL_ERROR, "Unknown opcode: " + opcode);
        }
        if (opcode >= CLOSE && !fin) {
            throw new Violation(PROTOCOL_ERROR, "Fragmented Control Frame [" + nameOf(opcode) + "]");
        }
    }

    private static String nameOf(int opcode) {
        return opcode == CLOSE ? "CLOSE" : opcode == PING ? "PING" : "PONG";
    }

    private void checkFrame(int first, boolean masked) throws Violation {
        boolean isControl = opcode >= CLOSE;
        if (isControl && missing > MAX_CONTROL_BYTES) {
            throw new Violation(
                    PROTOCOL_ERROR,
                    "Invalid control frame payload length, [" + missing + "] cannot exceed [" + MAX_CONTROL_BYTES
                            + "]");
        }
        for (int i = 1; i <= 3; i++) {
            if ((first & 0x80 >> i) != 0) {
                throw new Violation(
                        PROTOCOL_ERROR,
                        isControl
                                ? "Cannot have RSV" + i + "==true on Control frames"
                                : "RSV" + i + " not allowed to be set");
            }
        }
        if (!masked) {
            throw new Violation(PROTOCOL_ERROR, "Client MUST mask all frames (RFC-6455: Section 5.1)");
        }
        if (isControl) {
            control = new byte[missing];
            controlBytes = 0;
        } else {
            checkMessage();
        }
    }

    private void checkMessage() throws Violation {
        if (opcode == CONTINUATION) {
            if (!inMessage) {
                throw new Violation(PROTOCOL_ERROR, "CONTINUATION after fin==true");
            }
        } else {
            if (inMessage) {
                throw new Violation(PROTOCOL_ERROR, "DataFrame before fin==true");
            }
            inMessage = true;
            isText = opcode == TEXT;
            messageBytes = 0;
        }
        long length = (long) messageBytes + missing;
        if (length > maxMessageBytes) {
            throw new Violation(
                    TOO_LARGE,
                    String.format(
                            "%s message too large: %,d > %,d", isText ? "Text" : "Binary", length, maxMessageBytes));
        }
    }

    private void readControl(ByteBuffer in, int count) {
        in.get(control, controlBytes, count);
        unmask(control, controlBytes, count);
        controlBytes += count;
    }

    private void readMessage(ByteBuffer in, int count) {
        int length = messageBytes + count;
        if (length > message.length) {
            boolean isLast = fin && count == missing;
            message = Arrays.copyOf(message, isLast ? length : Math.max(length, 2 * message.length));
        }
        in.get(message, messageBytes, count);
        unmask(message, messageBytes, count);
        messageBytes = length;
    }

    /** The mask is turned, so that it begins with the byte for what follows. */
    private void unmask(byte[] bytes, int start, int count) {
        if (mask != 0) {
            for (int i = start; i < start + count; i++) {
                bytes[i] ^= (byte) (mask >>> 24);
                mask = Integer.rotateLeft(mask, 8);
            }
        }
    }

    private void frameRead() throws Violation {
        byte[] payload = control;
        switch (opcode) {
            case PING -> listener.onPing(payload);
            case CLOSE -> closeRead(payload);
            case PONG -> {
                // Nobody here sends a ping.
            }
            default -> {
                if (fin) {
                    messageRead();
                }
            }
        }
        control = NOTHING;
    }

    private void messageRead() throws Violation {
        byte[] bytes = messageBytes == message.length ? message : Arrays.copyOf(message, messageBytes);
        inMessage = false;
        message = NOTHING;
        listener.onMessage(isText ? ClientMessage.of(text(bytes, 0)) : ClientMessage.of(bytes));
    }

    private void closeRead(byte[] payload) throws Violation {
        if (payload.length == 0) {
            listener.onClose(NO_CODE, "");
            return;
        }
        if (payload.length == 1) {
            throw new Violation(PROTOCOL_ERROR, "Invalid CLOSE payload");
        }
        int code = (payload[0] & 0xff) << 8 | payload[1] & 0xff;
        if (!mayBeSent(code)) {
            throw new Violation(PROTOCOL_ERROR, "Invalid CLOSE Code: " + code);
        }
        listener.onClose(code, text(payload, 2));
    }

    /** Whether a close frame may have this code (RFC 6455, 7.4). */
    static boolean mayBeSent(int code) {
        return code >= 1000 && code <= 1003 || code >= 1007 && code <= 1014 || code >= 3000 && code < 5000;
    }

    private static String text(byte[] bytes, int start) throws Violation {
        String text = new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8);
        if (text.indexOf('\ufffd') >= 0) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, bytes.length - start));
            } catch (CharacterCodingException malformed) {
                throw new Violation(NOT_UTF8, "Invalid UTF-8");
            }
        }
        return text;
    }
}
