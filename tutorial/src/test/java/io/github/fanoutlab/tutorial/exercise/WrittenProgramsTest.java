package io.github.fanoutlab.tutorial.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.tutorial.book.Book;
import io.github.fanoutlab.tutorial.lesson.Grade;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A program that the reader writes")
class WrittenProgramsTest {

    @ParameterizedTest(name = "{0} -> {1}")
    @DisplayName("in exercise 2 wires the store, and a wrong wiring is diagnosed:")
    @CsvSource(delimiter = '|', textBlock = """
            RedisStore.of(redisPub, redisSub, redisPub)   | right: Two connections are enough
            RedisStore.of(redisPub, redisSub, more)       | right: Three connections, as 0.9 documents it
            RedisStore.of(redisPub, redisSub, redisSub)   | so everything seems to work. But a worker greets each client with the name that it keeps for it, and the greeting is: "connected to worker: ERR Can't execute 'hget'
            RedisStore.of(redisPub, redisPub, redisPub)   | and the workers greet their clients with an error instead of a name
            RedisStore.of(redisSub, redisSub, redisPub)   | The workers read back the names that they keep, but no client gets any event
            RedisStore.of(redisPub, redisSub, four(ports, redis)) | It works, but with 4 connections in each process
            null                                          | The processes did not start
            RedisStore.of(redisPub, redisSub, null)       | with three connections that are not null?
            RedisStore.of(redisPub, redisSub, ports.createRedisClient("x", String.valueOf(1 / 0))) | Your code threw ArithmeticException: / by zero in Ex02.java, line
            "three"                                       | cannot be built with your class: store(NodePorts, String) has to return a RedisStore
            """)
    void store(String expression, String verdict) throws IOException {
        String source = starter("Ex02")
                .replace(
                        "return RedisStore.of(redisPub, redisSub, redisSub);",
                        (expression.contains("more")
                                        ? "RedisConnection more = ports.createRedisClient(\"more\", redis);"
                                        : "")
                                + "return " + expression + ";")
                .replace(
                        "public RedisStore store",
                        expression.startsWith("\"") ? "public String store" : "public RedisStore store")
                .replaceFirst(
                        "}\\s*$",
                        "RedisConnection four(NodePorts p, String r) { p.createRedisClient(\"a\", r); return p.createRedisClient(\"b\", r); } }");
        assertVerdict(new StoreWiring(Book.repository()).grade(source), verdict);
    }

    @ParameterizedTest(name = "{0} -> {2}")
    @DisplayName("in exercise 5 speaks once a second, and what is too much or too little is diagnosed:")
    @CsvSource(delimiter = '|', textBlock = """
            Emitter io = Emitter.at(ports, redis);         | () -> io.emit("data", "payload")               | right: Each client gets one event a second
            SocketIoServer io = SocketIoServer.create(ports); io.adapter(RedisAdapter.at(redis)); | () -> io.emit("data", "payload") | brings every message back to your master
            SocketIoServer io = SocketIoServer.create(ports); io.adapter(RedisAdapter.at(redis)); | () -> io.local().emit("data", "payload") | Does your master emit, and is that emit local?
            Emitter io = Emitter.at(ports, redis);         | () -> {}                                       | Does your master emit, and is that emit local?
            SocketIoServer io = SocketIoServer.create(ports); | () -> io.emit("data", "payload")             | your master has no connection to Redis
            Emitter io = Emitter.at(ports, redis);         | () -> io.emit("Data", "payload")               | the clients listen for an event named "data"
            Emitter io = Emitter.at(ports, redis);         | () -> io.to("everybody").emit("data", "payload") | a room that nobody has joined
            Emitter io = Emitter.at(ports, redis);         | () -> io.of("/data").emit("data", "payload")   | a namespace that nobody is connected to
            Emitter io = Emitter.at(ports, redis);         | () -> { for (int w = 0; w < 4; w++) { io.emit("data", "payload"); } } | gets 40 events in 10 seconds
            Emitter io = Emitter.at(ports, redis);         | () -> Emitter.at(ports, redis).emit("data", "payload") | Does your code make a new emitter each second
            Emitter io = Emitter.at(ports, redis);         | null                                           | The master did not run
            """)
    void master(String setUp, String beat, String verdict) throws IOException {
        String source = starter("Ex05")
                .replaceFirst("(?s)SocketIoServer io = .*?;\\s+io.adapter.*?;", setUp)
                .replace("() -> io.emit(\"data\", \"payload\")", beat);
        assertVerdict(new Speaker(Book.repository()).grade(source), verdict);
    }

    private static void assertVerdict(Grade grade, String verdict) {
        boolean right = verdict.startsWith("right: ");
        assertThat(grade.message()).contains(right ? verdict.substring("right: ".length()) : verdict);
        assertThat(grade.passed()).isEqualTo(right);
        assertThat(grade.message()).doesNotContain("TIMER", "the changed program");
    }

    private static String starter(String name) throws IOException {
        return Files.readString(Book.repository().resolve("tutorial/src/main/resources/workbook/" + name + ".java"));
    }
}
