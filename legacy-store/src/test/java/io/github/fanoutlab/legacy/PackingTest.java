package io.github.fanoutlab.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.legacy.protocol.JavaScriptJson;
import io.github.fanoutlab.legacy.store.Channel;
import io.github.fanoutlab.legacy.store.Dialect;
import io.github.fanoutlab.legacy.store.Packing;
import io.github.fanoutlab.legacy.store.Store;
import io.github.fanoutlab.platform.json.JsonText;
import io.github.fanoutlab.testbed.world.TestLab;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@DisplayName("Messages on Redis")
class PackingTest {

    private static final String NEWS = "5:::{\"name\":\"news\"}";

    /** A custom packing, unlike the others. */
    private static final Packing BACKWARDS = new Packing() {
        @Override
        public byte[] pack(ObjectNode message) {
            return reversed(JSON.pack(message));
        }

        @Override
        public JsonNode unpack(byte[] payload) {
            return JSON.unpack(reversed(payload));
        }

        private byte[] reversed(byte[] bytes) {
            byte[] reversed = new byte[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                reversed[i] = bytes[bytes.length - 1 - i];
            }
            return reversed;
        }
    };

    private final TestLab lab = new TestLab();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"nodeId\":7,\"args\":[\"id\",\"/r1\"]}          | 82 a6 6e6f64654964 07 a4 61726773 92 a2 6964 a3 2f7231",
                "[null,true,false]                         | 93 c0 c3 c2",
                "[0,-1,127,128,-33,65536,2147483647]       | 97 00 ff 7f cc80 d0df ce00010000 ce7fffffff",
                "[1.5,1401235200000]                       | 92 cb3ff8000000000000 cb4274640205800000",
                "[\"é\",{}]                                  | 92 a2c3a9 80",
            })
    @DisplayName("msgpack: values take the shortest form, and numbers beyond 32 bits are doubles")
    void as_the_native_module(String json, String hex) {
        ObjectNode message = (ObjectNode) JavaScriptJson.parse(json.startsWith("[") ? "{\"a\":" + json + "}" : json);
        String packed = HexFormat.of().formatHex(Packing.MSGPACK.pack(message));

        assertThat(json.startsWith("[") ? packed.substring("81a161".length()) : packed)
                .isEqualTo(hex.replace(" ", ""));
        assertThat(JsonText.stringify(Packing.MSGPACK.unpack(HexFormat.of().parseHex(packed))))
                .isEqualTo(JsonText.stringify(message));
    }

    @Test
    @DisplayName(
            "msgpack: text of 32 bytes and more is raw 16, since the module of 0.9's time has no string 8; both are read")
    void raw_16() {
        ObjectNode message = (ObjectNode) JavaScriptJson.parse("{\"a\":\"" + "x".repeat(32) + "\"}");
        String text = "78".repeat(32);

        assertThat(HexFormat.of().formatHex(Packing.MSGPACK.pack(message))).isEqualTo("81a161da0020" + text);
        for (String header : List.of("da0020", "d920", "c420", "db00000020")) {
            assertThat(Packing.MSGPACK.unpack(HexFormat.of().parseHex("81a161" + header + text)))
                    .isEqualTo(message);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "c1",
                "81",
                "81a161",
                "dfffffffff",
                "81a161ddffffffff",
                "81a161dbffffffff",
                "81a161c6ffffffff",
                "81a161d400",
                "8190a0",
                "81a161d40000",
                "81a161c7ff00"
            })
    @DisplayName("msgpack: what is cut off, or claims a length that it does not have, is refused")
    void malformed(String hex) {
        assertThat(Packing.MSGPACK.unpack(HexFormat.of().parseHex(hex))).isNull();
    }

    @Test
    void too_deep_is_refused() {
        byte[] deep = new byte[1_000_000];
        Arrays.fill(deep, (byte) 0x91);
        assertThat(Packing.MSGPACK.unpack(deep)).isNull();
    }

    @Test
    @DisplayName(
            "nodes that write JSON and nodes that write msgpack understand each other, and recognize their own messages")
    void one_cluster() {
        LegacyNode json = LegacyNode.clustered(lab, "W1", 2, Packing.JSON);
        LegacyNode msgpack = LegacyNode.clustered(lab, "W2", 3, Packing.MSGPACK);
        LegacyNode.Client a = json.connect();
        LegacyNode.Client b = msgpack.connect();
        long echoes = msgpack.node.counters().get(Store.OWN_ECHOES_DROPPED);

        json.io.sockets().emit("news");
        msgpack.io.sockets().emit("news");
        lab.settle();

        assertThat(a.hears()).containsExactly(NEWS, NEWS);
        assertThat(b.hears()).containsExactly(NEWS, NEWS);
        assertThat(msgpack.node.counters().get(Store.OWN_ECHOES_DROPPED)).isEqualTo(echoes + 1);
        assertThat(lab.monitor("PUBLISH dispatch"))
                .anyMatch(line -> line.contains("{\"nodeId\":2,"))
                .anyMatch(line -> line.contains("\\x82\\xa6nodeId"));
    }

    @Test
    @DisplayName("a custom packing: the options pack and unpack")
    void custom() {
        LegacyNode one = LegacyNode.clustered(lab, "W1", 2, BACKWARDS);
        LegacyNode two = LegacyNode.clustered(lab, "W2", 3, BACKWARDS);
        LegacyNode.Client a = one.connect();
        LegacyNode.Client b = two.connect();

        one.io.sockets().emit("news");
        lab.settle();

        assertThat(a.hears()).containsExactly(NEWS);
        assertThat(b.hears()).containsExactly(NEWS);
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    @DisplayName(
            "whatever anybody publishes is understood, or dropped with a warning, and other clients are served as before")
    void any_bytes_on_any_channel(Dialect dialect) {
        LegacyNode one = LegacyNode.clustered(lab, "W1", 2, dialect);
        LegacyNode two = LegacyNode.clustered(lab, "W2", 3, Packing.MSGPACK);
        List<byte[]> real = recordedPayloads(one, two);
        LegacyNode.Client witness = one.connect();
        SplittableRandom random = new SplittableRandom(7);
        List<String> channels = channels(dialect, witness.id());

        for (int i = 0; i < 3_000; i++) {
            lab.publish(channels.get(random.nextInt(channels.size())), garbage(random, real));
            lab.settle();
        }

        int published = lab.monitor("PUBLISH").size();
        assertThat(published).isPositive();
        assertThat(one.node.warnings()).isNotEmpty().allMatch(line -> line.length() < 1_500);
        LegacyNode.Client late = one.connect();
        one.io.sockets().emit("news");
        lab.settle();
        assertThat(late.hears()).contains(NEWS);
    }

    /** Messages of two nodes, in both packings. */
    private List<byte[]> recordedPayloads(LegacyNode... nodes) {
        List<byte[]> payloads = new ArrayList<>();
        for (LegacyNode node : nodes) {
            node.connect().says("5:::{\"name\":\"x\"}");
            node.io.sockets().emit("news");
        }
        lab.settle();
        for (String json : List.of(
                "{\"nodeId\":9,\"args\":[\"id\",\"/r1\"]}",
                "{\"nodeId\":9,\"args\":[\"\",\"5:::{}\",null,[]]}",
                "{\"nodeId\":9,\"args\":[\"id\",{\"type\":\"event\",\"endpoint\":\"\",\"name\":\"x\",\"args\":[1]}]}")) {
            payloads.add(json.getBytes(StandardCharsets.UTF_8));
            payloads.add(Packing.MSGPACK.pack((ObjectNode) JavaScriptJson.parse(json)));
        }
        return payloads;
    }

    private static List<String> channels(Dialect dialect, String id) {
        List<String> channels = new ArrayList<>();
        for (Channel channel : Channel.values()) {
            channels.add(channel.wireName());
        }
        if (dialect.channelsPerClient()) {
            channels.addAll(List.of("message:" + id, "dispatch:" + id, "heartbeat-clear:" + id));
        }
        return channels;
    }

    /** A real payload with bytes changed, added or cut off, or random bytes. */
    private static byte[] garbage(SplittableRandom random, List<byte[]> real) {
        if (random.nextInt(5) == 0) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            return bytes;
        }
        byte[] bytes = real.get(random.nextInt(real.size())).clone();
        for (int changes = random.nextInt(3); changes > 0; changes--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
    }
}
