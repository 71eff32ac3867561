package example;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.redis.RedisAdapter;
import io.github.fanoutlab.platform.real.metrics.NodeMetrics;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** The application of docs/spring-boot.md. */
@SpringBootApplication
public class ChatApplication {

    public static void main(String[] args) {
        SpringApplication.run(ChatApplication.class, args);
    }

    // region server
    @Bean // SocketIoLifecycle closes it earlier; Spring's own close() matters only if the start fails
    SocketIoServer io(@Value("${socketio.redis}") String redisUrl) {
        SocketIoServer io = SocketIoServer.create();
        io.adapter(RedisAdapter.at(redisUrl));
        io.on("connection", socket -> {
            socket.emit("data", "hello");
            socket.on("disconnect", event -> io.emit("left", event.string(0)));
        });
        return io;
    }
    // endregion

    // region metrics
    @Bean
    NodeMetrics socketIoMetrics(SocketIoServer io) {
        return new NodeMetrics(io.ports());
    }
    // endregion
}
