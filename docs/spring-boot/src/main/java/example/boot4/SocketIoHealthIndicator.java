package example.boot4;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.platform.redis.RedisHealth;
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
        boolean up = io.redis().stream().allMatch(RedisHealth::up);
        return (up ? Health.up() : Health.down()).withDetail("redis", io.redis()).build();
    }
}
// endregion
