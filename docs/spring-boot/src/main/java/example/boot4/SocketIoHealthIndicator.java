package example.boot4;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.platform.redis.RedisHealth;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

// region health
@Component
class SocketIoHealthIndicator implements HealthIndicator {

    private final SocketIoServer io;

    SocketIoHealthIndicator(SocketIoServer io) {
        this.io = io;
    }

    @Override
    public Health health() {
        try {
            List<RedisHealth> redis = io.redis();
            boolean up = redis.stream().allMatch(RedisHealth::up);
            return (up ? Health.up() : Health.down()).withDetail("redis", redis).build();
        } catch (IllegalStateException closed) {
            return Health.down(closed).build();
        }
    }
}
// endregion
