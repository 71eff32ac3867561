package io.github.fanoutlab.simulator.cluster.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.fanoutlab.platform.Backlogs;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.platform.redis.RedisHealth;
import io.github.fanoutlab.simulator.scenario.Generation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Six loads, each on a new server of {@code generation}. Each is bounded: in what it sends, and in time. */
public record Loads(Generation generation) {

    private static final int KILOBYTE = 1_000;
    private static final long PATIENCE_SECONDS = 120;
    private static final long BYTE_PERIOD_MILLIS = 10_000;

    /** What a client that does not read leaves to the system at most. */
    private static final int SMALL_UNREAD_BYTES = 4 << 10;

    /**
     * Others while clients flood the server.
     *
     * @param handshakeMillis how long a new client took to be connected
     * @param echoMillis how long a quiet client waited for its echo
     * @param stillToCome how many messages of the flood had not been handled by then
     */
    public record Flood(long handshakeMillis, long echoMillis, long stillToCome, long totalMillis) {}

    /** {@code clients} send {@code messages} events each, as fast as the server takes them, while two others want something. */
    public Flood flood(int clients, int messages) throws IOException {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        List<RawWebSocket> flooding = new ArrayList<>();
        try (LoadedServer server = LoadedServer.of(generation)) {
            CountDownLatch handled = new CountDownLatch(clients * messages);
            server.count(handled);
            RawWebSocket quiet = server.open();
            for (int i = 0; i < clients; i++) {
                flooding.add(server.open());
            }
            List<Future<?>> floods = new ArrayList<>();
            long begin = System.nanoTime();
            for (RawWebSocket client : flooding) {
                floods.add(threads.submit(() -> {
                    client.send(server.event("flood"), messages);
                    return null;
                }));
            }
            long opening = System.nanoTime();
            server.open().close();
            long handshakeMillis = millisSince(opening);
            long asking = System.nanoTime();
            quiet.send(server.event("echo"), 1);
            quiet.awaitMessage("echo");
            long echoMillis = millisSince(asking);
            long stillToCome = handled.getCount();
            for (Future<?> flood : floods) {
                flood.get();
            }
            require(handled.await(PATIENCE_SECONDS, TimeUnit.SECONDS), "the flood was not handled");
            return new Flood(handshakeMillis, echoMillis, stillToCome, millisSince(begin));
        } catch (InterruptedException | ExecutionException e) {
            throw new IOException(e);
        } finally {
            closeAll(flooding);
            threads.shutdownNow();
        }
    }

    private static void closeAll(List<RawWebSocket> clients) throws IOException {
        for (RawWebSocket client : clients) {
            client.close();
        }
    }

    /**
     * What waits for a Redis that is away.
     *
     * @param waiting how many commands wait
     * @param waitingBytes how many bytes they have
     * @param dropped how many were dropped
     */
    public record RedisAway(int waiting, long waitingBytes, long dropped) {}

    /** Emits {@code times} an event of {@code kilobytes}. */
    public RedisAway redisAway(int times, int kilobytes) {
        try (LoadedServer server = LoadedServer.of(generation)) {
            server.useRedisThatIsAway();
            String text = "x".repeat(kilobytes * KILOBYTE);
            for (int i = 0; i < times; i++) {
                server.node.loop().call(() -> {
                    server.emit(text);
                    return null;
                });
            }
            RedisHealth pub = server.redis().stream()
                    .filter(connection -> connection.name().equals("pub"))
                    .findFirst()
                    .orElseThrow();
            long dropped = server.node.loop().call(() -> server.node.counters().get(RedisConnection.DROPPED));
            return new RedisAway(pub.queued(), pub.queuedBytes(), dropped);
        }
    }

    /**
     * What a server keeps for clients that do not read.
     *
     * @param mostBytes how much it was at most, as the server counts it
     * @param limitBytes how much it may be for all clients
     * @param disconnected how many clients were disconnected
     * @param heard how many of the emits a client got that reads
     */
    public record Deaf(long mostBytes, long limitBytes, long disconnected, long heard) {}

    /** {@code clients} read nothing, and one does, while {@code emits} events of ten kilobytes go to all. */
    public Deaf deafClients(int clients, int emits) throws IOException {
        return deafClients(clients, emits, Optional.empty());
    }

