package io.github.fanoutlab.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Inputs made from others: bytes are changed, pieces cut, doubled, taken from another input, or written by hand. The seed decides all. */
final class Mutations {

    private static final int LONGEST = 64 << 10;
    private static final int MAX_REPEATS = 20_000;

    private static final List<byte[]> PIECES = new ArrayList<>();

    static {
        for (String text : List.of(
                "[",
                "]",
                "{",
                "}",
                "\"",
                ",",
                ":",
                "::",
                "/",
                "//",
                "?",
                "#",
                "&",
                "=",
                "%",
                "%zz",
                "%c3%a9",
                "+",
                "-",
                ";",
                "@",
                " ",
                "0",
                "1",
                "9",
                "-0",
                "1e999",
                "0.1e-7",
                "9007199254740993",
                "null",
                "true",
                "\\u0000",
                "\\ud83d",
                "\\ude00",
                "\u0000",
                "é",
                "😀",
                "\ufffd",
                "\u2028",
                "\u001e",
                "\r\n",
                "_placeholder",
                "num",
                "__proto__",
                "51-",
                "42",
                "rooms",
                "opts",
                "flags",
                "redis+cluster://",
                "seed=",
                "kill(worker",
                "\"disconnect\"")) {
            PIECES.add(text.getBytes(StandardCharsets.UTF_8));
        }
        for (int[] bytes : List.of(
                new int[] {0xdd, 0xff, 0xff, 0xff, 0xff},
                new int[] {0xdd, 0, 0x0f, 0x42, 0x40},
                new int[] {0xdf, 0x7f, 0xff, 0xff, 0xff},
                new int[] {0xc6, 0xff, 0xff, 0xff, 0xff},
                new int[] {0xd9, 0xff},
                new int[] {0xc7, 12, 0xff},
                new int[] {0x91},
                new int[] {0x81, 0xa1, 'a'},
                new int[] {0xc1},
                new int[] {0xed, 0xa0, 0xbd},
                new int[] {0, 9, 0xff})) {
            byte[] piece = new byte[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                piece[i] = (byte) bytes[i];
            }
            PIECES.add(piece);
        }
    }

    private final SplittableRandom random;

    Mutations(long seed) {
        random = new SplittableRandom(seed);
    }

    /** An input that is like one of {@code corpus}. */
    byte[] next(List<byte[]> corpus) {
        byte[] input = any(corpus);
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            input = changed(input, corpus);
        }
        return input.length > LONGEST ? Arrays.copyOf(input, LONGEST) : input;
    }

    private byte[] changed(byte[] input, List<byte[]> corpus) {
        int from = random.nextInt(input.length + 1);
        int to = from + random.nextInt(Math.min(16, input.length - from) + 1);
        switch (random.nextInt(input.length == 0 ? 2 : 7)) {
            case 0:
                return replaced(input, from, from, any(PIECES), 1);
            case 1:
                byte[] other = any(corpus);
                return replaced(
                        input, from, to, Arrays.copyOfRange(other, random.nextInt(other.length + 1), other.length), 1);
            case 2:
                return replaced(input, from, to, new byte[0], 1);
            case 3:
                return replaced(
                        input,
                        from,
                        to,
                        Arrays.copyOfRange(input, from, to),
                        1 + random.nextInt(MAX_REPEATS) / (1 + random.nextInt(500)));
            case 4:
                return replaced(
                        input, from, from, any(PIECES), 1 + random.nextInt(MAX_REPEATS) / (1 + random.nextInt(500)));
            case 5:
                return Arrays.copyOf(input, from);
            default:
                byte[] flipped = input.clone();
                flipped[random.nextInt(flipped.length)] = (byte) random.nextInt(256);
                return flipped;
        }
    }

    /** {@code input} with {@code length} bytes of it, those at {@code from}, {@code times} in their place, and {@code end} after them. */
    static byte[] repeated(byte[] input, int from, int length, int times, String end) {
        byte[] piece = Arrays.copyOfRange(input, from, from + length);
        byte[] longer = replaced(input, from, from + length, piece, times);
        int behind = longer.length - (input.length - from - length);
        return replaced(longer, behind, behind, end.getBytes(StandardCharsets.UTF_8), 1);
    }

    private static byte[] replaced(byte[] input, int from, int to, byte[] piece, int times) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(input, 0, from);
        for (int i = 0; i < times && out.size() < LONGEST; i++) {
            out.writeBytes(piece);
        }
        out.write(input, to, input.length - to);
        return out.toByteArray();
    }

    private byte[] any(List<byte[]> some) {
        return some.get(random.nextInt(some.size()));
    }
}
