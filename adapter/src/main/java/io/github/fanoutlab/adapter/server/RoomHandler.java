package io.github.fanoutlab.adapter.server;

/** A handler of what happens to rooms of this node; see {@link Adapter#on}. Called on the loop. */
@FunctionalInterface
public interface RoomHandler {

    /** {@code socketId} is who joined or left; null when the room was created or deleted. */
    void handle(String room, String socketId);
}
