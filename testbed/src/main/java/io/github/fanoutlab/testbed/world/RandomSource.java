package io.github.fanoutlab.testbed.world;

/**
 * Random numbers that a seed decides: SplitMix64 (Steele, Lea, Flood: <i>Fast splittable pseudorandom number
 * generators</i>, OOPSLA 2014), the same on every JVM.
 *
 * <p>Each purpose draws from a {@linkplain #fork(String) fork} of its own, so that one more draw here shifts nothing there.
 */
public final class RandomSource {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;

    private final long seed;
    private long state;

    public RandomSource(long seed) {
        this.seed = seed;
        this.state = seed;
    }

    /** A source that the seed and {@code purpose} decide, whatever was drawn from this one. */
    public RandomSource fork(String purpose) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < purpose.length(); i++) {
            hash = (hash ^ purpose.charAt(i)) * FNV_PRIME;
        }
        return new RandomSource(mix(mix(seed + GOLDEN_GAMMA) ^ hash));
    }

    /** Any long, all equally likely. */
    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /**
     * From 0 to {@code bound} - 1. Scaled from 32 bits: for bounds up to a million, no value is more than 1 in 4000 likelier
     * than another.
     *
     * @throws IllegalArgumentException if {@code bound} is not positive
     */
    public int nextInt(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException(
                    "a random number below " + bound + " was asked for; the bound must be positive");
        }
        return (int) (((nextLong() >>> 32) * bound) >>> 32);
    }

    /** From {@code low} to {@code high}, both included. */
    public long nextBetween(long low, long high) {
        if (high < low) {
            throw new IllegalArgumentException("nothing lies between " + low + " and " + high);
        }
        return low + Long.remainderUnsigned(nextLong(), high - low + 1);
    }

    /** The next {@code count} random bytes. */
    public byte[] nextBytes(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; ) {
            long word = nextLong();
            for (int left = 8; left > 0 && i < count; left--, word >>>= 8) {
                bytes[i++] = (byte) word;
            }
        }
        return bytes;
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
