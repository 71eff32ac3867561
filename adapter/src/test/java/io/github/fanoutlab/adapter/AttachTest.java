package io.github.fanoutlab.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fanoutlab.adapter.engine.EngineOptions;
import io.github.fanoutlab.adapter.server.ServerOptions;
import io.github.fanoutlab.platform.real.jetty.DisconnectAwareConnector;
import io.github.fanoutlab.platform.real.jetty.JettyHost;
import io.socket.client.IO;
import io.socket.client.Socket;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Attached to a Jetty that the user runs")
class AttachTest {

    private static final String HANDSHAKE = "/socket.io/?EIO=4&transport=polling";

    private final SocketIoServer io =
            SocketIoServer.create(ServerOptions.engine(EngineOptions.builder().maxPayloadBytes(1_000)));
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final Server jetty = new Server();
    private HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() throws Exception {
        io.close();
        jetty.stop();
    }

    @Test
    @DisplayName("a server: our requests come to us, all others go to its own handler, even after we have closed")
    void a_server() throws Exception {
        jetty.addConnector(new ServerConnector(jetty));
        // region attach
        jetty.setHandler(new Hello());
        io.attach(JettyHost.of(jetty));
        jetty.start();
        // endregion

        assertThat(get("/hello").body()).isEqualTo("hello from /hello");
        assertThat(get("/socket.iota").body()).isEqualTo("hello from /socket.iota");
        assertThat(post(session(), "4".repeat(1_001)).statusCode()).isEqualTo(413);
        talk("/socket.io/").close();
        openWebSocket();
        assertThat(told.poll(30, TimeUnit.SECONDS)).startsWith("0{\"sid\"");

        io.close();
        assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo("closed with 1005");
        assertThat(get("/hello").body()).isEqualTo("hello from /hello");
        assertThat(get(HANDSHAKE).statusCode()).isEqualTo(503);
    }

    @Test
    @DisplayName("a server over HTTP/2, whose clients send each cookie as a header of its own")
    void cookies_over_http2() throws Exception {
        HttpConfiguration plain = new HttpConfiguration();
        jetty.addConnector(
                new ServerConnector(jetty, new HttpConnectionFactory(plain), new HTTP2CServerConnectionFactory(plain)));
        io.engine().onHeaders((headers, request) -> headers.put("X-Cookie", request.header("cookie")));
        io.attach(JettyHost.of(jetty));
        jetty.start();
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        get(HANDSHAKE);

        HttpRequest request = request(HANDSHAKE)
                .header("Cookie", "session=abc")
                .header("Cookie", "theme=dark")
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(response.headers().allValues("X-Cookie")).containsExactly("session=abc; theme=dark");
    }

    @Test
    @DisplayName("a server that stops gracefully: WebSockets are closed with 1001")
    void stops_gracefully() throws Exception {
        jetty.addConnector(new ServerConnector(jetty));
        jetty.setStopTimeout(10_000);
        io.attach(JettyHost.of(jetty));
        jetty.start();
        openWebSocket();
        assertThat(told.poll(30, TimeUnit.SECONDS)).startsWith("0{\"sid\"");

        jetty.stop();
        assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo("closed with 1001");
    }

    @Test
    @DisplayName("a servlet context, below the context's own path")
    void a_servlet_context() throws Exception {
        jetty.addConnector(new ServerConnector(jetty));
        ServletContextHandler context = new ServletContextHandler("/app");
        jetty.setHandler(context);
        io.attach(JettyHost.of(context));
        jetty.start();

        talk("/app/socket.io/").close();
    }

    @Test
    @DisplayName("a servlet context as a web application sees it")
    void a_web_application() throws Exception {
        jetty.addConnector(new ServerConnector(jetty));
        ServletContextHandler context = new ServletContextHandler("/");
        context.addEventListener(new ServletContextListener() {
            @Override
            public void contextInitialized(ServletContextEvent event) {
                io.attach(JettyHost.of(event.getServletContext()));
            }
        });
        JakartaWebSocketServletContainerInitializer.configure(context, null);
        jetty.setHandler(context);
        jetty.start();

        talk("/socket.io/").close();
    }

    @Test
    @DisplayName(
            "with a DisconnectAwareConnector, a client that leaves while its poll waits is noticed long before its heartbeat")
    void watchful() throws Exception {
        jetty.addConnector(new DisconnectAwareConnector(jetty, new HttpConnectionFactory()));
        io.attach(JettyHost.of(jetty));
        io.on("connection", socket -> socket.on("disconnect", event -> told.add(event.string(0))));
        jetty.start();

        String session = session();
        post(session, "40");
        assertThat(get(session).body()).startsWith("40{");
        try (java.net.Socket client =
                new java.net.Socket("127.0.0.1", jetty.getURI().getPort())) {
            String poll = "GET " + session + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
            client.getOutputStream().write(poll.getBytes(StandardCharsets.US_ASCII));
        }

        assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("transport error");
    }

