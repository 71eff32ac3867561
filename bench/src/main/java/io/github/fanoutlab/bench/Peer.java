package io.github.fanoutlab.bench;

import io.github.fanoutlab.bench.program.AdapterProgram;
import io.github.fanoutlab.bench.program.KernelProgram;
import io.github.fanoutlab.bench.program.LegacyProgram;
import io.github.fanoutlab.simulator.cluster.process.ChildJvm;
import io.github.fanoutlab.testbed.Repository;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is measured side by side. */
enum Peer {
    /** The floor: one write of the frame for each delivery. */
    KERNEL("the kernel: one write for each delivery", Dialect.FRAMES),
    ADAPTER("ours, adapter", Dialect.V4),
    LEGACY("ours, legacy-store", Dialect.V0_9),
    NODE4("Node socket.io 4.8.4, redis-adapter 8.3.0", Dialect.V4),
    NODE09("Node socket.io 0.9.19, RedisStore", Dialect.V0_9),
    NETTY("netty-socketio 2.0.14, Redisson 4.1.0", Dialect.V4);

    /** What the JVMs of all peers are started with, ours and others'. */
    static final List<String> JAVA_OPTIONS =
            List.of("-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xshare:auto", "-Dmsgpack.universal-buffer=true");

    /** What ours are started with besides, as adapter/README.md recommends: a small heap, and the quick compiler alone. */
    static final List<String> OUR_JAVA_OPTIONS = List.of(
            "-Xms24m", "-Xmn12m", "-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=20", "-XX:TieredStopAtLevel=1");

    /** How a client talks to it. */
    enum Dialect {
        /** Socket.IO 1.0 and later, over Engine.IO 4. */
        V4,
        /** Socket.IO 0.9. */
        V0_9,
        /** Frames and nothing else. */
        FRAMES
    }

    private final String title;
    private final Dialect dialect;

    Peer(String title, Dialect dialect) {
        this.title = title;
        this.dialect = dialect;
    }

    /** For people. */
    String title() {
        return title;
    }

    Dialect dialect() {
        return dialect;
    }

    /** Whether it emits by itself, without a Redis and a master. */
    boolean isAlone() {
        return this == KERNEL;
    }

    /** Whether it is one of this project's servers. */
    boolean isOurs() {
        return this == ADAPTER || this == LEGACY;
    }

    /** The name of its option. */
    String option() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Starts a process of it. */
    Child start(String role, int redisPort, List<String> javaOptions) {
        Path home = Repository.root();
        List<String> arguments = List.of(role, Integer.toString(redisPort));
        return switch (this) {
            case KERNEL -> java(KernelProgram.class.getName(), "", javaOptions, arguments);
            case ADAPTER -> java(AdapterProgram.class.getName(), "", javaOptions, arguments);
            case LEGACY -> java(LegacyProgram.class.getName(), "", javaOptions, arguments);
            case NODE4 -> node(home.resolve("peers/v4"), arguments);
            case NODE09 -> node(home.resolve("peers/v09"), arguments);
            case NETTY -> java("NettyServer", Packages.nettyClassPath(), javaOptions, arguments);
        };
    }

    private Child java(String main, String classPath, List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        if (classPath.isEmpty()) {
            command.addAll(ChildJvm.archiveOptions());
        }
        command.add("-cp");
        command.add(classPath.isEmpty() ? System.getProperty("java.class.path") : classPath);
        command.add(main);
        command.addAll(arguments);
        return Child.start(title + ", " + arguments.get(0), Repository.root(), command);
    }

    private Child node(Path folder, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("node", "--expose-gc", "bench.js"));
        command.addAll(arguments);
        return Child.start(title + ", " + arguments.get(0), folder, command);
    }
}
