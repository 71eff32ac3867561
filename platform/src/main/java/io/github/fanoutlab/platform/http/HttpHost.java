package io.github.fanoutlab.platform.http;

import io.github.fanoutlab.platform.Backlogs;
import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.EventLoop;

/** An HTTP server of the user's, in which a handler can be mounted. */
public interface HttpHost {

    /**
     * From now on, requests below {@code path} ({@code /socket.io}) go to {@code handler} on {@code loop}; all others go where they
     * went before.
     *
     * @param maxBodyBytes a longer request body is answered with 413 before memory is taken for it
     * @param backlogs counts what clients have not read yet
     * @return unmounts the handler: later requests are answered with 503. May be run from any thread
     * @throws IllegalStateException if it is too late to mount a handler; the message says when to do so
     */
    Runnable mount(
            String path, int maxBodyBytes, ClientHandler handler, EventLoop loop, Backlogs backlogs, DebugLog log);
}
