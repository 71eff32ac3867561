import com.corundumstudio.socketio.BroadcastOperations;
import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.store.RedissonStoreFactory;
import io.github.fanoutlab.bench.program.BenchProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.redisson.Redisson;
import org.redisson.config.Config;

/** netty-socketio over Redisson as a server of {@code ./fanout bench}, which compiles it. */
public final class NettyServer extends BenchProgram {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Configuration configuration = new Configuration();
    private final SocketIOServer io;

    private NettyServer(int redisPort) throws IOException {
        Config redis = new Config();
        redis.useSingleServer().setAddress("redis://127.0.0.1:" + redisPort);
        configuration.setStoreFactory(new RedissonStoreFactory(Redisson.create(redis)));
        configuration.setHostname("127.0.0.1");
        configuration.setPort(freePort());
        io = new SocketIOServer(configuration);
        io.addEventListener("join", String.class, (client, room, ack) -> client.joinRoom(room));
    }

    public static void main(String... args) throws IOException {
        new NettyServer(redisPort(args)).obey(role(args));
    }

    @Override
    protected int listen() {
        io.start();
        return configuration.getPort();
    }

    @Override
    protected void emit(String payload, String room) {
        BroadcastOperations to = room == null ? io.getBroadcastOperations() : io.getRoomOperations(room);
        to.sendEvent("data", payload);
    }

    @Override
    protected void schedule(long delayMillis, Runnable task) {
        timer.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return probe.getLocalPort();
        }
    }
}
