package io.github.fanoutlab.legacy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Several packets in one body")
class PayloadTextTest {

    @Test
    void one_packet_is_sent_as_it_is_and_several_are_framed() {
        assertThat(PayloadText.encode(List.of("3:::one"))).isEqualTo("3:::one");
        assertThat(PayloadText.encode(List.of("3:::one", "8::"))).isEqualTo("\ufffd7\ufffd3:::one\ufffd3\ufffd8::");
        assertThat(PayloadText.encode(List.of())).isEmpty();
    }

    @Test
    void framed_packets_are_read_again_whatever_they_contain() {
        SplittableRandom random = new SplittableRandom(7);
        String alphabet = "\ufffd:5é\ud83d\ude00 ";
        for (int round = 0; round < 500; round++) {
            List<String> packets = new ArrayList<>();
            for (int count = 2 + random.nextInt(5); count > 0; count--) {
                StringBuilder text = new StringBuilder("3:::");
                for (int length = random.nextInt(12); length > 0; length--) {
                    text.append(alphabet.charAt(random.nextInt(alphabet.length())));
                }
                packets.add(text.toString());
            }
            assertThat(PayloadText.decode(PayloadText.encode(packets)))
                    .isEqualTo(packets.stream().map(PacketText::decode).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\ufffd-5\ufffd3:::a",
                "\ufffd1e9\ufffd3:::a",
                "\ufffdx\ufffd3:::a",
                "\ufffd0x3\ufffd\ufffd1\ufffd"
            })
    @DisplayName(
            "after a length that is no number comes an empty packet and nothing more; Node would go on forever after some")
    void bad_lengths(String payload) {
        assertThat(PayloadText.decode(payload)).containsExactly(PacketText.decode(""));
    }

    @Test
    void a_packet_that_is_cut_short_is_read_as_far_as_it_goes() {
        assertThat(PayloadText.decode("\ufffd99999999999\ufffd3:::a")).containsExactly(PacketText.decode("3:::a"));
        assertThat(PayloadText.decode("\ufffd")).isEmpty();
        assertThat(PayloadText.decode("\ufffd7")).isEmpty();
    }
}