    @Test
    void a_server_that_runs_already_is_refused() throws Exception {
        jetty.start();

        assertThatThrownBy(() -> io.attach(JettyHost.of(jetty)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the Jetty server is already running: attach before you start it");
    }

    @Test
    @DisplayName("behind a proxy that says so, the handshake is secure; without it, it is not")
    void behind_a_proxy() throws Exception {
        HttpConfiguration behindProxy = new HttpConfiguration();
        behindProxy.addCustomizer(new ForwardedRequestCustomizer());
        jetty.addConnector(new ServerConnector(jetty, new HttpConnectionFactory(behindProxy)));
        io.attach(JettyHost.of(jetty));
        io.on("connection", socket -> told.add("secure " + socket.handshake().secure()));
        jetty.start();

        assertThat(secureOf(request(HANDSHAKE))).isEqualTo("secure false");
        assertThat(secureOf(request(HANDSHAKE).header("X-Forwarded-Proto", "https")))
                .isEqualTo("secure true");
    }

    @Test
    @DisplayName("over TLS the handshake is secure")
    void over_tls(@TempDir Path folder) throws Exception {
        KeyStore keys = selfSigned(folder.resolve("keys.p12"));
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStore(keys);
        tls.setKeyStorePassword("password");
        HttpConfiguration secure = new HttpConfiguration();
        secure.addCustomizer(new SecureRequestCustomizer(false));
        jetty.addConnector(new ServerConnector(
                jetty, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(secure)));
        io.attach(JettyHost.of(jetty));
        io.on("connection", socket -> told.add("secure " + socket.handshake().secure()));
        jetty.start();
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        http = HttpClient.newBuilder().sslContext(context).build();

        URI overTls = URI.create("https://localhost:" + jetty.getURI().getPort() + HANDSHAKE);
        assertThat(secureOf(HttpRequest.newBuilder(overTls))).isEqualTo("secure true");
    }

    /** The JDK's own tool makes a certificate for localhost. */
    private static KeyStore selfSigned(Path file) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "password")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, "password".toCharArray());
        }
        return keys;
    }

    private void openWebSocket() {
        URI target = URI.create("ws" + url(HANDSHAKE).substring(4).replace("polling", "websocket"));
        http.newWebSocketBuilder()
                .buildAsync(target, new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket webSocket, CharSequence text, boolean last) {
                        told.add(text.toString());
                        webSocket.request(1);
                        return null;
                    }

                    @Override
                    public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
                        told.add("closed with " + code);
                        return null;
                    }
                })
                .join();
    }

    /** Connects a client and waits for its echo. */
    private Socket talk(String path) throws InterruptedException {
        io.on(
                "connection",
                socket -> socket.on("echo", event -> event.ack(event.args().toArray())));
        IO.Options options =
                IO.Options.builder().setPath(path).setReconnection(false).build();
        Socket client = IO.socket(URI.create(url("")), options);
        client.connect();
        client.emit(
                "echo", new Object[] {"x", new byte[] {1}}, args -> told.add(args[0] + " " + ((byte[]) args[1])[0]));
        assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo("x 1");
        return client;
    }

    private String secureOf(HttpRequest.Builder handshake) throws Exception {
        String open = http.send(handshake.build(), HttpResponse.BodyHandlers.ofString())
                .body();
        URI session = URI.create(handshake.build().uri() + "&sid=" + open.replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1"));
        HttpRequest connect = HttpRequest.newBuilder(session)
                .POST(HttpRequest.BodyPublishers.ofString("40"))
                .build();
        http.send(connect, HttpResponse.BodyHandlers.ofString());
        return told.poll(30, TimeUnit.SECONDS);
    }

    /** The target of a session that has just been opened. */
    private String session() throws Exception {
        return HANDSHAKE + "&sid=" + get(HANDSHAKE).body().replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
    }

    private HttpResponse<String> get(String target) throws Exception {
        return http.send(request(target).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String target, String body) throws Exception {
        HttpRequest request =
                request(target).POST(HttpRequest.BodyPublishers.ofString(body)).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create(url(target)));
    }

    private String url(String target) {
        return "http://127.0.0.1:" + jetty.getURI().getPort() + target;
    }

    private static final class Hello extends Handler.Abstract {

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain");
            Content.Sink.write(
                    response, true, "hello from " + request.getHttpURI().getPath(), callback);
            return true;
        }
    }
}
