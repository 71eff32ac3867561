package io.github.fanoutlab.platform;

/** A node's randomness: for session ids, node ids, jitter. Used on the node's loop only. */
public interface Ids {

    /** The next {@code count} random bytes. */
    byte[] nextBytes(int count);

    /** A random number from 0 to {@code bound} - 1; {@code bound} is positive. */
    int nextInt(int bound);
}
