package io.github.fanoutlab.platform.http;

/**
 * Where and how to listen.
 *
 * @param host the address to bind
 * @param port the port; 0 for any free one
 * @param sharedPort whether other processes may listen on the same port (SO_REUSEPORT), as the workers of Node's cluster do
 * @param maxBodyBytes a longer request body is answered with 413 before memory is taken for it
 */
public record ListenOptions(String host, int port, boolean sharedPort, int maxBodyBytes) {

    /** One megabyte, as {@code maxHttpBufferSize} in Socket.IO 4. */
    public static final int DEFAULT_MAX_BODY_BYTES = 1_000_000;

    /** Every address of this machine, as Node's {@code listen(port)}. */
    public static ListenOptions port(int port) {
        return new ListenOptions("0.0.0.0", port, false, DEFAULT_MAX_BODY_BYTES);
    }

    /** This machine only. */
    public static ListenOptions loopback(int port) {
        return new ListenOptions("127.0.0.1", port, false, DEFAULT_MAX_BODY_BYTES);
    }
}
