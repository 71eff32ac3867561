package io.github.fanoutlab.adapter.server;

/** What to do when something happens to a room of this node; see {@link Adapter#on}. Called on the loop. */
@FunctionalInterface
public interface RoomHandler {

    /** {@code socketId} is who joined or left; null when the room was made or has ended. */
    void handle(String room, String socketId);
}
