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
}
