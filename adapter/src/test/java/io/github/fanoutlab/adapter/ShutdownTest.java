package io.github.fanoutlab.adapter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.platform.http.ListenOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisplayName("A process that is ended by SIGTERM")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGTERM")
class ShutdownTest {

    private static final String OPEN = "/socket.io/?EIO=4&transport=polling";

    /** The recipe: a hook that closes the server. */
    static final class Worker {

        public static void main(String[] args) {
            SocketIoServer io = SocketIoServer.create();
            io.on(
                    "connection",
                    socket -> socket.on("disconnect", event -> System.out.println("disconnect: " + event.string(0))));
            Runtime.getRuntime().addShutdownHook(new Thread(io::close));
            System.out.println(io.listen(ListenOptions.loopback(0)).port());
        }
    }

    private Process worker;
    private int port;

    @AfterEach
    void end() {
        worker.destroyForcibly();
    }

    @Test
    @DisplayName("closes its WebSockets and answers its polls within ten seconds, if a hook closes the server")
    void says_goodbye() throws Exception {
        ProcessBuilder command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Worker.class.getName());
        command.environment().put("DEBUG", "engine:polling");
        worker = command.start();
        BufferedReader output = worker.inputReader(UTF_8);
        port = Integer.parseInt(output.readLine());
        String session = OPEN + "&sid=" + get(OPEN).replaceAll("(?s).*\"sid\":\"([^\"]+)\".*", "$1");
        try (Socket poll = dial();
                Socket webSocket = dial()) {
            write(webSocket, "GET " + OPEN.replace("polling", "websocket") + """
                     HTTP/1.1\r
                    Host: localhost\r
                    Connection: Upgrade\r
                    Upgrade: websocket\r
                    Sec-WebSocket-Version: 13\r
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                    \r
                    """);
            write(webSocket, "\u0081\u0082\0\0\0\0" + "40");
            assertThat(until(webSocket, "40{\"sid\":")).startsWith("HTTP/1.1 101 ");
            write(
                    poll,
                    "POST " + session + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n40"
                            + "GET " + session + " HTTP/1.1\r\nHost: localhost\r\n\r\n"
                            + "GET " + session + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            until(poll, "40{\"sid\":");
            awaitPolls(3);

            worker.toHandle().destroy();

            assertThat(until(webSocket, "\u0088\0")).endsWith("}\u0088\0");
            assertThat(rest(poll)).contains("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n1");
            assertThat(worker.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(output.lines().toList())
                    .isEqualTo(List.of("disconnect: server shutting down", "disconnect: server shutting down"));
        }
    }

    /** Waits until the worker has got so many requests to poll; the first of a session is its handshake. */
    private void awaitPolls(int count) throws IOException {
        BufferedReader log = worker.errorReader(UTF_8);
        for (int polls = 0; polls < count; ) {
            String line = log.readLine();
            assertThat(line).as("a line of the log").isNotNull();
            if (line.endsWith("setting request")) {
                polls++;
            }
        }
    }

    private Socket dial() throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(30_000);
        return socket;
    }

    private String get(String target) throws IOException {
        try (Socket socket = dial()) {
            write(socket, "GET " + target + " HTTP/1.0\r\n\r\n");
            return rest(socket);
        }
    }

    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }

    private static String until(Socket socket, String last) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(last) < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as("the end after " + read).isNotNegative();
            read.append((char) next);
        }
        return read.toString();
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }
}
