package io.github.fanoutlab.platform.real.jedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fanoutlab.platform.redis.RedisReply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisConnectionException;

@DisplayName("Replies of Redis")
class RespReaderTest {

    private static RedisReply read(String bytes) {
        return read(bytes, bytes.length());
    }

    /** The first reply in {@code bytes}, of which so many arrive at once. */
    private static RedisReply read(String bytes, int atOnce) {
        RespReader reader = new RespReader();
        RedisReply reply = null;
        for (int from = 0; from < bytes.length() && reply == null; from += atOnce) {
            String arrived = bytes.substring(from, Math.min(bytes.length(), from + atOnce));
            ReadableByteChannel in =
                    Channels.newChannel(new ByteArrayInputStream(arrived.getBytes(StandardCharsets.ISO_8859_1)));
            reply = read(reader, in);
        }
        return reply;
    }

    private static RedisReply read(RespReader reader, ReadableByteChannel in) {
        try {
            RedisReply reply = null;
            while (reply == null && reader.take(in) > 0) {
                reply = reader.next();
            }
            return reply;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Test
    @DisplayName("are read when they have arrived whole, in however many pieces that is")
    void pieces() {
        String message = "*5\r\n$7\r\nmessage\r\n$-1\r\n$0\r\n\r\n*0\r\n*2\r\n:-12\r\n+a\rb\r\n";
        for (int atOnce = 1; atOnce <= message.length(); atOnce++) {
            assertThat(read(message, atOnce)).hasToString("[message nil  [] [:-12 +a\rb]]");
        }
        for (int length = 0; length < message.length(); length++) {
            assertThat(read(message.substring(0, length))).isNull();
        }
        assertThat(read("$-1\r\n")).hasToString("nil");
    }

    @Test
    @DisplayName("that are larger than what is taken at once are read whole, and the reply after them")
    void large() throws IOException {
        String text = "x".repeat(1_000_000);
        ReadableByteChannel in = Channels.newChannel(new ByteArrayInputStream(
                ("$" + text.length() + "\r\n" + text + "\r\n-ERR no\r\n").getBytes(StandardCharsets.US_ASCII)));
        RespReader reader = new RespReader();
        assertThat(read(reader, in)).hasToString(text);
        RedisReply second = reader.next();
        assertThat(second == null ? read(reader, in) : second).hasToString("-ERR no");
        assertThat(reader.take(in)).isEqualTo(-1);
    }

    @Test
    @DisplayName("nested 100 deep are read, and deeper ones end the connection instead of the stack")
    void nesting() {
        assertThat(read("*1\r\n".repeat(RespReader.MAX_DEPTH) + ":7\r\n").toString())
                .endsWith(":7" + "]".repeat(RespReader.MAX_DEPTH));
        assertThatThrownBy(() -> read("*1\r\n".repeat(100_000) + ":7\r\n"))
                .isInstanceOf(JedisConnectionException.class)
                .hasMessage("a reply is nested deeper than 100 lists");
    }

    @Test
    @DisplayName("that announce two thousand million bytes or items take memory for those that arrive")
    void announced() {
        for (String announced : new String[] {"$2147483647\r\nabc", "*2147483647\r\n:1\r\n"}) {
            assertThat(read(announced)).isNull();
        }
    }

    @Test
    @DisplayName("that are no RESP 2 end the connection")
    void other_protocol() {
        assertThatThrownBy(() -> read("HTTP/1.1 400 Bad Request\r\n"))
                .isInstanceOf(JedisConnectionException.class)
                .hasMessage("a reply in RESP 2 was expected; it began with byte 72");
    }
}
