package io.github.fanoutlab.platform.real.jedis;

import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisReply;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.RedisOutputStream;

/**
 * One TCP connection to Redis in RESP 2. It is opened in a thread that may wait; from then on nothing waits, and it is used on the loop,
 * but for what says otherwise.
 *
 * <p>Jedis connects, authenticates and selects the database. From then on its socket is used without its {@link Connection}, which
 * would silently open a second TCP connection when it finds the first one closed: the subscriptions of the first would be lost
 * unnoticed. Only what is the same in Jedis 5.2 to 8 is used, since an application may pin any of them.
 */
final class RespConnection {

    /** How long connecting, authenticating and the first PING may take, each. */
    static final int HANDSHAKE_TIMEOUT_MILLIS = 5_000;

    /** How Jedis says that a reply is no RESP; its first character follows. */
    private static final String UNKNOWN_REPLY = "Unknown reply: ";

    /** How a server that speaks TLS answers to what is none: with a record of this type (RFC 8446, section 5.1). */
    private static final String TLS_ALERT = "\u0015";

    /** How often {@link #awaitWritten} looks whether Redis reads. */
    private static final long LOOK_NANOS = 1_000_000;

    private final Sockets sockets;
    private final TlsPipes tls;
    private final ReadableByteChannel in;
    private final WritableByteChannel out;
    private final RespReader reader = new RespReader();
    private final RedisOutputStream encoder = new RedisOutputStream(new Unwaiting());
    private final Deque<ByteBuffer> unwritten = new ArrayDeque<>();
    private long unwrittenBytes;
    private boolean finishing;
    private SelectionKey inReady;
    private SelectionKey outReady;
    private long lastHeardNanos = System.nanoTime();

    private RespConnection(Sockets sockets, RedisUrl url) throws IOException {
        this.sockets = sockets;
        if (url.tls()) {
            sockets.outer.setSoTimeout(0);
            tls = new TlsPipes(sockets.outer, url.host() + ":" + url.port());
            in = tls.in();
            out = tls.out();
        } else {
            SocketChannel channel = sockets.tcp.getChannel();
            channel.configureBlocking(false);
            tls = null;
            in = channel;
            out = channel;
        }
    }

    /**
     * Connects, authenticates, selects the database and sees a PING answered. Waits for all that.
     *
     * @throws RuntimeException if any of that fails; {@link #reason} says why
     */
    static RespConnection open(RedisUrl url) {
        Config config = new Config(url);
        Sockets sockets = new Sockets();
        try {
            new Connection(() -> sockets.connect(url), config).executeCommand(Protocol.Command.PING);
            return new RespConnection(sockets, url);
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

        Socket connect(RedisUrl url) {
            tcp = connected(url);
            outer = url.tls() ? secured(tcp, url) : tcp;
            return outer;
        }

        /** The TCP socket first, since a TLS socket waits for its writer. */
        void close() {
            closeQuietly(tcp);
            closeQuietly(outer);
        }
    }

    /** Connected to the first address of the host that takes it. */
    private static Socket connected(RedisUrl url) {
        IOException refusal = null;
        try {
            for (InetAddress address : InetAddress.getAllByName(url.host())) {
                Socket socket = url.tls() ? new Socket() : SocketChannel.open().socket();
                try {
                    socket.setTcpNoDelay(true);
                    socket.setKeepAlive(true);
                    socket.connect(new InetSocketAddress(address, url.port()), HANDSHAKE_TIMEOUT_MILLIS);
                    socket.setSoTimeout(HANDSHAKE_TIMEOUT_MILLIS);
                    return socket;
                } catch (IOException problem) {
                    closeQuietly(socket);
                    refusal = problem;
                }
            }
        } catch (IOException problem) {
            refusal = problem;
        }
        throw new JedisConnectionException(refusal);
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
        } catch (SocketTimeoutException silent) {
            closeQuietly(tcp);
            throw new JedisConnectionException("no answer to the TLS handshake within " + HANDSHAKE_TIMEOUT_MILLIS
                    + " ms: does this Redis speak TLS? Otherwise write redis://");
        } catch (IOException problem) {
            closeQuietly(tcp);
            throw new JedisConnectionException(problem);
        }
    }

