package io.github.fanoutlab.simulator.client;

import io.github.fanoutlab.platform.EventLoop;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * One attempt of a client to be connected, from dialing to its end.
 *
 * <p>It ends once: by the client ({@link #leave}), by the server ({@link #endWith}), or by a loss ({@link #loseTo}). Whatever
 * arrives after that does not reach the client.
 */
abstract class ClientSession implements Wire.Listener {

    private final BaseClient client;
    private Wire wire;
    private EventLoop.Timer silence;
    private boolean over;

    ClientSession(BaseClient client) {
        this.client = client;
    }

    /** Begins to dial. */
    abstract void begin();

    /** Sends an event; {@code ackId} is the number of its ack, or null. Called only when the session is in its namespace. */
    abstract void emit(String event, List<JsonNode> args, Long ackId);

    /** Sends the protocol's goodbye, if the connection has come that far. */
    abstract void sayGoodbye();

    /** A text frame arrived, and the session is not over. */
    abstract void take(String frame);

    /** A binary frame arrived, and the session is not over. */
    abstract void take(byte[] frame);

    /** From now on {@code opened} carries the frames. */
    final void open(Wire opened) {
        wire = opened;
        wire.open();
    }

    final boolean isOver() {
        return over;
    }

    /** What carries the frames; null before {@link #open}. */
    final Wire wire() {
        return wire;
    }

    final void send(String frame) {
        if (!over && wire != null) {
            wire.send(frame);
        }
    }

    final void send(byte[] frame) {
        if (!over && wire != null) {
            wire.send(frame);
        }
    }

    /** From now on the session is lost if nothing arrives for {@code millis}; 0 means no limit. */
    final void expectWordWithin(long millis, String reason) {
        if (silence != null) {
            silence.cancel();
        }
        if (millis > 0) {
            silence = client.ports.loop().schedule(millis, () -> loseTo(reason));
        }
    }

    final void leave() {
        sayGoodbye();
        stop();
    }

    /** The connection was lost. */
    final void loseTo(String reason) {
        if (!over) {
            stop();
            client.lost(reason);
        }
    }

    /** The server ended the session. */
    final void endWith(String reason) {
        if (!over) {
            stop();
            client.ended(reason);
        }
    }

    private void stop() {
        over = true;
        if (silence != null) {
            silence.cancel();
        }
        if (wire != null) {
            wire.close();
        }
    }

    @Override
    public final void onText(String frame) {
        if (!over) {
            take(frame);
        }
    }

    @Override
    public final void onBinary(byte[] frame) {
        if (!over) {
            take(frame);
        }
    }

    @Override
    public final void onLost(String reason) {
        loseTo(reason);
    }
}
