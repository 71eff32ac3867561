package io.github.fanoutlab.legacy.protocol;

import java.util.ArrayList;
import java.util.List;

/**
 * Several packets in the body of one request or response, as {@code lib/parser.js} of socket.io 0.9.19 frames them.
 *
 * <pre>
 *   3:::one                          one packet stands alone
 *   \ufffd7\ufffd3:::one\ufffd7\ufffd3:::two   each of several after its length in UTF-16 units, between U+FFFD
 * </pre>
 *
 * <p>Reading never fails: a packet that is cut short is read as far as it goes, and after a length that is no number
 * comes an empty packet and nothing more.
 */
public final class PayloadText {

    private static final char MARK = '\ufffd';

    private PayloadText() {}

    /** {@code packets}, already encoded, as one body. */
    public static String encode(List<String> packets) {
        if (packets.size() == 1) {
            return packets.get(0);
        }
        StringBuilder out = new StringBuilder();
        for (String packet : packets) {
            out.append(MARK).append(packet.length()).append(MARK).append(packet);
        }
        return out.toString();
    }

    /** The packets that {@code text} is. */
    public static List<Packet> decode(String text) {
        if (text.isEmpty() || text.charAt(0) != MARK) {
            return List.of(PacketText.decode(text));
        }
        List<Packet> packets = new ArrayList<>();
        int from = 1;
        for (int mark = text.indexOf(MARK, from); mark >= 0; mark = text.indexOf(MARK, from)) {
            int length = length(text.substring(from, mark), text.length() - mark - 1);
            packets.add(PacketText.decode(text.substring(mark + 1, mark + 1 + Math.max(length, 0))));
            if (length < 0) {
                return packets;
            }
            from = Math.min(text.length(), mark + length + 2);
        }
        return packets;
    }

    /** At most {@code most}; no digits are 0, anything else than digits -1. */
    private static int length(String digits, int most) {
        if (!digits.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            return -1;
        }
        return digits.isEmpty() ? 0 : digits.length() > 9 ? most : Math.min(most, Integer.parseInt(digits));
    }
}