    private static void closeQuietly(Closeable socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            // A socket that cannot be closed is as gone as one that can.
        }
    }

    /** Has {@code onReady} called when {@link #read} or {@link #flush} has something to do. */
    void register(SocketLoop loop, Runnable onReady) throws IOException {
        outReady = loop.register((SelectableChannel) out, in == out ? SelectionKey.OP_READ : 0, onReady);
        inReady = in == out ? outReady : loop.register((SelectableChannel) in, SelectionKey.OP_READ, onReady);
    }

    /** Reads what has arrived, at most 64 KB, and gives each reply and pub/sub message in it to {@code onReply}. */
    void read(Consumer<RedisReply> onReply) throws IOException {
        int count = reader.take(in);
        if (count < 0) {
            throw ended();
        }
        if (count > 0) {
            lastHeardNanos = System.nanoTime();
        }
        for (RedisReply reply = reader.next(); reply != null; reply = reader.next()) {
            onReply.accept(reply);
        }
    }

    private RuntimeException ended() {
        Throwable problem = tls == null ? null : tls.problem();
        return problem == null
                ? new JedisConnectionException("Unexpected end of stream.")
                : new JedisConnectionException(problem);
    }

    /** When bytes last arrived, in {@link System#nanoTime}: a long reply that is slow to come is no silence. */
    long lastHeardNanos() {
        return lastHeardNanos;
    }

    /** Writes the commands in one go, as far as the socket takes them; the rest as it takes more. */
    synchronized void write(List<RedisCommand> commands) throws IOException {
        for (RedisCommand command : commands) {
            byte[] name = command.name().getBytes(StandardCharsets.UTF_8);
            CommandArguments arguments = new CommandArguments(() -> name);
            command.args().forEach(arguments::add);
            Protocol.sendCommand(encoder, arguments);
        }
        encoder.flush();
    }

    /** To the socket, or behind what it has not taken. */
    private final class Unwaiting extends OutputStream {

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
            if (unwritten.isEmpty()) {
                out.write(buffer);
            }
            if (buffer.hasRemaining()) {
                unwrittenBytes += buffer.remaining();
                unwritten.add(
                        ByteBuffer.allocate(buffer.remaining()).put(buffer).flip());
                outReady.interestOpsOr(SelectionKey.OP_WRITE);
            }
        }
    }

    /** How many bytes the socket has not taken yet. From any thread. */
    synchronized long unwrittenBytes() {
        return unwrittenBytes;
    }

    /** Writes more, as far as the socket takes it. From any thread. */
    synchronized void flush() throws IOException {
        if (unwritten.isEmpty()) {
            return;
        }
        while (!unwritten.isEmpty()) {
            unwrittenBytes -= out.write(unwritten.peek());
            if (unwritten.peek().hasRemaining()) {
                return;
            }
            unwritten.remove();
        }
        ignore(outReady, SelectionKey.OP_WRITE);
        if (finishing) {
            closeQuietly(out);
        }
    }

    /** Reads no more, and closes once all is written. From any thread. */
    synchronized void finish() {
        finishing = true;
        ignore(inReady, SelectionKey.OP_READ);
        if (unwritten.isEmpty()) {
            closeQuietly(out);
        }
    }

    private static void ignore(SelectionKey ready, int operation) {
        try {
            if (ready != null) {
                ready.interestOpsAnd(~operation);
            }
        } catch (CancelledKeyException over) {
            // The connection or the loop has ended meanwhile.
        }
    }

    /** After {@link #finish}, waits until all is written, for {@code millis} at most. From any thread. */
    void awaitWritten(long millis) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (unwrittenBytes() > 0 && System.nanoTime() < deadline) {
            flush();
            LockSupport.parkNanos(LOOK_NANOS);
        }
        if (tls != null) {
            tls.awaitWritten(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
        }
    }

    /** Closes the connection. From any thread. */
    void breakUp() {
        sockets.close();
        closeQuietly(in);
        closeQuietly(out);
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
        String message = String.valueOf(root.getMessage());
        if (message.startsWith(UNKNOWN_REPLY)) {
            String begin = message.substring(UNKNOWN_REPLY.length());
            return begin.equals(TLS_ALERT)
                    ? "what answers there speaks TLS: write rediss://"
                    : "what answers there is not Redis (it began with \"" + begin + "\"): check host and port";
        }
        return message;
    }

    private static Throwable root(Throwable problem) {
        Throwable root = problem;
        while (root.getCause() != null || root.getSuppressed().length > 0) {
            root = root.getCause() != null ? root.getCause() : root.getSuppressed()[0];
        }
        return root;
    }
}
