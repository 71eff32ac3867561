package io.github.fanoutlab.platform.redis;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of an entry in a Redis stream, {@code 1764380000000-0}: ids grow with every entry.
 *
 * @param millis the clock of Redis when the entry was added, as an unsigned number
 * @param sequence counts the entries of one millisecond, as an unsigned number
 */
public record StreamId(long millis, long sequence) implements Comparable<StreamId> {

    /** Before every entry. */
    public static final StreamId FIRST = new StreamId(0, 0);

    /** After every entry. */
    public static final StreamId LAST = new StreamId(-1, -1);

    private static final Pattern WHOLE = Pattern.compile("([0-9]{1,20})-([0-9]{1,20})");

    /** Whether {@code text} is an id with both numbers. */
    public static boolean isValid(String text) {
        return WHOLE.matcher(text).matches();
    }

    /**
     * Reads an id with both numbers.
     *
     * @throws NumberFormatException if {@code text} is none
     */
    public static StreamId parse(String text) {
        Matcher whole = WHOLE.matcher(text);
        if (!whole.matches()) {
            throw new NumberFormatException(
                    text + " is not the id of a stream's entry; expected MILLISECONDS-SEQUENCE");
        }
        return new StreamId(Long.parseUnsignedLong(whole.group(1)), Long.parseUnsignedLong(whole.group(2)));
    }

    /** The smallest id above this one, which is not {@link #LAST}. */
    public StreamId next() {
        return sequence == -1 ? new StreamId(millis + 1, 0) : new StreamId(millis, sequence + 1);
    }

    /** The greatest id below this one, which is not {@link #FIRST}. */
    public StreamId previous() {
        return sequence == 0 ? new StreamId(millis - 1, -1) : new StreamId(millis, sequence - 1);
    }

    public boolean isAfter(StreamId other) {
        return compareTo(other) > 0;
    }

    @Override
    public int compareTo(StreamId other) {
        int byMillis = Long.compareUnsigned(millis, other.millis);
        return byMillis != 0 ? byMillis : Long.compareUnsigned(sequence, other.sequence);
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(millis) + "-" + Long.toUnsignedString(sequence);
    }
}
