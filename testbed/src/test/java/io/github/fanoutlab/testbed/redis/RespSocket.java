package io.github.fanoutlab.testbed.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisReply;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A blocking connection to a real Redis in plain RESP 2 that shows everything Redis sends. */
final class RespSocket implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 30_000;

    private final Socket socket;
    private final InputStream in;
    private int fences;

    RespSocket(String host, int port) {
        try {
            socket = new Socket(host, port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(RedisCommand... commands) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (RedisCommand command : commands) {
            bytes.writeBytes(("*" + (command.args().size() + 1) + "\r\n").getBytes(US_ASCII));
            writeBulk(bytes, command.name().getBytes(UTF_8));
            command.args().forEach(arg -> writeBulk(bytes, arg));
        }
        try {
            socket.getOutputStream().write(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeBulk(ByteArrayOutputStream bytes, byte[] bulk) {
        bytes.writeBytes(("$" + bulk.length + "\r\n").getBytes(US_ASCII));
        bytes.writeBytes(bulk);
        bytes.writeBytes("\r\n".getBytes(US_ASCII));
    }

    /** The one reply to {@code command}. */
    RedisReply ask(RedisCommand command) {
        write(command);
        return read();
    }

    /** What Redis writes for each of {@code commands}, which are sent together. */
    List<List<RedisReply>> ask(List<RedisCommand> commands) {
        int before = fences;
        List<RedisCommand> fenced = new ArrayList<>();
        for (RedisCommand command : commands) {
            fenced.add(command);
            fenced.add(nextFence());
        }
        write(fenced.toArray(RedisCommand[]::new));
        fences = before;
        List<List<RedisReply>> replies = new ArrayList<>();
        for (int i = 0; i < commands.size(); i++) {
            fences++;
            replies.add(readUpToFence());
        }
        return replies;
    }

    /** What Redis writes for each of {@code commands}, of which the last makes it close the connection. */
    List<List<RedisReply>> askAndEnd(List<RedisCommand> commands) {
        int last = commands.size() - 1;
        List<List<RedisReply>> replies = ask(commands.subList(0, last));
        write(commands.get(last));
        replies.add(readUpToEnd());
        return replies;
    }

    /** A command whose reply marks the end of what Redis wrote before; allowed while subscribed, too. */
    RedisCommand nextFence() {
        fences++;
        return RedisCommand.of("PING", fenceText());
    }

    /** Everything that Redis wrote before its reply to {@link #nextFence()}. */
    List<RedisReply> readUpToFence() {
        RedisReply plain = RedisReply.Bulk.of(fenceText());
        RedisReply whileSubscribed = new RedisReply.Multi(List.of(RedisReply.Bulk.of("pong"), plain));
        List<RedisReply> replies = new ArrayList<>();
        for (RedisReply reply = read(); !reply.equals(plain) && !reply.equals(whileSubscribed); reply = read()) {
            replies.add(reply);
        }
        return replies;
    }

    private String fenceText() {
        return "fence " + fences;
    }

    /** Everything that Redis wrote before it closed the connection. */
    List<RedisReply> readUpToEnd() {
        List<RedisReply> replies = new ArrayList<>();
        try {
            for (int type = in.read(); type >= 0; type = in.read()) {
                replies.add(read(type));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return replies;
    }

    /** The next reply or message. */
    RedisReply read() {
        try {
            return read(in.read());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RedisReply read(int type) throws IOException {
        String line = readLine();
        return switch (type) {
            case '+' -> new RedisReply.Status(line);
            case '-' -> new RedisReply.Failure(line);
            case ':' -> new RedisReply.Number(Long.parseLong(line));
            case '$' -> new RedisReply.Bulk(readBulk(Integer.parseInt(line)));
            case '*' -> readMulti(Integer.parseInt(line));
            default -> throw new EOFException("Redis closed the connection, or sent no RESP 2: " + (char) type + line);
        };
    }

    private RedisReply readMulti(int count) throws IOException {
        if (count < 0) {
            return new RedisReply.Bulk(null);
        }
        List<RedisReply> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(read(in.read()));
        }
        return new RedisReply.Multi(items);
    }

    private byte[] readBulk(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        byte[] bytes = in.readNBytes(length);
        readLine();
        return bytes;
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\r'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("Redis closed the connection");
            }
            line.write(b);
        }
        in.read();
        return line.toString(UTF_8);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
