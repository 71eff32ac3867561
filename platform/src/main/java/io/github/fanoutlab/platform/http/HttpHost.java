package io.github.fanoutlab.platform.http;

import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.EventLoop;

/** An HTTP server that somebody else runs, and that lets a handler in. */
public interface HttpHost {

    /**
     * From now on requests below {@code path} ({@code /socket.io}) go to {@code handler}, on {@code loop}; all others stay
     * the host's own.
     *
     * @param maxBodyBytes a longer request body is answered with 413 before memory is taken for it
     * @return lets the handler out again: later requests are answered with 503. May be run from any thread
     * @throws IllegalStateException if the host lets nobody in any more; the message says when it would have
     */
    Runnable mount(String path, int maxBodyBytes, ClientHandler handler, EventLoop loop, DebugLog log);
}
