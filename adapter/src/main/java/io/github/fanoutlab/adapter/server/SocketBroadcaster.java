package io.github.fanoutlab.adapter.server;

/** Where broadcasts to everybody except one client start: its socket, with or without flags. May be used from any thread. */
public sealed interface SocketBroadcaster permits Socket, SocketOperator {

    /** Selects everybody in the namespace but this client. */
    BroadcastOperator broadcast();

    /** Selects the members of these rooms but this client. */
    default BroadcastOperator to(String... rooms) {
        return broadcast().to(rooms);
    }

    /** For one room, by its number: see {@link Broadcaster#to(long)}. */
    default BroadcastOperator to(long room) {
        return broadcast().to(room);
    }

    /** The same as {@link #to(String...)}. */
    default BroadcastOperator in(String... rooms) {
        return to(rooms);
    }

    /** The same as {@link #to(long)}. */
    default BroadcastOperator in(long room) {
        return to(room);
    }

    /** Selects everybody but this client and the members of these rooms. */
    default BroadcastOperator except(String... rooms) {
        return broadcast().except(rooms);
    }

    /** For one room, by its number: see {@link Broadcaster#to(long)}. */
    default BroadcastOperator except(long room) {
        return broadcast().except(room);
    }

    /** Selects everybody on this node but this client. */
    default BroadcastOperator local() {
        return broadcast().local();
    }
}
