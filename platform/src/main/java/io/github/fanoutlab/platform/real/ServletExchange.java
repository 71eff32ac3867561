package io.github.fanoutlab.platform.real;

import io.github.fanoutlab.platform.EventLoop;
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

/** A servlet request that waits for the node's answer. */
final class ServletExchange implements HttpExchange {

    private final EventLoop loop;
    private final AsyncContext async;
    private final HttpRequest request;
    private Runnable abortTask;
    private boolean answered;
    private boolean over;

    ServletExchange(EventLoop loop, AsyncContext async, HttpRequest request) {
        this.loop = loop;
        this.async = async;
        this.request = request;
        async.addListener(new AbortListener());
    }

    /** A handler that throws has answered nothing: the client must not wait for ever. */
    void offerTo(ClientHandler handler) {
        try {
            handler.onRequest(this);
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
    public void respond(HttpResponse response) {
        if (!answered && !over) {
            answered = true;
            over = true;
            ResponseWriter.write(async, response);
        }
    }

    @Override
    public HttpStream stream(HttpResponse head) {
        if (answered || over) {
            return HttpStream.toNobody();
        }
        answered = true;
        StreamWriter writer = StreamWriter.open(async, head, loop);
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
        if (!over && endPoint(async) instanceof WatchfulEndPoint connection) {
            connection.watch(() -> loop.execute(() -> clientLeft(connection)));
        }
    }

    private void clientLeft(EndPoint connection) {
        if (!over) {
            aborted();
            connection.close();
            ResponseWriter.complete(async);
        }
    }

    /** The TCP connection of a request. */
    static EndPoint endPoint(AsyncContext async) {
        return ServletContextRequest.getServletContextRequest(async.getRequest())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint();
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
            loop.execute(ServletExchange.this::aborted);
        }

        @Override
        public void onComplete(AsyncEvent event) {
            loop.execute(ServletExchange.this::aborted);
        }

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }
}
