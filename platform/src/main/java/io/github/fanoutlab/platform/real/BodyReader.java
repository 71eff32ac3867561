package io.github.fanoutlab.platform.real;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Reads a request's body without a waiting thread, and no further than allowed. */
final class BodyReader implements ReadListener {

    private final AsyncContext async;
    private final int maxBodyBytes;
    private final Consumer<byte[]> whenRead;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final byte[] chunk = new byte[4_096];
    private ServletInputStream in;
    private boolean done;

    /** {@code whenRead} gets the whole body, on a thread of Jetty; not called when it is too long or breaks off. */
    BodyReader(AsyncContext async, int maxBodyBytes, Consumer<byte[]> whenRead) {
        this.async = async;
        this.maxBodyBytes = maxBodyBytes;
        this.whenRead = whenRead;
    }

    void start() throws IOException {
        in = async.getRequest().getInputStream();
        in.setReadListener(this);
    }

    @Override
    public void onDataAvailable() {
        try {
            readWhatIsThere();
        } catch (IOException brokenOff) {
            onError(brokenOff);
        }
    }

    @Override
    public void onAllDataRead() {
        if (!done) {
            done = true;
            whenRead.accept(body.toByteArray());
        }
    }

    @Override
    public void onError(Throwable brokenOff) {
        if (!done) {
            done = true;
            ResponseWriter.complete(async);
        }
    }

    private void readWhatIsThere() throws IOException {
        while (!done && in.isReady() && !in.isFinished()) {
            int count = in.read(chunk);
            if (count > 0 && body.size() + count > maxBodyBytes) {
                done = true;
                refuse((HttpServletResponse) async.getResponse(), maxBodyBytes);
                async.complete();
            } else if (count > 0) {
                body.write(chunk, 0, count);
            }
        }
    }

    /** Answers 413; the connection is closed, since the rest of the body is not read. A client that left misses nothing. */
    static void refuse(HttpServletResponse response, int maxBodyBytes) {
        byte[] words =
                ("the request's body is longer than " + maxBodyBytes + " bytes").getBytes(StandardCharsets.UTF_8);
        response.setStatus(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
        response.setHeader("Connection", "close");
        response.setContentType("text/plain; charset=utf-8");
        response.setContentLength(words.length);
        try {
            response.getOutputStream().write(words);
        } catch (IOException clientLeft) {
            // Jetty closes what is left of the connection.
        }
    }
}
