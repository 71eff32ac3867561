package io.github.fanoutlab.platform.real.jetty;

import io.github.fanoutlab.platform.http.HttpResponse;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;

/** Writes one response without a waiting thread, however slowly the client reads. */
final class ResponseWriter implements WriteListener {

    /** What a client gets when the node's handler threw. */
    static final HttpResponse SERVER_ERROR =
            HttpResponse.of(500, "text/plain; charset=utf-8", "the server failed to handle the request");

    /** What a client gets where a server was that has closed. */
    static final HttpResponse GONE =
            HttpResponse.of(503, "text/plain; charset=utf-8", "the server that was here has closed");

    /** What a client gets whose body is longer than is taken; the rest of it is not read, so the connection ends. */
    static HttpResponse tooLong(int maxBodyBytes) {
        String words = "the request's body is longer than " + maxBodyBytes + " bytes";
        return HttpResponse.of(413, "text/plain; charset=utf-8", words).with("Connection", "close");
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
     * Writes {@code response}, counted by {@code leaving}, and completes the request; does nothing when the client has left,
     * or Jetty was stopped.
     */
    static void write(AsyncContext async, HttpResponse response, PendingWrites leaving) {
        Runnable left = leaving.begin(async);
        try {
            HttpServletResponse servletResponse = (HttpServletResponse) async.getResponse();
            servletResponse.setStatus(response.status());
            response.headers().forEach(servletResponse::setHeader);
            servletResponse.setContentLength(response.body().length);
            ServletOutputStream out = servletResponse.getOutputStream();
            out.setWriteListener(new ResponseWriter(async, out, response.body()));
        } catch (IOException | IllegalStateException | RejectedExecutionException tooLate) {
            complete(async);
            left.run();
        }
    }

    /** Completes the request, whether or not Jetty did so before. */
    static void complete(AsyncContext async) {
        try {
            async.complete();
        } catch (IllegalStateException | RejectedExecutionException completed) {
            // Jetty noticed first that the client left, or was stopped.
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
