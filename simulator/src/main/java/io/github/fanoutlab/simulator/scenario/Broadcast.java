package io.github.fanoutlab.simulator.scenario;

import java.util.List;

/**
 * What a node shall emit, in terms that both generations know.
 *
 * @param namespace with its slash; {@code /} is the default one
 * @param rooms empty for everybody in the namespace; a client in several of them still gets one copy
 * @param except rooms whose members get none. 0.9 can only except single sockets; there the program looks the local members up
 * @param local whether only clients of the emitting node get it; then nothing is published
 * @param manner what is special about it
 */
public record Broadcast(
        String namespace,
        List<String> rooms,
        List<String> except,
        boolean local,
        Manner manner,
        String event,
        String payload) {

    /** How something is emitted. */
    public enum Manner {
        /** Each client gets it, sooner or later. */
        PLAIN,
        /** A client to which nothing can be sent at the moment misses it. */
        VOLATILE,
        /** Each client acknowledges it. */
        WITH_ACKS,
        /** Each client is disconnected by the server, right after it. */
        GOODBYE
    }

    /** How long an emit waits for acks, in milliseconds. In 0.9, it waits forever. */
    public static final long ACK_TIMEOUT_MILLIS = 1_000;

    public Broadcast {
        rooms = List.copyOf(rooms);
        except = List.copyOf(except);
    }

    /** To everybody, as in the source document: {@code io.emit("data", payload)}. */
    public static Broadcast data(String payload) {
        return new Broadcast("/", List.of(), List.of(), false, Manner.PLAIN, "data", payload);
    }

    public Broadcast to(String room) {
        return new Broadcast(namespace, List.of(room), except, local, manner, event, payload);
    }

    public Broadcast but(String room) {
        return new Broadcast(namespace, rooms, List.of(room), local, manner, event, payload);
    }

    public Broadcast of(String otherNamespace) {
        return new Broadcast(otherNamespace, rooms, except, local, manner, event, payload);
    }

    public Broadcast locally() {
        return new Broadcast(namespace, rooms, except, true, manner, event, payload);
    }

    public Broadcast saying(String otherPayload) {
        return new Broadcast(namespace, rooms, except, local, manner, event, otherPayload);
    }

    /** The same, to be missed by a client to which nothing can be sent at the moment. */
    public Broadcast asVolatile() {
        return in(Manner.VOLATILE);
    }

    /** The same, with an ack of each client. */
    public Broadcast withAcks() {
        return in(Manner.WITH_ACKS);
    }

    /** The same as a goodbye: the server disconnects whoever gets it. */
    public Broadcast goodbye() {
        return in(Manner.GOODBYE);
    }

    private Broadcast in(Manner other) {
        return new Broadcast(namespace, rooms, except, local, other, event, payload);
    }

    /** As in code: {@code io.of("/chat").to("r1").emit("data", "payload")}. */
    @Override
    public String toString() {
        StringBuilder code = new StringBuilder("io");
        if (!namespace.equals("/")) {
            code.append(".of(\"").append(namespace).append("\")");
        }
        rooms.forEach(room -> code.append(".to(\"").append(room).append("\")"));
        except.forEach(room -> code.append(".except(\"").append(room).append("\")"));
        if (local) {
            code.append(".local()");
        }
        String selected = code.toString();
        String emitted = ".emit(\"" + event + "\", \"" + payload + '"';
        return switch (manner) {
            case PLAIN -> selected + emitted + ')';
            case VOLATILE -> selected + ".volatile" + emitted + ')';
            case WITH_ACKS -> selected + ".timeout(" + ACK_TIMEOUT_MILLIS + ')' + emitted + ", acks)";
            case GOODBYE -> selected + emitted + "); " + selected + ".disconnectSockets()";
        };
    }
}
