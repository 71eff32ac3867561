package io.github.fanoutlab.platform.real.jedis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A TLS socket for a loop. Java can wait for such a socket only in a thread, and a loop cannot: two threads carry the bytes.
 *
 * <pre>
 *   loop &lt;-- source | pipe | sink &lt;-- the reader &lt;-- socket
 *   loop --&gt; sink   | pipe | source --&gt; the writer --&gt; socket
 * </pre>
 *
 * <p>Both wait when a pipe is full, and so do Redis and the loop's {@link RespConnection}.
 */
final class TlsPipes {

    private final Socket socket;
    private final Pipe replies = Pipe.open();
    private final Pipe commands = Pipe.open();
    private final AtomicReference<Throwable> problem = new AtomicReference<>();
    private final Thread writer;

    TlsPipes(Socket socket, String address) throws IOException {
        this.socket = socket;
        replies.source().configureBlocking(false);
        commands.sink().configureBlocking(false);
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream();
        writer = JedisLink.daemon(
                "redis-writer " + address, () -> carry(Channels.newInputStream(commands.source()), out));
        Thread reader =
                JedisLink.daemon("redis-reader " + address, () -> carry(in, Channels.newOutputStream(replies.sink())));
        writer.start();
        reader.start();
    }

    /** Until {@code from} ends, then closes both. */
    private void carry(InputStream from, OutputStream to) {
        try (from;
                to) {
            from.transferTo(to);
        } catch (Throwable thrown) {
            problem.compareAndSet(null, thrown);
        }
    }

    /** What arrives, decrypted; in non-blocking mode. */
    Pipe.SourceChannel in() {
        return replies.source();
    }

    /** What is to be sent; in non-blocking mode. Once it is closed, the socket closes behind what was written. */
    Pipe.SinkChannel out() {
        return commands.sink();
    }

    /** Why the connection broke; null if it did not, or was closed by Redis. */
    Throwable problem() {
        return problem.get();
    }

    /** Waits until all has left that was written before {@link #out} was closed. */
    void awaitWritten(long millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.timedJoin(writer, millis);
    }
}
