package io.github.fanoutlab.bench.program;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The floor below every server: one write of the finished frame for each delivery, and nothing else. It answers whatever a client
 * sends first as if that were an upgrade, reads nothing after that, and emits by itself, without a Redis.
 */
public final class KernelProgram extends BenchProgram {

    private static final byte[] UPGRADED =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final int TEXT_FRAME = 0x81;
    private static final int REQUEST_BYTES = 4_096;
    private static final int BACKLOG = 511;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<SocketChannel> clients = new CopyOnWriteArrayList<>();

    public static void main(String... args) throws IOException {
        new KernelProgram().obey(role(args));
    }

    @Override
    protected int listen() throws IOException {
        ServerSocketChannel server =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), BACKLOG);
        Thread acceptor = new Thread(() -> accept(server), "acceptor");
        acceptor.setDaemon(true);
        acceptor.start();
        return server.socket().getLocalPort();
    }

    private void accept(ServerSocketChannel server) {
        while (true) {
            try {
                SocketChannel client = server.accept();
                client.read(ByteBuffer.allocate(REQUEST_BYTES));
                client.write(ByteBuffer.wrap(UPGRADED));
                client.setOption(StandardSocketOptions.TCP_NODELAY, true);
                client.configureBlocking(false);
                clients.add(client);
            } catch (IOException e) {
                System.err.println("a client was not accepted: " + e.getMessage());
            }
        }
    }

    @Override
    protected void emit(String payload, String room) {
        byte[] text = ("42[\"data\",\"" + payload + "\"]").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer frame = ByteBuffer.allocateDirect(text.length + 2);
        frame.put((byte) TEXT_FRAME).put((byte) text.length).put(text).flip();
        for (SocketChannel client : clients) {
            try {
                client.write(frame.rewind());
            } catch (IOException gone) {
                clients.remove(client);
            }
        }
    }

    @Override
    protected void schedule(long delayMillis, Runnable task) {
        timer.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
    }
}
