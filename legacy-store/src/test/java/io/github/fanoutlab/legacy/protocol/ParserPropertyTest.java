package io.github.fanoutlab.legacy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.platform.json.JsonText;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.DoubleNode;

class ParserPropertyTest {

    private static final String ALPHABET = "0123456789::::+++/abc{}[]\",\\nametrugsl.-eE \n\u2028\ufffd\ud83d\ude00é";

    private final SplittableRandom random = new SplittableRandom(9);

    @Test
    void no_text_makes_the_parser_fail_and_a_packet_survives_writing_and_reading() {
        for (int i = 0; i < 30_000; i++) {
            String text = randomText();
            Packet packet = PacketText.decode(text);
            JsonNode tree = PacketJson.of(packet);
            assertThat(PacketJson.toPacket(tree)).isEqualTo(packet);
            if (packet.type() != null && !isLossy(packet)) {
                String written = PacketText.encode(packet);
                assertThat(PacketText.encode(PacketText.decode(written)))
                        .as(text)
                        .isEqualTo(written);
            }
        }
    }

    /** An error's unknown reason, and an ack without an id, are not written as they were read. */
    private static boolean isLossy(Packet packet) {
        return packet.type() == PacketType.ERROR || packet.type() == PacketType.ACK;
    }

    @Test
    void numbers_are_written_with_the_fewest_digits_that_read_back_as_the_same_number() {
        for (int i = 0; i < 5_000; i++) {
            double number = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(number)) {
                String text = JsonText.stringify(DoubleNode.valueOf(number));
                assertThat(Double.parseDouble(text)).as(text).isEqualTo(number == 0 ? 0.0 : number);
                assertThat(JsonText.stringify(JavaScriptJson.parse(text))).isEqualTo(text);
            }
        }
    }

    @Test
    void nesting_too_deep_for_the_stack_is_malformed() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);

        assertThat(JavaScriptJson.parse(deep)).isNull();
        assertThat(JavaScriptJson.parse("[".repeat(400) + "]".repeat(400))).isNotNull();
        assertThat(PacketText.decode("5:::{\"name\":\"x\",\"args\":" + deep + "}")
                        .body())
                .isEqualTo(new Packet.Event(null, JavaScriptJson.parse("[]")));
    }

    private String randomText() {
        StringBuilder text = new StringBuilder();
        if (random.nextInt(3) > 0) {
            text.append(random.nextInt(10))
                    .append(':')
                    .append(random.nextBoolean() ? "" : "7+")
                    .append("::");
            text.append(random.nextInt(4) == 0 ? "{\"name\":\"x\",\"args\":" : "");
        }
        for (int left = random.nextInt(25); left > 0; left--) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.append(random.nextInt(4) == 0 ? "}" : "").toString();
    }
}
