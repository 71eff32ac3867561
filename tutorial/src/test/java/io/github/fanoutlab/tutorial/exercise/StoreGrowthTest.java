package io.github.fanoutlab.tutorial.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.legacy.server.Socket;
import io.github.fanoutlab.legacy.store.Channel;
import io.github.fanoutlab.legacy.store.RedisStore;
import io.github.fanoutlab.tutorial.lesson.Grade;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

@DisplayName("Exercise 16, what is left of a hundred clients")
class StoreGrowthTest {

    private static StoreGrowth.Answer onDisconnect(BiConsumer<Socket, RedisStore> task) {
        return (io, store) ->
                io.sockets().on("connection", socket -> socket.on("disconnect", event -> task.accept(socket, store)));
    }

    private static void publish(RedisStore store, Channel channel, Socket socket) {
        store.publish(channel, JsonNodeFactory.instance.arrayNode().add(socket.id()));
    }

    private static void unsubscribe(RedisStore store, Socket socket) {
        for (Channel channel : List.of(Channel.MESSAGE_REMOTE, Channel.DISCONNECT_REMOTE)) {
            store.unsubscribe(channel, socket.id(), () -> {});
        }
    }

    @Test
    @DisplayName("is solved by publishing the end and unsubscribing: nothing grows in ten thousand sessions")
    void solution() {
        Grade grade = new StoreGrowth(10_000)
                .grade(() -> onDisconnect((socket, store) -> {
                    publish(store, Channel.DISCONNECT, socket);
                    unsubscribe(store, socket);
                }));

        assertThat(grade.passed()).as(grade.message() + grade.picture()).isTrue();
        assertThat(grade.message()).startsWith("After 10000 sessions, nothing grows");
    }

    @Test
    @DisplayName("that does nothing, or only unsubscribes, leaves the other worker growing")
    void nothing() {
        assertNotYet(
                (io, store) -> {},
                "Worker 2 still grows: it keeps something of every client",
                "W2 sessions                  1     201     401");
        assertNotYet(onDisconnect((socket, store) -> unsubscribe(store, socket)), "Worker 2 still grows");
    }

    @Test
    @DisplayName("that publishes on another channel is told who listens there, or what the message means")
    void otherChannels() {
        assertNotYet(
                onDisconnect((socket, store) -> publish(store, Channel.DISCONNECT_REMOTE, socket)),
                "only its own worker subscribed to that");
        assertNotYet(
                onDisconnect((socket, store) -> publish(store, Channel.CLOSE, socket)),
                "it is because of this message that worker 2 begins to wait");
    }

    @Test
    @DisplayName("that stops half of the leak is shown the other half")
    void half() {
        assertNotYet(
                onDisconnect((socket, store) -> publish(store, Channel.DISCONNECT, socket)),
                "Both workers forget their sessions. But Redis holds 2 more channels for each session");
    }

    @Test
    @DisplayName("that ends sessions when they begin is told so")
    void tooEarly() {
        assertNotYet(
                (io, store) -> io.sockets().on("connection", socket -> publish(store, Channel.DISCONNECT, socket)),
                "Worker 2 has forgotten the client that is still connected");
    }

    private static void assertNotYet(StoreGrowth.Answer answer, String... parts) {
        Grade grade = new StoreGrowth().grade(() -> answer);
        assertThat(grade.passed()).isFalse();
        assertThat(grade.message() + "\n" + grade.picture()).contains(parts);
    }
}
