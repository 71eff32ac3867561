package io.github.fanoutlab.workshop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One address for all workers: each connection goes to the worker that has the fewest. It moves bytes and reads none of them, so it is not
 * sticky; a client whose connection is one WebSocket does not need that. May be used from any thread.
 */
final class Balancer implements AutoCloseable {

    /** More people than fit into a room have twice as many. */
    private static final int MAX_CONNECTIONS = 1_500;

    private static final int CONNECT_MILLIS = 2_000;
    private static final int BACKLOG = 500;
    private static final long STACK_BYTES = 128 << 10;

    private static final class Worker {
        private final int port;
        private int connections;

        Worker(int port) {
            this.port = port;
        }
    }

    private final ServerSocket door;
    private final Map<String, Worker> workers = new LinkedHashMap<>();
    private int connections;

    private Balancer(ServerSocket door) {
        this.door = door;
    }

    /**
     * Listens.
     *
     * @param port 0 for any free one
     * @throws UncheckedIOException if the port is taken; the message names it
     */
    static Balancer listen(String host, int port) {
        try {
            Balancer balancer = new Balancer(new ServerSocket(port, BACKLOG, InetAddress.getByName(host)));
            thread("accepts phones", balancer::accept);
            return balancer;
        } catch (IOException taken) {
            throw new UncheckedIOException(
                    "cannot listen on port " + port + " of " + host + " for phones: " + taken.getMessage(), taken);
        }
    }

    int port() {
        return door.getLocalPort();
    }

    /** The worker called {@code name} listens on this port of the loopback address. */
    synchronized void add(String name, int port) {
        workers.put(name, new Worker(port));
    }

    /** The worker is gone. */
    synchronized void remove(String name) {
        workers.remove(name);
    }

    private void accept() {
        try {
            while (true) {
                Socket phone = door.accept();
                if (begin()) {
                    thread("a phone", () -> serve(phone));
                } else {
                    closeBoth(phone, phone);
                }
            }
        } catch (IOException closed) {
            // There is no room any more.
        }
    }

    private synchronized boolean begin() {
        if (connections == MAX_CONNECTIONS) {
            return false;
        }
        connections++;
        return true;
    }

    private synchronized void end(Worker worker) {
        connections--;
        if (worker != null) {
            worker.connections--;
        }
    }

    private synchronized Optional<Worker> chooseOne() {
        Optional<Worker> chosen = workers.values().stream().min(Comparator.comparingInt(worker -> worker.connections));
        chosen.ifPresent(worker -> worker.connections++);
        return chosen;
    }

    private void serve(Socket phone) {
        Worker worker = chooseOne().orElse(null);
        Socket inside = new Socket();
        try {
            if (worker != null) {
                inside.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), worker.port), CONNECT_MILLIS);
                inside.setTcpNoDelay(true);
                phone.setTcpNoDelay(true);
                thread("to a phone", () -> move(inside, phone));
                move(phone, inside);
            }
        } catch (IOException workerIsGone) {
            // The phone sees its connection end, and comes back.
        } finally {
            closeBoth(phone, inside);
            end(worker);
        }
    }

    /** Until either side ends; then both end. */
    private static void move(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException ended) {
            // It is closed below.
        }
        closeBoth(from, to);
    }

    private static void closeBoth(Socket one, Socket other) {
        try (one;
                other) {
            // Both are closed.
        } catch (IOException gone) {
            // It is closed.
        }
    }

    private static void thread(String name, Runnable task) {
        Thread thread = new Thread(null, task, name, STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException gone) {
            // It is closed.
        }
    }
}
