package example;

import io.github.fanoutlab.adapter.SocketIoServer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

// region lifecycle
/** Opens the server's own port when the application is ready, and closes the server before Spring's web server. */
@Component
class SocketIoLifecycle implements SmartLifecycle {

    private final SocketIoServer io;
    private final Integer port;
    private volatile boolean running;

    /** {@code port} is null for a server that is attached to Jetty. */
    SocketIoLifecycle(SocketIoServer io, @Value("${socketio.port:#{null}}") Integer port) {
        this.io = io;
        this.port = port;
    }

    @Override
    public void start() {
        if (port != null) {
            io.listen(port);
        }
        running = true;
    }

    @Override
    public void stop() {
        io.close();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
// endregion
