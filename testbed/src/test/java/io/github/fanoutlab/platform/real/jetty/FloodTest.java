package io.github.fanoutlab.platform.real.jetty;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.platform.ClientConnection;
import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.HttpExchange;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.http.WebSocketUpgrade;
import io.github.fanoutlab.platform.real.Next;
import io.github.fanoutlab.platform.real.RealNode;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Forty clients, more than Jetty has threads, send 5,000 messages each, faster than the loop handles them")
@Timeout(120)
class FloodTest {

    private static final int CLIENTS = 40;
    private static final int MESSAGES = 5_000;

    /** "x", as a client sends it: one frame of text, masked with zeros. */
    private static final byte[] X = {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, 'x'};

    private final RealNode server = RealNode.create("server");
    private final CountDownLatch loopGoesOn = new CountDownLatch(1);
    private final AtomicInteger handled = new AtomicInteger();
    private final BlockingQueue<Integer> handledBeforeQuiet = new LinkedBlockingQueue<>();
    private final List<Socket> flooding = new ArrayList<>();
    private int port;
    private Socket quiet;

    @BeforeEach
    void flood() throws IOException {
        port = server.network().listen(ListenOptions.loopback(0), new Handler()).port();
        quiet = webSocket("/quiet");
        for (int i = 0; i < CLIENTS; i++) {
            flooding.add(webSocket("/flood"));
        }
        CountDownLatch loopWaits = new CountDownLatch(1);
        server.loop().execute(() -> {
            loopWaits.countDown();
            await(loopGoesOn);
        });
        await(loopWaits);
        ByteBuffer messages = ByteBuffer.allocate(X.length * MESSAGES);
        while (messages.hasRemaining()) {
            messages.put(X);
        }
        for (Socket client : flooding) {
            client.getOutputStream().write(messages.array());
        }
    }

    @AfterEach
    void close() throws IOException {
        loopGoesOn.countDown();
        quiet.close();
        for (Socket client : flooding) {
            client.close();
        }
        server.close();
    }

    @Test
    @DisplayName("While the loop is busy, Jetty answers another client: no thread of Jetty waits for the loop")
    void no_thread_waits() throws IOException {
        try (Socket other = new Socket("127.0.0.1", port)) {
            other.setSoTimeout(20_000);
            other.getOutputStream().write(handshake("/", "no key").getBytes(US_ASCII));
            assertThat(head(other)).startsWith("HTTP/1.1 400 Bad Request");
        }
    }

    @Test
    @DisplayName(
            "A quiet client's message and a handshake are handled before most of the flood, and all of the flood in the end")
    void fair() throws IOException {
        quiet.getOutputStream().write(X);
        loopGoesOn.countDown();
        webSocket("/quiet").close();
        assertThat(handled.get()).isLessThan(CLIENTS * MESSAGES / 2);
        assertThat(Next.of(handledBeforeQuiet)).isLessThan(CLIENTS * MESSAGES / 2);
        for (Socket client : flooding) {
            client.setSoTimeout(30_000);
            assertThat(client.getInputStream().readNBytes(6)).asString(US_ASCII).endsWith("done");
        }
        assertThat(handled).hasValue(CLIENTS * MESSAGES);
    }

    private Socket webSocket(String target) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.getOutputStream()
                .write(handshake(target, "AAAAAAAAAAAAAAAAAAAAAA==").getBytes(US_ASCII));
        assertThat(head(socket)).startsWith("HTTP/1.1 101 ");
        return socket;
    }

    private static String handshake(String target, String key) {
        return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + key + "\r\n\r\n";
    }

    private static String head(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as("the byte after: " + head).isNotNegative();
            head.append((char) next);
        }
        return head.toString();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    private final class Handler implements ClientHandler {

        @Override
        public void onRequest(HttpExchange exchange) {}

        @Override
        public void onUpgrade(WebSocketUpgrade upgrade) {
            ClientConnection connection = upgrade.accept(1_000);
            boolean isQuiet = upgrade.request().path().equals("/quiet");
            connection.listen(new ClientConnection.Listener() {
                private int count;

                @Override
                public void onText(String text) {
                    count++;
                    if (isQuiet) {
                        handledBeforeQuiet.add(handled.get());
                    } else if (handled.incrementAndGet() > 0 && count == MESSAGES) {
                        connection.send("done");
                    }
                }

                @Override
                public void onBinary(byte[] binary) {}

                @Override
                public void onClose(int code, String reason) {}
            });
        }
    }
}
