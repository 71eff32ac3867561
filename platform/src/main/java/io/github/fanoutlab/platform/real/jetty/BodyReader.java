package io.github.fanoutlab.platform.real.jetty;

import io.github.fanoutlab.platform.http.BodyListener;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;

/** Reads a request's body up to a limit. No thread waits for it. */
final class BodyReader implements ReadListener {

    /** What becomes of the body: exactly one of the three is called, on a thread of Jetty. */
    interface Reader extends BodyListener {

        /** The body ends early: the client left, or fell silent. */
        void onBrokenOff();
    }

    private final ServletInputStream in;
    private final int maxBytes;
    private final Reader reader;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final byte[] chunk = new byte[4_096];
    private final Runnable whenRead;
    private boolean done;

    private BodyReader(ServletInputStream in, int maxBytes, Reader reader, Runnable whenRead) {
        this.whenRead = whenRead;
        this.in = in;
        this.maxBytes = maxBytes;
        this.reader = reader;
    }

    /** Begins to read, unless the announced length is over the limit already. */
    static void start(AsyncContext async, int maxBytes, Reader reader) {
        try {
            ServletRequest request = async.getRequest();
            if (request.getContentLengthLong() > maxBytes) {
                reader.onTooLong();
            } else {
                ServletInputStream in = request.getInputStream();
                if (ServletExchange.endPoint(async) instanceof DisconnectAwareEndPoint aware) {
                    aware.bodyBegins();
                    in.setReadListener(new BodyReader(in, maxBytes, reader, aware::bodyArrived));
                } else {
                    in.setReadListener(new BodyReader(in, maxBytes, reader, () -> {}));
                }
            }
        } catch (IOException | IllegalStateException | RejectedExecutionException tooLate) {
            reader.onBrokenOff();
        }
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
            whenRead.run();
            reader.onBody(body.toByteArray());
        }
    }

    @Override
    public void onError(Throwable brokenOff) {
        if (!done) {
            done = true;
            reader.onBrokenOff();
        }
    }

    private void readWhatIsThere() throws IOException {
        while (!done && in.isReady() && !in.isFinished()) {
            int count = in.read(chunk);
            if (count > 0 && body.size() + count > maxBytes) {
                done = true;
                body.reset();
                reader.onTooLong();
            } else if (count > 0) {
                body.write(chunk, 0, count);
            }
        }
    }
}
