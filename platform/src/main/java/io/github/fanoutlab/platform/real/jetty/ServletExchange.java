package io.github.fanoutlab.platform.real.jetty;

import io.github.fanoutlab.platform.Backlog;
import io.github.fanoutlab.platform.Backlogs;
import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.http.BodyListener;
import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.HttpExchange;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.http.HttpStream;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;

/** A servlet request that waits for the node's answer; its body may still be arriving. */
final class ServletExchange implements HttpExchange {

    private final EventLoop loop;

    /** Null when the exchange is finished, like its connection: sessions keep it until the next one, and these are large. */
    private AsyncContext async;

    private EndPoint connection;

    /** In HTTP/2 other requests use the same connection, so it must not be closed for this one. */
    private final boolean sharesConnection;

    private final HttpRequest request;
    private final PendingWrites pendingWrites;
    private final Backlog backlog;
    private Runnable abortTask;
    private boolean answered;
    private boolean over;
    private boolean bodyUnread;
    private boolean bodyTooLong;

    /** {@code bodyUnread}: {@link #readBody} is to read it. */
    ServletExchange(
            EventLoop loop,
            Backlogs backlogs,
            AsyncContext async,
            HttpRequest request,
            boolean bodyUnread,
            PendingWrites pendingWrites) {
        this.loop = loop;
        this.async = async;
        this.connection = endPoint(async);
        this.sharesConnection = !async.getRequest().getProtocol().startsWith("HTTP/1");
        this.request = request;
        this.bodyUnread = bodyUnread;
        this.pendingWrites = pendingWrites;
        this.backlog =
                backlogs.open("http: " + request.remoteAddress(), Backlogs.PATIENCE_MILLIS, reason -> breakOff());
        async.addListener(new AbortListener());
    }

    /** If the handler throws, the client gets an error instead of waiting forever. */
    void offerTo(ClientHandler handler) {
        handle(() -> handler.onRequest(this));
    }

    private void handle(Runnable handling) {
        try {
            handling.run();
        } catch (RuntimeException | Error defect) {
            respond(ResponseWriter.SERVER_ERROR);
            throw defect;
        }
    }

    @Override
    public HttpRequest request() {
        return request;
    }

    @Override
    public void readBody(int maxBytes, BodyListener listener) {
        if (!bodyUnread) {
            HttpExchange.super.readBody(maxBytes, listener);
            return;
        }
        if (over) {
            return;
        }
        BodyReader.start(async, maxBytes, new BodyReader.Reader() {
            @Override
            public void onBody(byte[] body) {
                onLoop(() -> {
                    bodyUnread = false;
                    listener.onBody(body);
                    watch();
                });
            }

            @Override
            public void onTooLong() {
                onLoop(() -> {
                    bodyTooLong = true;
                    listener.onTooLong();
                });
            }

            @Override
            public void onBrokenOff() {
                onLoop(ServletExchange.this::clientLeft);
            }
        });
    }

    /** Runs {@code task} on the loop, unless the exchange is over by then. */
    private void onLoop(Runnable task) {
        loop.execute(() -> {
            if (!answered && !over) {
                handle(task);
            }
        });
    }

    @Override
    public void respond(HttpResponse response) {
        if (!answered && !over) {
            answered = true;
            over = true;
            backlog.add(response.body().length + Backlog.PACKET_BYTES);
            ResponseWriter.write(async, bodyTooLong ? response.with("Connection", "close") : response, pendingWrites);
        }
    }

    @Override
    public void drop() {
        if (!sharesConnection && !answered && !over) {
            over = true;
            breakOff();
        } else {
            HttpExchange.super.drop();
        }
    }

    @Override
    public HttpStream stream(HttpResponse head) {
        if (answered || over) {
            return HttpStream.toNobody();
        }
        answered = true;
        StreamWriter writer = StreamWriter.open(async, head, loop, backlog, pendingWrites);
        return new HttpStream() {
            @Override
            public void write(byte[] chunk) {
                if (!over) {
                    writer.write(chunk);
                }
            }

            @Override
            public void end() {
                if (!over) {
                    over = true;
                    writer.end();
                }
            }
        };
    }

    @Override
    public void onAbort(Runnable task) {
        abortTask = task;
        watch();
    }

    /** Notices a client that leaves while it waits; until the body is read, the body's reader notices. */
    private void watch() {
        if (abortTask != null && !over && !bodyUnread && connection instanceof DisconnectAwareEndPoint aware) {
            aware.watch(() -> loop.execute(this::clientLeft));
        }
    }

    private void clientLeft() {
        if (!over) {
            aborted();
            breakOff();
        }
    }

    private void breakOff() {
        if (!sharesConnection) {
            connection.close();
        }
        ResponseWriter.complete(async);
    }

    /** The TCP connection of a request. */
    static EndPoint endPoint(AsyncContext async) {
        return ServletContextRequest.getServletContextRequest(async.getRequest())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint();
    }

    /** The response is written, or never will be. */
    private void finished() {
        backlog.end();
        aborted();
        async = null;
        connection = null;
    }

    private void aborted() {
        if (!over) {
            over = true;
            if (abortTask != null) {
                abortTask.run();
            }
        }
    }

    private final class AbortListener implements AsyncListener {

        @Override
        public void onError(AsyncEvent event) {
            loop.execute(ServletExchange.this::finished);
        }

        @Override
        public void onComplete(AsyncEvent event) {
            loop.execute(ServletExchange.this::finished);
        }

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }
}
