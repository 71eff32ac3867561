package io.github.fanoutlab.platform.real.jetty;

import io.github.fanoutlab.platform.http.HttpResponse;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;

/** Writes one response. No thread waits for it, however slowly the client reads. */
final class ResponseWriter implements WriteListener {

    /** The answer to a request whose handler threw. */
    static final HttpResponse SERVER_ERROR =
            HttpResponse.of(500, "text/plain; charset=utf-8", "the server failed to handle the request");

    /** The answer to a request for a server that has closed. */
    static final HttpResponse GONE =
            HttpResponse.of(503, "text/plain; charset=utf-8", "the server that was here has closed");

    /** The answer to a request whose body is over the limit; the rest of the body is not read, so the connection ends. */
    static HttpResponse tooLong(int maxBodyBytes) {
        String text = "the request's body is longer than " + maxBodyBytes + " bytes";
        return HttpResponse.of(413, "text/plain; charset=utf-8", text).with("Connection", "close");
    }

    private final AsyncContext async;
    private final ServletOutputStream out;
    private final byte[] body;
    private boolean written;

    private ResponseWriter(AsyncContext async, ServletOutputStream out, byte[] body) {
        this.async = async;
        this.out = out;
        this.body = body;
    }

    /**
     * Writes {@code response}, counted in {@code pendingWrites}, and completes the request. Does nothing if the client has left or
     * Jetty was stopped.
     */
    static void write(AsyncContext async, HttpResponse response, PendingWrites pendingWrites) {
        Runnable finished = pendingWrites.begin(async);
        try {
            HttpServletResponse servletResponse = setHead(async, response);
            servletResponse.setContentLength(response.body().length);
            ServletOutputStream out = servletResponse.getOutputStream();
            out.setWriteListener(new ResponseWriter(async, out, response.body()));
        } catch (IOException | IllegalStateException | RejectedExecutionException tooLate) {
            complete(async);
            finished.run();
        }
    }

    /**
     * Sets status and headers. The Content-Type goes past Jetty's servlets, which would write {@code text/plain; charset=UTF-8} in
     * their own way.
     */
    static HttpServletResponse setHead(AsyncContext async, HttpResponse head) {
        HttpServletResponse response = (HttpServletResponse) async.getResponse();
        response.setStatus(head.status());
        head.headers().forEach((name, value) -> {
            if (name.equalsIgnoreCase("Content-Type")) {
                ServletContextRequest.getServletContextRequest(async.getRequest())
                        .getServletContextResponse()
                        .getWrapped()
                        .getHeaders()
                        .put(name, value);
            } else {
                response.setHeader(name, value);
            }
        });
        return response;
    }

    /** Completes the request; harmless if Jetty has done so. */
    static void complete(AsyncContext async) {
        try {
            async.complete();
        } catch (IllegalStateException | RejectedExecutionException completed) {
            // Jetty has noticed that the client left, or was stopped.
        }
    }

    @Override
    public void onWritePossible() throws IOException {
        while (out.isReady()) {
            if (written) {
                async.complete();
                return;
            }
            written = true;
            out.write(body);
        }
    }

    @Override
    public void onError(Throwable clientLeft) {
        complete(async);
    }
}
