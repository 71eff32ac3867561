package io.github.fanoutlab.testbed.redis;

import java.util.LinkedHashSet;
import java.util.Set;

/** What Redis remembers of one connection. */
final class RedisModelClient {

    final int number;
    final Set<String> channels = new LinkedHashSet<>();
    final Set<String> patterns = new LinkedHashSet<>();
    final Set<String> shardChannels = new LinkedHashSet<>();
    int database;
    byte[] name;

    RedisModelClient(int number) {
        this.number = number;
    }

    /** As confirmations count them: shard channels apart from all others. */
    int subscriptions() {
        return channels.size() + patterns.size();
    }

    boolean isSubscribed() {
        return subscriptions() + shardChannels.size() > 0;
    }
}
