package io.github.fanoutlab.adapter.redis.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.github.fanoutlab.adapter.Golden;
import io.github.fanoutlab.adapter.protocol.Payloads;
import io.github.fanoutlab.platform.json.JsonText;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

@DisplayName("MessagePack, byte for byte as notepack.io 3 has it")
class MessagePackTest {

    static Iterable<JsonNode> msgpack() {
        return Golden.vectors("msgpack");
    }

    static Iterable<JsonNode> msgpackRead() {
        return Golden.vectors("msgpackRead");
    }

    static Iterable<JsonNode> msgpackBig() {
        return Golden.vectors("msgpackBig");
    }

    @ParameterizedTest
    @MethodSource
    void msgpack(JsonNode vector) {
        JsonNode value = Golden.value(vector.get("value"));
        String hex = vector.get("hex").stringValue();

        assertThat(Golden.hex(MessagePackEncoder.encode(value))).isEqualTo(hex);
        assertThat(JsonText.stringify(MessagePackDecoder.decode(Golden.bytes(hex))))
                .isEqualTo(JsonText.stringify(value));
    }

    @ParameterizedTest
    @MethodSource
    void msgpackBig(JsonNode vector) {
        String text =
                vector.get("char").stringValue().repeat(vector.get("count").intValue());

        byte[] encoded = MessagePackEncoder.encode(Payloads.toTree(text));

        assertThat(Golden.hex(Arrays.copyOf(encoded, 5)))
                .isEqualTo(vector.get("head").stringValue());
        assertThat(MessagePackDecoder.decode(encoded).stringValue()).isEqualTo(text);
    }

    @ParameterizedTest
    @MethodSource
    void msgpackRead(JsonNode vector) {
        JsonNode tree = MessagePackDecoder.decode(Golden.bytes(vector.get("hex").stringValue()));

        assertThat(JsonText.stringify(tree)).isEqualTo(vector.get("json").stringValue());
    }

    @Test
    void properties_that_are_array_indexes_come_first_as_in_every_object_of_JavaScript() {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("b", 1).put("10", 2).put("9", 3);

        assertThat(Golden.hex(MessagePackEncoder.encode(object))).isEqualTo("83a13903a2313002a16201");
    }

