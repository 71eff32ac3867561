package io.github.fanoutlab.platform.real.jedis;

import io.github.fanoutlab.platform.EventLoop;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;

/** A loop whose thread waits for sockets, too, so that no other thread has to wake it for what arrives on them. */
public interface SocketLoop extends EventLoop {

    /**
     * From now on {@code onReady} is called at the beginning of each turn in which {@code channel} is ready for one of {@code
     * operations}. It hands in what it has read with {@link #execute}, as inputs of the same turn. On the loop only.
     *
     * @param channel in non-blocking mode; closing it ends this
     * @param operations of {@link SelectionKey}
     * @return for other operations, later and from any thread
     * @throws ClosedChannelException if {@code channel} is closed
     */
    SelectionKey register(SelectableChannel channel, int operations, Runnable onReady) throws ClosedChannelException;
}
