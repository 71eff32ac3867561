package io.github.fanoutlab.legacy.protocol;

import java.util.ArrayList;
import java.util.List;

/**
 * Several packets in the body of one request or response, as {@code lib/parser.js} of socket.io 0.9.19 frames them.
 *
 * <pre>
 *   3:::one                          one packet as it is
 *   \ufffd7\ufffd3:::one\ufffd7\ufffd3:::two   several: before each, its length in UTF-16 units between U+FFFD
 * </pre>
 *
 * <p>Reading never fails. A packet that is cut short is read as far as it goes. A length that is not a number yields an
 * unreadable packet, and reading stops there.
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

    /** The packets in {@code text}. */
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

    /** The number in {@code digits}, at most {@code most}; 0 if empty, -1 if there is anything but digits. */
    private static int length(String digits, int most) {
        if (!digits.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            return -1;
        }
        return digits.isEmpty() ? 0 : digits.length() > 9 ? most : Math.min(most, Integer.parseInt(digits));
    }
}
