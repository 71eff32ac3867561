package io.github.fanoutlab.testbed.redis;

import io.github.fanoutlab.platform.redis.RedisCommand;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

/** What Redis knows of one connection. */
final class ConnectionState {

    final int number;
    final Set<String> channels = new LinkedHashSet<>();
    final Set<String> patterns = new LinkedHashSet<>();
    final Set<String> shardChannels = new LinkedHashSet<>();
    int database;
    byte[] name;
    /** Whether it waits for the reply to an XREAD with BLOCK. */
    boolean blocked;
    /** What it sent meanwhile. */
    final Deque<RedisCommand> afterBlock = new ArrayDeque<>();

    ConnectionState(int number) {
        this.number = number;
    }

    /** The count in confirmations, which leaves out shard channels. */
    int subscriptions() {
        return channels.size() + patterns.size();
    }

    boolean isSubscribed() {
        return subscriptions() + shardChannels.size() > 0;
    }
}
