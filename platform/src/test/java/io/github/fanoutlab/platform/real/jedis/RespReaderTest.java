package io.github.fanoutlab.platform.real.jedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fanoutlab.platform.redis.RedisReply;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisConnectionException;

@DisplayName("Replies of Redis")
class RespReaderTest {

    private static RedisReply read(String bytes) {
        return new RespReader(new ByteArrayInputStream(bytes.getBytes(StandardCharsets.UTF_8))).read();
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
            assertThatThrownBy(() -> read(announced)).isInstanceOf(JedisConnectionException.class);
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
