package io.github.fanoutlab.platform.real.jedis;

import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisReply;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.RedisOutputStream;

/**
 * One TCP connection to Redis in RESP 2, used by one thread that writes and one that reads. Every method blocks, but {@link #breakUp}
 * and {@link #lastHeardNanos}.
 *
 * <p>Jedis connects, authenticates and selects the database. From then on its streams are used without its {@link Connection}, which
 * would silently open a second TCP connection when it finds the first one closed: the subscriptions of the first would be lost
 * unnoticed. Only what is the same in Jedis 5.2 to 8 is used, since an application may pin any of them.
 */
final class RespConnection {

    /** How long connecting, authenticating and the first PING may take, each. */
    static final int HANDSHAKE_TIMEOUT_MILLIS = 5_000;

    private final Sockets sockets;
    private final RespReader in;
    private final RedisOutputStream out;
    private volatile long lastHeardNanos = System.nanoTime();

    private RespConnection(Sockets sockets) throws IOException {
        this.sockets = sockets;
        this.in = new RespReader(new Heard(sockets.outer.getInputStream()));
        this.out = new RedisOutputStream(sockets.outer.getOutputStream());
    }

    /**
     * Connects, authenticates, selects the database and sees a PING answered.
     *
     * @throws RuntimeException if any of that fails; {@link #reason} says why
     */
    static RespConnection open(RedisUrl url) {
        Config config = new Config(url);
        Sockets sockets = new Sockets();
        try {
            DefaultJedisSocketFactory factory =
                    new DefaultJedisSocketFactory(new HostAndPort(url.host(), url.port()), config);
            new Connection(() -> sockets.connect(factory.createSocket(), url), config)
                    .executeCommand(Protocol.Command.PING);
            sockets.outer.setSoTimeout(0);
            return new RespConnection(sockets);
        } catch (IOException problem) {
            sockets.close();
            throw new JedisConnectionException(problem);
        } catch (RuntimeException | Error problem) {
            sockets.close();
            throw problem;
        }
    }

    /** RESP 2 without a HELLO, which Redis 5 does not know. The builder that Jedis has for this differs between versions. */
    private record Config(RedisUrl url) implements JedisClientConfig {

        @Override
        public RedisProtocol getRedisProtocol() {
            return null;
        }

        /** Unknown to Jedis 7 and older. */
        @Override
        public boolean isAutoNegotiateProtocol() {
            return false;
        }

        @Override
        public ClientSetInfoConfig getClientSetInfoConfig() {
            return ClientSetInfoConfig.DISABLED;
        }

        @Override
        public int getConnectionTimeoutMillis() {
            return HANDSHAKE_TIMEOUT_MILLIS;
        }

        @Override
        public int getSocketTimeoutMillis() {
            return HANDSHAKE_TIMEOUT_MILLIS;
        }

        @Override
        public String getUser() {
            return url.user();
        }

        @Override
        public String getPassword() {
            return url.password();
        }

        @Override
        public int getDatabase() {
            return url.database();
        }
    }

    /** The TCP socket, and what is read and written: itself, or TLS over it. */
    private static final class Sockets {

        private volatile Socket tcp;
        private volatile Socket outer;

        Socket connect(Socket connected, RedisUrl url) {
            tcp = connected;
            outer = url.tls() ? secured(connected, url) : connected;
            return outer;
        }

        /** The TCP socket first, since a TLS socket waits for its writer. */
        void close() {
            closeQuietly(tcp);
            closeQuietly(outer);
        }
    }

    /** Notes when bytes arrive, so that a long reply that is slow to come is no silence. */
    private final class Heard extends FilterInputStream {

        Heard(InputStream socket) {
            super(socket);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            lastHeardNanos = System.nanoTime();
            return count;
        }
    }

    /** TLS over {@code tcp}: this JVM has to trust the certificate, and it has to be for this host. */
    private static Socket secured(Socket tcp, RedisUrl url) {
        try {
            SSLSocketFactory sockets = (SSLSocketFactory) SSLSocketFactory.getDefault();
            SSLSocket secured = (SSLSocket) sockets.createSocket(tcp, url.host(), url.port(), true);
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secured.setSSLParameters(parameters);
            secured.startHandshake();
            return secured;
        } catch (IOException problem) {
            closeQuietly(tcp);
            throw new JedisConnectionException(problem);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            // A socket that cannot be closed is as gone as one that can.
        }
    }

    /** Writes the commands in one go. */
    void write(List<RedisCommand> commands) {
        try {
            for (RedisCommand command : commands) {
                byte[] name = command.name().getBytes(StandardCharsets.UTF_8);
                CommandArguments arguments = new CommandArguments(() -> name);
                command.args().forEach(arguments::add);
                Protocol.sendCommand(out, arguments);
            }
            out.flush();
        } catch (IOException problem) {
            throw new JedisConnectionException(problem);
        }
    }

    /** When bytes last arrived, in {@link System#nanoTime}. From any thread. */
    long lastHeardNanos() {
        return lastHeardNanos;
    }

    /** Waits for the next reply or pub/sub message. */
    RedisReply read() {
        return in.read();
    }

    /** Closes the connection, also while it is read or written. */
    void breakUp() {
        sockets.close();
    }

    /** Why a connection could not be made or broke, for people. */
    static String reason(Throwable problem) {
        if (problem instanceof LinkageError) {
            return "Jedis 5.2 to 8 is needed; the class path has "
                    + Connection.class.getProtectionDomain().getCodeSource().getLocation() + ", which lacks " + problem;
        }
        if (problem instanceof Error) {
            return problem.toString();
        }
        if (problem instanceof JedisDataException) {
            return "refused by Redis: " + problem.getMessage();
        }
        Throwable root = root(problem);
        if (root instanceof SSLException || problem.getCause() instanceof SSLException) {
            return "TLS failed: " + root.getMessage();
        }
        if (root instanceof ConnectException) {
            return "connection refused: nothing listens there";
        }
        if (root instanceof UnknownHostException) {
            return "unknown host: " + root.getMessage();
        }
        if (root instanceof SocketTimeoutException) {
            return "timed out: no answer within " + HANDSHAKE_TIMEOUT_MILLIS + " ms";
        }
        if (root instanceof JedisConnectionException && "Unexpected end of stream.".equals(root.getMessage())) {
            return "closed by Redis";
        }
        return String.valueOf(root.getMessage());
    }

    private static Throwable root(Throwable problem) {
        Throwable root = problem;
        while (root.getCause() != null || root.getSuppressed().length > 0) {
            root = root.getCause() != null ? root.getCause() : root.getSuppressed()[0];
        }
        return root;
    }
}
