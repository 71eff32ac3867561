package io.github.fanoutlab.adapter.engine;

import java.util.List;

/** What carries the packets of one {@link EngineSocket}. On the loop only. */
interface Transport {

    /** {@code polling} or {@code websocket}. */
    String name();

    /** Who is told what happens; instead of the one before. */
    void listen(Listener listener);

    /** Whether packets sent now leave with this turn; others wait in the socket's buffer. */
    boolean isWritable();

    /** Sends the packets in their order. */
    void send(List<EnginePacket> packets);

    /** What cannot be sent need not be: {@link #close} waits for nothing any more. */
    void discard();

    /**
     * Lets go of the client after what was sent, with a word to it when that is possible; {@code whenClosed} runs when
     * that is done. Does nothing when it was closed before.
     */
    void close(Runnable whenClosed);

    /** What happens on a transport. */
    interface Listener {

        /** Does not listen: what happens on a transport that was let go is nobody's concern. */
        Listener NONE = new Listener() {
            @Override
            public void onPacket(EnginePacket packet) {}

            @Override
            public void onClose(String reason) {}
        };

        void onPacket(EnginePacket packet);

        /** The transport is writable again. */
        default void onWritable() {}

        /** It is over, for {@code reason}: {@code transport close} or {@code transport error}. */
        void onClose(String reason);
    }
}
