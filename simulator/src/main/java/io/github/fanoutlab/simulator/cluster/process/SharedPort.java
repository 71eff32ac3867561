package io.github.fanoutlab.simulator.cluster.process;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/**
 * One port for all workers of a master. The master holds the port and never listens on it, so that it stays theirs while
 * workers come and go; the system shares the connections out among those who listen.
 */
final class SharedPort {

    private final SocketChannel holder;

    private SharedPort(SocketChannel holder) {
        this.holder = holder;
    }

    /**
     * Takes the port.
     *
     * @param port 0 for any free one
     * @throws CannotStart if this system has no SO_REUSEPORT, or the port is taken
     */
    static SharedPort hold(String host, int port) {
        try {
            return new SharedPort(bind(SocketChannel.open(), new InetSocketAddress(host, port)));
        } catch (IOException e) {
            throw new CannotStart(
                    "Port " + port + " of " + host + " cannot be shared (" + e.getMessage() + "). Name another one.");
        }
    }

    private static SocketChannel bind(SocketChannel holder, InetSocketAddress address) throws IOException {
        try {
            return holder.setOption(StandardSocketOptions.SO_REUSEPORT, true).bind(address);
        } catch (UnsupportedOperationException noSuchOption) {
            holder.close();
            throw new CannotStart("This system cannot share a port between processes (it has no SO_REUSEPORT). Leave"
                    + " --shared-port out: each worker then listens on a port of its own.");
        } catch (IOException e) {
            holder.close();
            throw e;
        }
    }

    int port() {
        return holder.socket().getLocalPort();
    }
}
