package io.github.fanoutlab.simulator.cluster.process;

import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.platform.real.RealNode;
import io.github.fanoutlab.simulator.scenario.Generation;
import java.io.PrintWriter;
import java.net.URI;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Clients of running servers as a process: it prints what each of them gets, and when. */
public final class ClientProcess {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    private final PrintWriter out;
    private final CompletableFuture<Integer> end = new CompletableFuture<>();
    private final List<PrintingClient> clients = new ArrayList<>();

    private ClientProcess(PrintWriter out) {
        this.out = out;
    }

    /**
     * Connects a client to each of {@code urls}, whose paths are namespaces, and prints to {@code out} what they get. It returns when
     * no server is left that a client may connect to again. When somebody ends the process, with Ctrl-C for example, the clients leave
     * politely and the exit code of the process is 0.
     *
     * @param room the room that each client asks to join; null for none
     * @return the exit code
     */
    public static int run(Generation generation, List<URI> urls, String room, PrintWriter out) {
        RealNode node = RealNode.create("client");
        ClientProcess process = new ClientProcess(out);
        Thread leave = new Thread(() -> {
            process.leave(node);
            if (!out.checkError()) {
                Runtime.getRuntime().halt(0);
            }
        });
        Runtime.getRuntime().addShutdownHook(leave);
        node.loop().execute(() -> process.connect(generation, node, urls, room));
        int exitCode = process.end.join();
        Runtime.getRuntime().removeShutdownHook(leave);
        process.leave(node);
        return exitCode;
    }

    private void connect(Generation generation, NodePorts ports, List<URI> urls, String room) {
        for (URI url : urls) {
            clients.add(new PrintingClient(generation, ports, url, room, this::say));
        }
        clients.forEach(PrintingClient::connect);
    }

    private void say(String line) {
        out.println(TIME.format(LocalTime.now()) + " " + line.replaceAll("\\p{Cntrl}", " "));
        if (clients.stream().allMatch(PrintingClient::isClosed)) {
            out.println("No server is left to connect to.");
            end.complete(CannotStart.EXIT_CODE);
        }
    }

    private void leave(RealNode node) {
        node.loop().execute(() -> clients.forEach(PrintingClient::disconnect));
        node.close();
    }
}
