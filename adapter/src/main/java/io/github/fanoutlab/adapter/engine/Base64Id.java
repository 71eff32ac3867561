package io.github.fanoutlab.adapter.engine;

import io.github.fanoutlab.platform.Ids;
import java.util.Base64;

/**
 * Session ids: 20 characters, the URL-safe base64 of 12 random bytes and a count of 3 bytes, as npm's {@code base64id} makes
 * them.
 */
public final class Base64Id {

    private final Ids ids;
    private int next;

    /** A generator whose count begins at 0. */
    public Base64Id(Ids ids) {
        this.ids = ids;
    }

    /** The next id; on the loop. */
    public String next() {
        byte[] bytes = new byte[15];
        System.arraycopy(ids.nextBytes(12), 0, bytes, 0, 12);
        bytes[12] = (byte) (next >> 16);
        bytes[13] = (byte) (next >> 8);
        bytes[14] = (byte) next;
        next++;
        return Base64.getUrlEncoder().encodeToString(bytes);
    }
}
