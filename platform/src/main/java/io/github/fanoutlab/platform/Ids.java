package io.github.fanoutlab.platform;

/** Where a node's randomness comes from: session ids, node ids, jitter. Called on the loop only. */
public interface Ids {

    /** The next {@code count} random bytes. */
    byte[] nextBytes(int count);

    /** A random number from 0 to {@code bound} - 1; {@code bound} is positive. */
    int nextInt(int bound);
}