    /** The same with another limit for all clients. */
    public Deaf deafClients(int clients, int emits, Optional<Long> limitBytes) throws IOException {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        List<RawWebSocket> deaf = new ArrayList<>();
        try (LoadedServer server = LoadedServer.of(generation)) {
            Backlogs backlogs = server.node.backlogs();
            long most = server.node.loop().call(() -> {
                limitBytes.ifPresent(bytes -> backlogs.limit(backlogs.maxBytes(), bytes));
                return 0L;
            });
            RawWebSocket reader = server.open();
            for (int i = 0; i < clients; i++) {
                deaf.add(server.open(SMALL_UNREAD_BYTES));
            }
            Future<Integer> reading = thread.submit(() -> {
                int heard = 0;
                while (heard < emits) {
                    reader.awaitMessage("news");
                    heard++;
                }
                return heard;
            });
            String text = "x".repeat(10 * KILOBYTE);
            for (int i = 0; i < emits; i++) {
                most = Math.max(most, server.node.loop().call(() -> {
                    server.emit(text);
                    return backlogs.totalBytes();
                }));
            }
            long heard = reading.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            long allowed = server.node.loop().call(backlogs::maxTotalBytes);
            long disconnected =
                    server.node.loop().call(() -> server.node.counters().get(Backlogs.TOO_SLOW));
            return new Deaf(most, allowed, disconnected, heard);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IOException(e);
        } finally {
            closeAll(deaf);
            thread.shutdownNow();
        }
    }

    /**
     * Connections that were made, or ended.
     *
     * @param count how many
     * @param lastMillis when the last was
     */
    public record Connections(int count, long lastMillis) {}

    /** {@code count} connections are opened at once, each with a handshake; those that are answered. */
    public Connections connects(int count) throws IOException {
        try (LoadedServer server = LoadedServer.of(generation)) {
            String request = "GET " + server.handshake() + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
            return talk(server.port(), count, request, Integer.MAX_VALUE);
        }
    }

    /** {@code count} clients send the beginning of a head, and then a byte in ten seconds; those that are ended. */
    public Connections slowHeads(int count) throws IOException {
        try (LoadedServer server = LoadedServer.of(generation)) {
            return talk(server.port(), count, "GET / HTTP/1.1\r\nX: ", BYTE_PERIOD_MILLIS);
        }
    }

    /** {@code count} clients of one session each send the head of a POST, and then a byte in ten seconds; those that are ended. */
    public Connections slowBodies(int count) throws IOException {
        try (LoadedServer server = LoadedServer.of(generation)) {
            List<String> heads = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                heads.add("POST " + server.post() + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n");
            }
            return talk(server.port(), heads, BYTE_PERIOD_MILLIS);
        }
    }

    private static Connections talk(int port, int count, String words, long periodMillis) throws IOException {
        return talk(port, Collections.nCopies(count, words), periodMillis);
    }

    /**
     * Opens a connection for each of {@code words} at once, says them, and waits until all have been answered or ended; in each period
     * says one more byte.
     */
    private static Connections talk(int port, List<String> words, long periodMillis) throws IOException {
        long begin = System.nanoTime();
        long lastMillis = 0;
        int count = 0;
        try (Selector selector = Selector.open()) {
            for (String first : words) {
                SocketChannel channel = SocketChannel.open();
                channel.configureBlocking(false);
                channel.connect(new InetSocketAddress("127.0.0.1", port));
                channel.register(selector, SelectionKey.OP_CONNECT, first);
            }
            long nextByteMillis = periodMillis;
            while (count < words.size() && millisSince(begin) < TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS)) {
                selector.select(Math.min(periodMillis, 1_000));
                for (Iterator<SelectionKey> ready = selector.selectedKeys().iterator(); ready.hasNext(); ) {
                    SelectionKey key = ready.next();
                    ready.remove();
                    if (isOver(key)) {
                        key.interestOps(0);
                        key.attach(null);
                        lastMillis = millisSince(begin);
                        count++;
                    }
                }
                if (millisSince(begin) >= nextByteMillis) {
                    nextByteMillis += periodMillis;
                    sayOneMore(selector);
                }
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        }
        return new Connections(count, lastMillis);
    }

    /** Whether the connection was answered or ended; says the first words on one that has just been made. */
    private static boolean isOver(SelectionKey key) {
        SocketChannel channel = (SocketChannel) key.channel();
        try {
            if (key.isConnectable()) {
                channel.finishConnect();
                channel.write(ByteBuffer.wrap(((String) key.attachment()).getBytes(US_ASCII)));
                key.interestOps(SelectionKey.OP_READ);
                return false;
            }
            channel.read(ByteBuffer.allocate(1));
        } catch (IOException broken) {
            // It is over, too.
        }
        return true;
    }

    private static void sayOneMore(Selector selector) {
        for (SelectionKey key : selector.keys()) {
            try {
                if (key.attachment() != null) {
                    ((SocketChannel) key.channel()).write(ByteBuffer.wrap(new byte[] {'x'}));
                }
            } catch (IOException broken) {
                // The next read says so, too.
            }
        }
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }

    private static void require(boolean met, String problem) throws IOException {
        if (!met) {
            throw new IOException(problem + " within " + PATIENCE_SECONDS + " s");
        }
    }
}
