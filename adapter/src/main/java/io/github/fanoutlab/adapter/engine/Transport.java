package io.github.fanoutlab.adapter.engine;

import io.github.fanoutlab.platform.Backlog;
import java.util.List;

/** Carries the packets of one {@link EngineSocket}. On the loop only. */
interface Transport {

    /** {@code polling} or {@code websocket}. */
    String name();

    /** Sets the listener, in place of the one before. */
    void listen(Listener listener);

    /** Whether packets sent now leave at the end of this turn; otherwise they wait in the socket's buffer. */
    boolean isWritable();

    /** What waits for the client; packets that wait in the socket's buffer are counted here, too. */
    Backlog backlog();

    /** Sends the packets in their order. */
    void send(List<EnginePacket> packets);

    /** Drops what cannot be sent now: {@link #close} will not wait for it. */
    void discard();

    /**
     * Closes after what was sent, and tells the client if it can; {@code whenClosed} runs when that is done. Does nothing when it
     * was closed before.
     */
    void close(Runnable whenClosed);

    /** Is called for what happens on a transport. */
    interface Listener {

        /** Does nothing: for a transport that is no longer used. */
        Listener NONE = new Listener() {
            @Override
            public void onPacket(EnginePacket packet) {}

            @Override
            public void onClose(String reason) {}
        };

        void onPacket(EnginePacket packet);

        /** The transport is writable again. */
        default void onWritable() {}

        /** The transport has closed, for {@code reason}: {@code transport close} or {@code transport error}. */
        void onClose(String reason);
    }
}
