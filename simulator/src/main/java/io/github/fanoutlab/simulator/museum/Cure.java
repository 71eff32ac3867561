package io.github.fanoutlab.simulator.museum;

/**
 * Code to copy against a defect. It comes from files of this repository, which a test compiles, runs, or loads into a real
 * balancer.
 */
public enum Cure {
    BALANCER_BY_COOKIE("Balancer: HAProxy, sticky by a cookie", "docs/balancer/haproxy.cfg", "sticky"),
    BALANCER_BY_ADDRESS("Balancer: nginx, sticky by address", "docs/balancer/nginx.conf", "sticky"),
    CLIENT_KEEPS_COOKIE("Client: keeps the balancer's cookie", "peers/v4/worker-client.js", "client"),
    CLIENT_OVER_WEBSOCKET("Client: WebSocket alone", "peers/v4/cures.js", "websocket"),
    CLIENT_KNOWS_IDS("Client: shows each event once", "peers/v4/cures.js", "once"),
    NODE_SERVER("Server, Node: the Redis adapter", "peers/v4/worker.js", "worker"),
    JAVA_SERVER("Server, Java: the Redis adapter", Cure.BESIDE + "JavaWorker.java", "worker"),
    NODE_SHARDED("Server, Node: the sharded adapter", "peers/v4/cures.js", "sharded"),
    JAVA_SHARDED("Server, Java: the sharded adapter", Cure.BESIDE + "CuresTest.java", "sharded"),
    NODE_STREAMS("Server, Node: the streams adapter, with recovery", "peers/v4/cures.js", "streams"),
    JAVA_STREAMS(
            "Server, Java: the streams adapter, with recovery",
            Cure.ADAPTER + "redis/streams/RedisStreamsAdapterTest.java",
            "recovery"),
    JAVA_VOLATILE(
            "Server, Java: no string at the end of a volatile event",
            Cure.ADAPTER + "redis/streams/RedisStreamsAdapterTest.java",
            "volatile"),
    NODE_EMITTER("Server, Node: an emitter", "peers/v4/cures.js", "emitter"),
    JAVA_EMITTER("Server, Java: an emitter", Cure.ADAPTER + "ApiTourTest.java", "emitter"),
    NODE_LOCAL("Server, Node: to its own clients", "peers/v4/cures.js", "local"),
    JAVA_LOCAL("Server, Java: to its own clients", Cure.BESIDE + "CuresTest.java", "local"),
    NODE_DISCONNECT("Server, Node: ends connections elsewhere", "peers/v4/cures.js", "disconnect"),
    JAVA_DISCONNECT("Server, Java: ends connections elsewhere", Cure.BESIDE + "CuresTest.java", "disconnect"),
    NODE_ASK("Server, Node: handles the error", "peers/v4/cures.js", "ask"),
    JAVA_ASK("Server, Java: handles the error", Cure.BESIDE + "CuresTest.java", "ask");

    private static final String ADAPTER = "adapter/src/test/java/io/github/fanoutlab/adapter/";
    private static final String BESIDE = ADAPTER + "beside/";

    private final String title;
    private final String file;
    private final String region;

    Cure(String title, String file, String region) {
        this.title = title;
        this.file = file;
        this.region = region;
    }

    /** Who does what: {@code Client: WebSocket alone}. */
    public String title() {
        return title;
    }

    /** Where the lines stand, from the root of the repository. */
    public String file() {
        return file;
    }

    /** The region of the file that they are. */
    public String region() {
        return region;
    }
}
