package io.github.fanoutlab.legacy;

import io.github.fanoutlab.legacy.server.Ack;
import io.github.fanoutlab.legacy.server.Authorization;
import io.github.fanoutlab.legacy.server.Event;
import io.github.fanoutlab.legacy.server.Namespace;
import io.github.fanoutlab.legacy.server.Socket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** The same application as in peers/v09/application.js, handler by handler. */
final class RefereeApplication {

    private final LegacyServer io;
    private final Consumer<String> log;
    private final Map<String, Runnable> actions = new LinkedHashMap<>();

    /** Sets {@code io} up. {@code idOfA} is the session id of the client called A. */
    RefereeApplication(LegacyServer io, Consumer<String> log, Supplier<String> idOfA) {
        this.io = io;
        this.log = log;
        io.sockets().on("connection", this::greet);
        Namespace chat = io.of("/chat").on("connection", this::greetInChat);
        io.of("/locked").authorization((data, decision) -> decision.done(null, false));
        io.of("/failing").authorization((data, decision) -> decision.done("of my own", false));
        actions.put("everyone", () -> io.sockets().emit("news", 1, "é"));
        actions.put("room", () -> io.sockets().in("r1").emit("news", 2));
        actions.put("except", () -> io.sockets().except(idOfA.get()).emit("news", 3));
        actions.put("volatile", () -> io.sockets().volatile_().emit("news", 4));
        actions.put("send", () -> io.sockets().send("news"));
        actions.put("json", () -> io.sockets().json().send(List.of("news")));
        actions.put("chat", () -> chat.emit("news", 5));
        actions.put("chat-room", () -> chat.in("r1").emit("news", 6));
        actions.put("direct", () -> io.sockets().socket("foreign").emit("direct"));
        actions.put("direct-A", () -> io.sockets().socket(idOfA.get()).emit("direct"));
    }

    void act(String action) {
        actions.get(action).run();
    }

    static Authorization authorization(String how) {
        return switch (how) {
            case "yes" ->
                (data, decision) -> {
                    data.put("added", 1);
                    decision.done(null, true);
                };
            case "no" -> (data, decision) -> decision.done(null, false);
            default -> (data, decision) -> decision.done("of my own", false);
        };
    }

    private void greet(Socket socket) {
        socket.on("whisper", event -> socket.emit("whispered", event.get(0)));
        socket.on("echo", event -> event.ack(event.args().toArray()));
        socket.on("join", event -> {
            socket.join(event.string(0));
            event.ack("joined", event.string(0));
        });
        socket.on("leave", event -> socket.leave(event.string(0)));
        socket.on("keep", event -> keep(socket, event));
        socket.on(
                "ask",
                event -> socket.emit(
                        "question", "why", (Ack) answer -> io.sockets().emit("answered", answer.get(0))));
        socket.on("ask-receipt", event -> socket.emit("question", (Runnable) () -> socket.emit("receipted")));
        socket.on("send", event -> {
            socket.send("text");
            socket.json().send(Map.of("a", 1));
            socket.send("with receipt", () -> socket.emit("sent"));
        });
        socket.on("message", event -> {
            socket.emit("heard", event.get(0));
            event.ack("heard");
        });
        socket.on("shout", event -> socket.broadcast().emit("shouted", event.get(0)));
        socket.on("shout-in", event -> socket.broadcast().to(event.string(0)).emit("shouted", event.get(1)));
        socket.on("shout-volatile", event -> socket.volatile_().broadcast().emit("shouted"));
        socket.on("to-room-without-broadcast", event -> socket.to("r1").emit("to myself"));
        socket.on("bye", event -> socket.disconnect());
        socket.on("disconnect", event -> log.accept("app disconnect " + socket.id() + " " + reason(event)));
    }

    private static void keep(Socket socket, Event event) {
        String key = event.string(0);
        socket.set(
                key,
                event.string(1),
                (error, done) -> socket.get(
                        key,
                        (error1, kept) -> socket.has(
                                key,
                                (error2, has) -> socket.del(
                                        key,
                                        (error3, gone) ->
                                                socket.has(key, (error4, still) -> event.ack(kept, has, still))))));
    }

    private void greetInChat(Socket socket) {
        socket.emit("welcome");
        socket.on("room", event -> {
            socket.join(event.string(0));
            event.ack("joined", event.string(0));
        });
        socket.on("kick me", event -> socket.disconnect());
        socket.on("disconnect", event -> log.accept("app left chat " + socket.id() + " " + reason(event)));
    }

    private static String reason(Event event) {
        JsonNode reason = event.get(0);
        return reason == null || reason.isNull() ? "undefined" : event.string(0);
    }
}
