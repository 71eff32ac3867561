package io.github.fanoutlab.platform.redis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A Redis that a test plays: it sees what was written over the last link, and replies as it likes. */
public final class RedisByHand implements RedisDialer {

    public final List<String> writes = new ArrayList<>();
    public Listener listener;
    public boolean closed;
    private final String address;

    public RedisByHand(String address) {
        this.address = address;
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public Link dial(Listener told) {
        listener = told;
        closed = false;
        return new Link() {
            @Override
            public void write(List<RedisCommand> commands) {
                commands.forEach(command -> writes.add(command.toString()));
            }

            @Override
            public void close() {
                closed = true;
            }
        };
    }

    /** Replies: with one word as it is, with several as a list; text stands for bytes. */
    public void says(Object... words) {
        listener.onReply(words.length == 1 ? reply(words[0]) : list(words));
    }

    public static RedisReply.Multi list(Object... words) {
        return new RedisReply.Multi(Arrays.stream(words).map(RedisByHand::reply).toList());
    }

    private static RedisReply reply(Object word) {
        if (word instanceof Integer number) {
            return new RedisReply.Number(number);
        }
        return word instanceof RedisReply reply ? reply : RedisReply.Bulk.of((String) word);
    }

    /** A listener that writes down what happens on a link: {@code up}, each reply, {@code down: why}. */
    public static RedisDialer.Listener writingTo(List<String> said) {
        return new RedisDialer.Listener() {
            @Override
            public void onUp() {
                said.add("up");
            }

            @Override
            public void onReply(RedisReply reply) {
                said.add(reply.toString());
            }

            @Override
            public void onDown(String reason) {
                said.add("down: " + reason);
            }
        };
    }
}
