package io.github.fanoutlab.platform.http;

import java.util.Objects;

/**
 * Where and how to listen.
 *
 * @param host the address to bind
 * @param port the port; 0 for any free one
 * @param sharedPort whether other processes may listen on the same port (SO_REUSEPORT), as the workers of Node's cluster do
 * @param maxBodyBytes a longer request body is answered with 413 before memory is taken for it
 * @param maxHeaderBytes a longer request line is answered with 414, and longer headers with 431
 */
public record ListenOptions(String host, int port, boolean sharedPort, int maxBodyBytes, int maxHeaderBytes) {

    public ListenOptions {
        Objects.requireNonNull(host, "the address to bind must not be null");
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + "; expected 0 to 65535");
        }
        if (maxBodyBytes < 0 || maxHeaderBytes <= 0) {
            throw new IllegalArgumentException("at most " + maxBodyBytes + " bytes of body and " + maxHeaderBytes
                    + " of headers; neither may be negative, and a request has headers");
        }
    }

    /** One megabyte, as {@code maxHttpBufferSize} in Socket.IO 4. */
    public static final int DEFAULT_MAX_BODY_BYTES = 1_000_000;

    /** As {@code --max-http-header-size} in Node 20. */
    public static final int DEFAULT_MAX_HEADER_BYTES = 16 << 10;

    /** Options with {@link #DEFAULT_MAX_HEADER_BYTES}. */
    public ListenOptions(String host, int port, boolean sharedPort, int maxBodyBytes) {
        this(host, port, sharedPort, maxBodyBytes, DEFAULT_MAX_HEADER_BYTES);
    }

    /** Every address of this machine, as Node's {@code listen(port)}. */
    public static ListenOptions port(int port) {
        return new ListenOptions("0.0.0.0", port, false, DEFAULT_MAX_BODY_BYTES);
    }

    /** These options with another limit for the headers of a request. */
    public ListenOptions withMaxHeaderBytes(int bytes) {
        return new ListenOptions(host, port, sharedPort, maxBodyBytes, bytes);
    }

    /** This machine only. */
    public static ListenOptions loopback(int port) {
        return new ListenOptions("127.0.0.1", port, false, DEFAULT_MAX_BODY_BYTES);
    }
}
