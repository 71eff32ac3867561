package io.github.fanoutlab.platform.real.jedis;

import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisReply;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.PushConsumerChain;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.RedisInputStream;

/**
 * One TCP connection to Redis in RESP 2: Jedis's connection, used by one thread that writes and one that reads.
 *
 * <p>Every method blocks. Jedis would silently open a second TCP connection when it finds the first one closed; this class never
 * does, since the subscriptions of the first would be lost unnoticed.
 */
final class RespConnection extends Connection {

    /** How long connecting, authenticating and the first PING may take, each. */
    static final int HANDSHAKE_TIMEOUT_MILLIS = 5_000;

    /** Stands for "no reply". */
    private static final Object SILENCE = new Object();

    /** False during the handshake by {@link Connection}'s constructor, which expects replies as Jedis reads them. */
    private boolean up;

    private final AtomicReference<Socket> tcp;

    private RespConnection(JedisSocketFactory sockets, JedisClientConfig config, AtomicReference<Socket> tcp) {
        super(sockets, config);
        this.tcp = tcp;
    }

    /**
     * Connects, authenticates, selects the database and sees a PING answered.
     *
     * @throws RuntimeException if any of that fails; {@link #reason} says why
     */
    static RespConnection open(RedisUrl url) {
        JedisClientConfig config = DefaultJedisClientConfig.builder()
                .serverDefaultProtocol() // RESP 2 without a HELLO, which Redis 5 does not know.
                .autoNegotiateProtocol(false)
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
                .timeoutMillis(HANDSHAKE_TIMEOUT_MILLIS)
                .user(url.user())
                .password(url.password())
                .database(url.database())
                .build();
        JedisSocketFactory sockets = new DefaultJedisSocketFactory(new HostAndPort(url.host(), url.port()), config);
        AtomicReference<Socket> tcp = new AtomicReference<>();
        RespConnection wire = new RespConnection(
                () -> {
                    if (tcp.get() != null) {
                        throw new JedisConnectionException("closed");
                    }
                    tcp.set(sockets.createSocket());
                    return url.tls() ? secured(tcp.get(), url) : tcp.get();
                },
                config,
                tcp);
        try {
            wire.executeCommand(Command.PING);
            wire.setTimeoutInfinite();
            wire.up = true;
            return wire;
        } catch (RuntimeException e) {
            wire.breakUp();
            throw e;
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
            socket.close();
        } catch (IOException e) {
            // A socket that cannot be closed is as gone as one that can.
        }
    }

    /** Writes the commands in one go. */
    void write(List<RedisCommand> commands) {
        for (RedisCommand command : commands) {
            byte[] name = command.name().getBytes(StandardCharsets.UTF_8);
            CommandArguments arguments = new CommandArguments(() -> name);
            command.args().forEach(arguments::add);
            sendCommand(arguments);
        }
        flush();
    }

    /** From now on {@link #read} waits at most this long for the first byte of a reply, and for each next one. */
    void waitAtMost(int millis) {
        setSoTimeout(millis);
    }

    /** Waits for the next reply or pub/sub message; null if none has begun to arrive in time. */
    RedisReply read() {
        try {
            Object reply = getUnflushedObject();
            return reply == SILENCE ? null : toReply(reply);
        } catch (JedisDataException refused) {
            return new RedisReply.Failure(refused.getMessage());
        }
    }

    /** Closes the connection, also while it is read or written: the TCP socket first, since a TLS socket waits for its writer. */
    void breakUp() {
        if (tcp.get() != null) {
            closeQuietly(tcp.get());
        }
        try {
            forceDisconnect();
        } catch (IOException e) {
            // As above.
        }
    }

    /** Why a connection could not be made or broke, for people. */
    static String reason(Throwable problem) {
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

    /** Jedis reads a status and a bulk string as the same bytes; here they stay apart. */
    @Override
    protected Object protocolRead(RedisInputStream in, PushConsumerChain pushes) {
        if (!up) {
            return super.protocolRead(in, pushes);
        }
        boolean status;
        try {
            status = in.peek((byte) '+');
        } catch (JedisConnectionException problem) {
            if (problem.getCause() instanceof SocketTimeoutException) {
                return SILENCE;
            }
            throw problem;
        }
        Object reply = super.protocolRead(in, pushes);
        return status ? new RedisReply.Status(new String((byte[]) reply, StandardCharsets.UTF_8)) : reply;
    }

    private static RedisReply toReply(Object value) {
        if (value instanceof RedisReply reply) {
            return reply;
        }
        if (value instanceof Long number) {
            return new RedisReply.Number(number);
        }
        if (value instanceof JedisDataException refused) {
            return new RedisReply.Failure(refused.getMessage());
        }
        if (value instanceof List<?> values) {
            List<RedisReply> items = new ArrayList<>(values.size());
            values.forEach(item -> items.add(toReply(item)));
            return new RedisReply.Multi(items);
        }
        return new RedisReply.Bulk((byte[]) value);
    }

    private static Throwable root(Throwable problem) {
        Throwable root = problem;
        while (root.getCause() != null || root.getSuppressed().length > 0) {
            root = root.getCause() != null ? root.getCause() : root.getSuppressed()[0];
        }
        return root;
    }
}
