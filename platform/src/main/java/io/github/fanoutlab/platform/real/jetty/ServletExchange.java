package io.github.fanoutlab.platform.real.jetty;

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

/** A servlet request that waits for the node's answer; its body may be on the way still. */
final class ServletExchange implements HttpExchange {

    private final EventLoop loop;
    private final AsyncContext async;
    private final EndPoint connection;
    /** In HTTP/2 with other requests, which go on whatever becomes of this one. */
    private final boolean sharesConnection;

    private final HttpRequest request;
    private final PendingWrites leaving;
    private Runnable abortTask;
    private boolean answered;
    private boolean over;
    private boolean bodyOnItsWay;
    private boolean bodyTooLong;

    /** {@code bodyOnItsWay}: {@link #readBody} is still to read it. */
    ServletExchange(
            EventLoop loop, AsyncContext async, HttpRequest request, boolean bodyOnItsWay, PendingWrites leaving) {
        this.loop = loop;
        this.async = async;
        this.connection = endPoint(async);
        this.sharesConnection = !async.getRequest().getProtocol().startsWith("HTTP/1");
        this.request = request;
        this.bodyOnItsWay = bodyOnItsWay;
        this.leaving = leaving;
        async.addListener(new AbortListener());
    }

    /** A handler that throws has answered nothing: the client must not wait for ever. */
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
        if (!bodyOnItsWay) {
            HttpExchange.super.readBody(maxBytes, listener);
            return;
        }
        BodyReader.start(async, maxBytes, new BodyReader.Reader() {
            @Override
            public void onBody(byte[] body) {
                tell(() -> {
                    bodyOnItsWay = false;
                    listener.onBody(body);
                    watch();
                });
            }

            @Override
            public void onTooLong() {
                tell(() -> {
                    bodyTooLong = true;
                    listener.onTooLong();
                });
            }

            @Override
            public void onBrokenOff() {
                tell(ServletExchange.this::clientLeft);
            }
        });
    }

    /** Runs {@code news} on the loop, unless nobody is interested any more. */
    private void tell(Runnable news) {
        loop.execute(() -> {
            if (!answered && !over) {
                handle(news);
            }
        });
    }

    @Override
    public void respond(HttpResponse response) {
        if (!answered && !over) {
            answered = true;
            over = true;
            ResponseWriter.write(async, bodyTooLong ? response.with("Connection", "close") : response, leaving);
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
        StreamWriter writer = StreamWriter.open(async, head, loop, leaving);
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

    /** Whoever waits for an answer may leave; until the body is read, its reader notices. */
    private void watch() {
        if (abortTask != null && !over && !bodyOnItsWay && connection instanceof DisconnectAwareEndPoint watchful) {
            watchful.watch(() -> loop.execute(this::clientLeft));
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