    @Test
    void a_double_without_a_fraction_is_a_whole_number_and_long_numbers_keep_all_digits() {
        assertThat(Golden.hex(MessagePackEncoder.encode(Payloads.toTree(2.0)))).isEqualTo("02");
        assertThat(Golden.hex(MessagePackEncoder.encode(Payloads.toTree(-0.0)))).isEqualTo("00");
        assertThat(Golden.hex(MessagePackEncoder.encode(Payloads.toTree(0x1p63))))
                .isEqualTo("cf8000000000000000");
        assertThat(Golden.hex(MessagePackEncoder.encode(Payloads.toTree(Long.MAX_VALUE))))
                .isEqualTo("cf7fffffffffffffff");
        assertThat(Golden.hex(MessagePackEncoder.encode(
                        Payloads.toTree(BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE)))))
                .isEqualTo("cfffffffffffffffff");
        assertThat(Golden.hex(MessagePackEncoder.encode(Payloads.toTree(BigInteger.ONE.shiftLeft(64)))))
                .isEqualTo("cb43f0000000000000");
        double otherNaN = Double.longBitsToDouble(0xfff8_0000_0000_0001L);
        assertThat(Golden.hex(MessagePackEncoder.encode(Payloads.toTree(otherNaN))))
                .describedAs("JavaScript knows one NaN")
                .isEqualTo("cb7ff8000000000000");
        assertThat(JsonText.stringify(MessagePackDecoder.decode(Golden.bytes("cfffffffffffffffff"))))
                .isEqualTo("18446744073709551615");
    }

    @ParameterizedTest
    @CsvSource({
        "more nanoseconds than a second has, d7ffffffffff00000000, '\"2378-04-22T19:24:49.073Z\"'",
        "the last date of JavaScript, c70cff00000000000007dba8218000, '\"+275760-09-13T00:00:00.000Z\"'",
        "a second later, c70cff00000000000007dba8218001, null",
        "beyond what Java counts, c70cff000000007fffffffffffffff, null",
        "beyond what a long counts, c70cff773594007fffffffffffffff, null",
    })
    void a_date_is_one_of_JavaScript_or_null(String title, String hex, String json) {
        assertThat(JsonText.stringify(MessagePackDecoder.decode(Golden.bytes(hex))))
                .as(title)
                .isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource({
        "'', the message ends in the middle of a value",
        "92c0, 2 entries are announced in 1 bytes",
        "92cdff, the message ends in the middle of a value",
        "c0c0, 1 trailing bytes",
        "c1, 0xc1 is not a type of MessagePack",
        "ddffffffff, 4294967295 entries are announced in 0 bytes",
        "df7fffffff00, 2147483647 entries are announced in 1 bytes",
        "dbffffffff00, '4294967295 bytes are announced, but 1 are left'",
        "c6ffffffff, '4294967295 bytes are announced, but 0 are left'",
        "c9ffffffff05, '4294967295 bytes are announced, but 0 are left'",
        "8190c0, the key of a map is ARRAY",
    })
    void malformed_bytes_are_explained_and_no_memory_is_taken_for_them(String hex, String complaint) {
        assertThatThrownBy(() -> MessagePackDecoder.decode(Golden.bytes(hex)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage(complaint);
    }

    @Test
    void nesting_is_limited() {
        assertThatThrownBy(() -> MessagePackDecoder.decode(Golden.bytes("91".repeat(100_000) + "c0")))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("nested deeper than");
    }

    @Test
    @DisplayName("arrays in arrays that each announce a million items take memory for those that arrived")
    void announced_items_take_no_memory() {
        byte[] head = Golden.bytes("dd000f4240".repeat(190));
        byte[] message = Arrays.copyOf(head, 1_100_000);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        assertThatThrownBy(() -> MessagePackDecoder.decode(message)).isInstanceOf(MalformedMessageException.class);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(100_000_000);
    }

    @Test
    @DisplayName("any tree is read as it was written (2,000 trees)")
    void round_trip() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 2_000; i++) {
            JsonNode tree = tree(random, 3);
            byte[] encoded = MessagePackEncoder.encode(tree);
            assertThat(MessagePackDecoder.decode(encoded))
                    .describedAs(Golden.hex(encoded))
                    .isEqualTo(tree);
        }
    }

    @Test
    @DisplayName("any bytes are a tree or malformed (20,000 messages)")
    void garbage() {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = i % 2 == 0 ? new byte[random.nextInt(40)] : MessagePackEncoder.encode(tree(random, 3));
            for (int flips = i % 2 == 0 ? bytes.length : 1 + random.nextInt(3);
                    flips > 0 && bytes.length > 0;
                    flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                MessagePackDecoder.decode(bytes);
            } catch (MalformedMessageException expected) {
                assertThat(expected).hasMessageMatching("(?s).+");
            }
        }
    }

    private static JsonNode tree(SplittableRandom random, int depth) {
        switch (random.nextInt(depth == 0 ? 6 : 8)) {
            case 0:
                return JsonNodeFactory.instance.nullNode();
            case 1:
                return Payloads.toTree(random.nextBoolean());
            case 2:
                return Payloads.toTree(text(random));
            case 3:
                return number(random);
            case 4:
                return Payloads.toTree(random.nextInt() + 0.5);
            case 5:
                byte[] bytes = new byte[random.nextInt(300)];
                random.nextBytes(bytes);
                return Payloads.toTree(bytes);
            case 6:
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                random.ints(random.nextInt(8)).forEach(unused -> array.add(tree(random, depth - 1)));
                return array;
            default:
                ObjectNode object = JsonNodeFactory.instance.objectNode();
                random.ints(random.nextInt(8)).forEach(unused -> object.set(text(random), tree(random, depth - 1)));
                return object;
        }
    }

    private static JsonNode number(SplittableRandom random) {
        long value = random.nextLong() >> random.nextInt(64);
        return value == (int) value
                ? JsonNodeFactory.instance.numberNode((int) value)
                : JsonNodeFactory.instance.numberNode(value);
    }

    private static String text(SplittableRandom random) {
        return "aé€😀".repeat(random.nextInt(30)) + random.nextInt(10);
    }
}
