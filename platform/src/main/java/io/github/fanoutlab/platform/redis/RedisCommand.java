package io.github.fanoutlab.platform.redis;

import io.github.fanoutlab.platform.json.JavaScriptText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** One command with its arguments, which are byte arrays not to be changed. */
public final class RedisCommand {

    private final String name;
    private final List<byte[]> args;

    private RedisCommand(String name, List<byte[]> args) {
        this.name = name.toUpperCase(Locale.ROOT);
        this.args = Collections.unmodifiableList(args);
    }

    /** A command; an argument that is not a byte array becomes the UTF-8 bytes of its text. */
    public static RedisCommand of(String name, Object... args) {
        List<byte[]> bytes = new ArrayList<>(args.length);
        for (Object arg : args) {
            bytes.add(arg instanceof byte[] raw ? raw : JavaScriptText.utf8(String.valueOf(arg)));
        }
        return new RedisCommand(name, bytes);
    }

    /** In upper case: {@code PUBLISH}. */
    public String name() {
        return name;
    }

    public List<byte[]> args() {
        return args;
    }

    /** Argument {@code index} as UTF-8 text. */
    public String arg(int index) {
        return new String(args.get(index), StandardCharsets.UTF_8);
    }

    /** How many bytes the command takes on the wire as a RESP array of bulk strings. */
    public int wireBytes() {
        int bytes = header(args.size() + 1) + bulk(name.length());
        for (byte[] arg : args) {
            bytes += bulk(arg.length);
        }
        return bytes;
    }

    private static int header(int number) {
        return 1 + Integer.toString(number).length() + 2;
    }

    private static int bulk(int length) {
        return header(length) + length + 2;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name);
        for (byte[] arg : args) {
            text.append(' ').append(RedisReply.readable(arg));
        }
        return text.toString();
    }
}
