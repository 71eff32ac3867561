package io.github.fanoutlab.testbed.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** A real Redis master, its replica, and a Sentinel that can make the replica the master. From any thread. */
public final class RedisWithSentinel implements AutoCloseable {

    private static final String NAME = "main";

    private final Deque<RedisServerProcess> opened = new ArrayDeque<>();
    private final RedisServerProcess master;
    private final RedisServerProcess replica;
    private final RedisServerProcess sentinel;

    /** Starts all three; returns when the replica follows its master and the Sentinel knows both. */
    public RedisWithSentinel(Path binary, Path directory) throws IOException {
        try {
            master = open(RedisServerProcess.server(binary, directory, "--repl-diskless-sync", "no"));
            String port = String.valueOf(master.port());
            replica = open(RedisServerProcess.server(binary, directory, "--replicaof", "127.0.0.1", port));
            replica.await(info -> info.contains("master_link_status:up"), "INFO", "replication");
            sentinel = open(RedisServerProcess.sentinel(binary, directory, NAME, master));
            sentinel.await(info -> info.contains("slaves=1"), "INFO", "sentinel");
        } catch (IOException | RuntimeException | AssertionError problem) {
            close();
            throw problem;
        }
    }

    private RedisServerProcess open(RedisServerProcess process) {
        opened.push(process);
        return process;
    }

    /** The server that is the master at first. */
    public RedisServerProcess master() {
        return master;
    }

    /** Kills the master and tells the Sentinel to fail over; returns before the replica is the master. */
    public void killMaster() {
        master.close();
        sentinel.await("OK"::equals, "SENTINEL", "FAILOVER", NAME);
    }

    /** The server that follows it. */
    public RedisServerProcess replica() {
        return replica;
    }

    /** {@code HOST:PORT/NAME}: the Sentinel's address, and its name for the master. */
    public String place() {
        return sentinel.hostAndPort() + "/" + NAME;
    }

    @Override
    public void close() {
        opened.forEach(RedisServerProcess::close);
    }
}
