package io.github.fanoutlab.testbed.redis;

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
