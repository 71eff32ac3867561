package io.github.fanoutlab.platform.real.jetty;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.exception.BadPayloadException;
import org.eclipse.jetty.websocket.core.exception.CloseException;
import org.eclipse.jetty.websocket.core.exception.MessageTooLargeException;
import org.eclipse.jetty.websocket.core.exception.ProtocolException;
import org.eclipse.jetty.websocket.core.internal.FrameSequence;
import org.eclipse.jetty.websocket.core.internal.Parser;

/**
 * Puts the messages of a client together, from the frames that Jetty's parser reads (RFC 6455, 5). It takes memory for what has
 * arrived, and for no more than {@link #WHOLE_FRAME_BYTES} of what a frame announces. Used by one thread at a time.
 */
final class FrameReader {

    /** What the client has sent. */
    interface Listener {

        void onMessage(ClientMessage message);

        void onPing(byte[] payload);

        /** The client closes, with 1005 if it gave no code. It sends nothing after this. */
        void onClose(int code, String reason);
    }

    /** The parser waits for the whole of a frame up to this size, and hands out a larger one in parts, as they arrive. */
    static final int WHOLE_FRAME_BYTES = 4 << 10;

    private static final Configuration PARTS = parts();

    private final int maxMessageBytes;
    private final Listener listener;
    private final Parser parser = new LimitedParser();
    private final FrameSequence sequence = new FrameSequence();

    /** The beginning of a message that has more frames; null if there is none. */
    private ByteArrayOutputStream begun;

    private boolean isText;

    FrameReader(int maxMessageBytes, Listener listener) {
        this.maxMessageBytes = maxMessageBytes;
        this.listener = listener;
    }

    private static Configuration parts() {
        var configuration = new Configuration.ConfigurationCustomizer();
        configuration.setAutoFragment(true);
        configuration.setMaxFrameSize(WHOLE_FRAME_BYTES);
        return configuration;
    }

    /**
     * Reads up to the end of a frame.
     *
     * @return false if more must arrive first; then nothing is left over
     * @throws CloseException if the client has sent what it may not send: the code and the reason to close the connection with
     */
    boolean read(ByteBuffer in) {
        try (Frame.Parsed frame = parser.parse(in)) {
            if (frame == null) {
                return false;
            }
            check(frame);
            switch (frame.getOpCode()) {
                case OpCode.PING -> listener.onPing(BufferUtil.toArray(frame.getPayload()));
                case OpCode.CLOSE -> {
                    CloseStatus status = frame.getCloseStatus();
                    listener.onClose(status.getCode(), status.getReason() == null ? "" : status.getReason());
                }
                case OpCode.PONG -> {
                    // Nobody here sends a ping.
                }
                default -> data(frame);
            }
            return true;
        }
    }

    private void check(Frame frame) {
        if (frame.hasRsv()) {
            int bit = frame.isRsv1() ? 1 : frame.isRsv2() ? 2 : 3;
            throw new ProtocolException("RSV" + bit + " not allowed to be set");
        }
        if (!frame.isMasked()) {
            throw new ProtocolException("Client MUST mask all frames (RFC-6455: Section 5.1)");
        }
        sequence.check(frame.getOpCode(), frame.isFin());
    }

    private void data(Frame frame) {
        byte[] payload = BufferUtil.toArray(frame.getPayload());
        if (frame.getOpCode() != OpCode.CONTINUATION) {
            isText = frame.getOpCode() == OpCode.TEXT;
        }
        if (begun != null || !frame.isFin()) {
            begun = begun == null ? new ByteArrayOutputStream(payload.length) : begun;
            begun.writeBytes(payload);
        }
        if (frame.isFin()) {
            byte[] message = begun == null ? payload : begun.toByteArray();
            begun = null;
            listener.onMessage(isText ? ClientMessage.of(text(message)) : ClientMessage.of(message));
        }
    }

    private static String text(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf('\ufffd') >= 0) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            } catch (CharacterCodingException malformed) {
                throw new BadPayloadException("Invalid UTF-8");
            }
        }
        return text;
    }

    /** Refuses a message as soon as one of its frames announces more than it may have. */
    private final class LimitedParser extends Parser {

        LimitedParser() {
            super(ByteBufferPool.NON_POOLING, PARTS);
        }

        @Override
        protected void checkFrameSize(byte opcode, int payloadLength) {
            super.checkFrameSize(opcode, payloadLength);
            long length = (long) payloadLength + (begun == null ? 0 : begun.size());
            if (OpCode.isDataFrame(opcode) && length > maxMessageBytes) {
                boolean text = opcode == OpCode.CONTINUATION ? isText : opcode == OpCode.TEXT;
                throw new MessageTooLargeException(String.format(
                        "%s message too large: %,d > %,d", text ? "Text" : "Binary", length, maxMessageBytes));
            }
        }
    }
}
