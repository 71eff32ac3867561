package io.github.fanoutlab.adapter.engine;

import java.util.List;

/** What carries the packets of one {@link EngineSocket}. On the loop only. */
interface Transport {

    /** {@code websocket}. */
    String name();

    /** Whether packets sent now leave with this turn; others wait in the socket's buffer. */
    boolean isWritable();

    /** Sends the packets in their order. */
    void send(List<EnginePacket> packets);

    /** Lets go of the client after what was sent; nothing is reported any more. */
    void close();

    /** What happens on a transport. */
    interface Listener {

        void onPacket(EnginePacket packet);

        /** The transport is writable again. */
        void onWritable();

        /** It is over, for {@code reason}: {@code transport close} or {@code transport error}. */
        void onClose(String reason);
    }
}
