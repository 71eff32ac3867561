package io.github.fanoutlab.platform.real.jetty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.jetty.websocket.core.exception.CloseException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The mask of most frames is 0, so that their payload can be read here. */
@DisplayName("A server reads a client's frames, however they are cut")
class FrameReaderTest {

    private static final int MAX_MESSAGE_BYTES = 200;

    private final List<String> read = new ArrayList<>();
    private final FrameReader.Listener listener = new FrameReader.Listener() {
        @Override
        public void onMessage(ClientMessage message) {
            read.add(message.text() != null ? "text " + message.text() : "bytes " + hex(message.binary()));
        }

        @Override
        public void onPing(byte[] payload) {
            read.add("ping " + new String(payload, UTF_8));
        }

        @Override
        public void onClose(int code, String reason) {
            read.add("close " + code + " " + reason);
        }
    };

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "two messages                 | 81 82 00000000 6869  82 82 00000000 0102 | [text hi, bytes 0102]",
                "a masked message             | 81 85 37fa213d 7f9f4d5158 | [text Hello]",
                "an empty message             | 81 80 00000000 | ['text ']",
                "a length in two bytes        | 81 fe 0002 00000000 6869 | [text hi]",
                "a length in eight bytes      | 81 ff 0000000000000002 00000000 6869 | [text hi]",
                "a message in three frames    | 01 81 00000000 e2  00 81 00000000 82  80 81 00000000 ac | [text €]",
                "a ping between its frames    | 01 81 00000000 61  89 81 00000000 70  80 81 00000000 62 | [ping p, text ab]",
                "a pong: nobody asked for it  | 8a 81 00000000 70 | []",
                "a close without a code       | 88 80 00000000 | ['close 1005 ']",
                "a close with a reason        | 88 85 00000000 03e8 627965 | [close 1000 bye]",
                "U+FFFD, which is valid       | 81 83 00000000 efbfbd | [text \ufffd]",
                "no UTF-8                     | 81 82 00000000 c3 28 | [1007 Invalid UTF-8]",
                "a surrogate                  | 81 83 00000000 eda080 | [1007 Invalid UTF-8]",
                "unknown opcode               | 83 80 00000000 | [1002 Unknown opcode: 3]",
                "not masked                   | 81 02 6869 | [1002 Client MUST mask all frames (RFC-6455: Section 5.1)]",
                "a reserved bit               | c1 80 00000000 | [1002 RSV1 not allowed to be set]",
                "a ping in two frames         | 09 80 00000000 | [1002 Fragmented Control Frame [PING]]",
                "a ping that is too long      | 89 fe 0080 00000000 00 | [1002 Invalid control frame payload length, [128] cannot exceed [125]]",
                "a frame without a beginning  | 80 80 00000000 | [1002 CONTINUATION after fin==true]",
                "a message in another         | 01 81 00000000 61  81 81 00000000 62 | [1002 DataFrame before fin==true]",
                "a close with half a code     | 88 81 00000000 03 | [1002 Invalid CLOSE payload]",
                "a close with a reserved code | 88 82 00000000 03ed | [1002 Invalid CLOSE Code: 1005]",
                "too long                     | 82 fe 00c9 00000000 00 | [1009 'Binary message too large: 201 > 200']",
                "too long for any memory      | 82 ff 0000000080000000 00000000 | [1009 Frame payload exceeded integer max value]",
            })
    void reads(String title, String sent, String expected) {
        byte[] bytes = HexFormat.of().parseHex(sent.replace(" ", ""));
        for (int size = 1; size <= bytes.length; size++) {
            read.clear();
            feed(new FrameReader(MAX_MESSAGE_BYTES, listener), bytes, size);
            assertThat(read.toString()).as("in pieces of %d", size).isEqualTo(expected.replace("'", ""));
        }
    }

    /** As a connection does: what the reader leaves comes again, with what follows. */
    private void feed(FrameReader reader, byte[] bytes, int size) {
        ByteBuffer in = ByteBuffer.allocate(bytes.length);
        try {
            for (int sent = 0; sent < bytes.length; sent += size) {
                in.put(bytes, sent, Math.min(size, bytes.length - sent)).flip();
                while (reader.read(in)) {
                    // The next one.
                }
                in.compact();
            }
        } catch (CloseException violation) {
            read.add(violation.getStatusCode() + " " + violation.getMessage());
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
