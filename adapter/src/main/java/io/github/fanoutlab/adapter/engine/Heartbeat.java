package io.github.fanoutlab.adapter.engine;

import io.github.fanoutlab.adapter.engine.EnginePacket.Type;
import io.github.fanoutlab.platform.EventLoop;
import java.util.function.Supplier;

/**
 * Notices when a client is gone.
 *
 * <pre>
 * revision 4   the server pings pingInterval after the opening and after each pong. No pong within pingTimeout: the client is gone.
 *              The first other packet that comes instead extends the wait once: it shows that the client is there.
 *
 * revision 3   the client pings, and the server answers with a pong. No ping within pingInterval + pingTimeout: gone.
 * </pre>
 *
 * <p>Read in {@code engine.io} 6.6, {@code socket.ts}. Node stops waiting for a client that moves to WebSocket: in revision 3 always, in
 * revision 4 when it owes a pong. One that then vanishes stays forever. Here it is noticed.
 */
abstract class Heartbeat {

    /** What a heartbeat may do with its socket. */
    interface Pulse {

        EventLoop loop();

        EngineOptions options();

        void send(EnginePacket packet);

        /** The session is over, for this reason. */
        void over(String reason);

        void log(Supplier<String> message);
    }

    final Pulse pulse;
    private EventLoop.Timer timeout;

    private Heartbeat(Pulse pulse) {
        this.pulse = pulse;
    }

    static Heartbeat of(int revision, Pulse pulse) {
        return revision == 3 ? new ClientPings(pulse) : new ServerPings(pulse);
    }

    /** The session is open. */
    abstract void begin();

    /** A packet came; a ping or a pong from the wrong side ends the session. */
    abstract void received(Type type);

    /** The client has moved to another transport. */
    abstract void moved();

    /** The session is over. */
    void end() {
        waitNoLonger();
    }

    final void waitFor(long millis) {
        waitNoLonger();
        timeout = pulse.loop().schedule(millis, () -> pulse.over("ping timeout"));
    }

    final void waitNoLonger() {
        cancel(timeout);
        timeout = null;
    }

    final boolean isWaiting() {
        return timeout != null;
    }

    private static void cancel(EventLoop.Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    private static final class ServerPings extends Heartbeat {

        private EventLoop.Timer nextPing;
        private boolean waitExtended;

        ServerPings(Pulse pulse) {
            super(pulse);
        }

        @Override
        void begin() {
            long timeoutMillis = pulse.options().pingTimeoutMillis();
            nextPing = pulse.loop().schedule(pulse.options().pingIntervalMillis(), () -> {
                pulse.log(() -> "writing ping packet - expecting pong within " + timeoutMillis + "ms");
                waitExtended = false;
                pulse.send(EnginePacket.of(Type.PING, ""));
                waitFor(timeoutMillis);
            });
        }

        @Override
        void received(Type type) {
            if (type == Type.PING) {
                pulse.over("transport error");
            } else if (type == Type.PONG) {
                pulse.log(() -> "got pong");
                end();
                begin();
            } else if (isWaiting() && !waitExtended) {
                waitExtended = true;
                waitFor(pulse.options().pingTimeoutMillis());
            }
        }

        /** A ping over the old transport need not be answered, but another one follows over the new transport. */
        @Override
        void moved() {
            if (isWaiting()) {
                end();
                begin();
            }
        }

        @Override
        void end() {
            super.end();
            cancel(nextPing);
        }
    }

    private static final class ClientPings extends Heartbeat {

        ClientPings(Pulse pulse) {
            super(pulse);
        }

        @Override
        void begin() {
            waitFor(pulse.options().pingIntervalMillis() + pulse.options().pingTimeoutMillis());
        }

        @Override
        void received(Type type) {
            if (type == Type.PONG) {
                pulse.over("transport error");
            } else if (type == Type.PING) {
                pulse.log(() -> "got ping");
                begin();
                pulse.send(EnginePacket.of(Type.PONG, ""));
            }
        }

        @Override
        void moved() {
            // The client goes on pinging, over its new transport.
        }
    }
}
