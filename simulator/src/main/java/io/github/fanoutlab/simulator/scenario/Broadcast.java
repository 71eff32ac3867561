package io.github.fanoutlab.simulator.scenario;

import java.util.List;

/**
 * What a node shall emit, in terms that both generations know.
 *
 * @param namespace with its slash; {@code /} is the default one
 * @param rooms empty for everybody in the namespace; a client in several of them still gets one copy
 * @param except rooms whose members get none. 0.9 can only except single sockets; there the program looks the local members up
 * @param local whether only clients of the emitting node get it; then nothing is published
 */
public record Broadcast(
        String namespace, List<String> rooms, List<String> except, boolean local, String event, String payload) {

    public Broadcast {
        rooms = List.copyOf(rooms);
        except = List.copyOf(except);
    }

    /** To everybody, as in the source document: {@code io.emit("data", payload)}. */
    public static Broadcast data(String payload) {
        return new Broadcast("/", List.of(), List.of(), false, "data", payload);
    }

    public Broadcast to(String room) {
        return new Broadcast(namespace, List.of(room), except, local, event, payload);
    }

    public Broadcast but(String room) {
        return new Broadcast(namespace, rooms, List.of(room), local, event, payload);
    }

    public Broadcast of(String otherNamespace) {
        return new Broadcast(otherNamespace, rooms, except, local, event, payload);
    }

    public Broadcast locally() {
        return new Broadcast(namespace, rooms, except, true, event, payload);
    }

    public Broadcast saying(String otherPayload) {
        return new Broadcast(namespace, rooms, except, local, event, otherPayload);
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
        return code.append(".emit(\"")
                .append(event)
                .append("\", \"")
                .append(payload)
                .append("\")")
                .toString();
    }
}
