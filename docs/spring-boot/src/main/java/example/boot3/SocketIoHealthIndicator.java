package example.boot3;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.platform.redis.RedisHealth;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
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
        boolean up = io.redis().stream().allMatch(RedisHealth::up);
        return (up ? Health.up() : Health.down()).withDetail("redis", io.redis()).build();
    }
}
// endregion
