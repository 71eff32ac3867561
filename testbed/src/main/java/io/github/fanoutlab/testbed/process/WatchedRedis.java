package io.github.fanoutlab.testbed.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** A real master, its replica, and a Sentinel that can make the replica the master. From any thread. */
public final class WatchedRedis implements AutoCloseable {

    private static final String NAME = "main";

    private final Deque<RedisProcess> opened = new ArrayDeque<>();
    private final RedisProcess master;
    private final RedisProcess replica;
    private final RedisProcess sentinel;

    /** Returns when the replica follows its master, and the Sentinel knows both. */
    public WatchedRedis(Path binary, Path directory) throws IOException {
        try {
            master = open(RedisProcess.server(binary, directory, "--repl-diskless-sync", "no"));
            String port = String.valueOf(master.port());
            replica = open(RedisProcess.server(binary, directory, "--replicaof", "127.0.0.1", port));
            replica.await(info -> info.contains("master_link_status:up"), "INFO", "replication");
            sentinel = open(RedisProcess.sentinel(binary, directory, NAME, master));
            sentinel.await(info -> info.contains("slaves=1"), "INFO", "sentinel");
        } catch (IOException | RuntimeException | AssertionError problem) {
            close();
            throw problem;
        }
    }

    private RedisProcess open(RedisProcess process) {
        opened.push(process);
        return process;
    }

    /** Who is the master at first. */
    public RedisProcess master() {
        return master;
    }

    /** Kills the master without a word, and has the Sentinel make the replica the next one; that goes on when this returns. */
    public void killMaster() {
        master.close();
        sentinel.await("OK"::equals, "SENTINEL", "FAILOVER", NAME);
    }

    /** Who follows it. */
    public RedisProcess replica() {
        return replica;
    }

    /** {@code HOST:PORT/NAME}: the Sentinel, and what it calls the master. */
    public String place() {
        return sentinel.hostAndPort() + "/" + NAME;
    }

    @Override
    public void close() {
        opened.forEach(RedisProcess::close);
    }
}
