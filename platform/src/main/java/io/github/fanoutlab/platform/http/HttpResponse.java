package io.github.fanoutlab.platform.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/**
 * An HTTP response.
 *
 * @param headers in the order in which they are sent; the edge adds Content-Length and Date
 * @param body empty when there is none; not to be changed
 */
public record HttpResponse(int status, Map<String, String> headers, byte[] body) {

    public HttpResponse {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** A response with a text body in UTF-8 and the given Content-Type. */
    public static HttpResponse of(int status, String contentType, String body) {
        return new HttpResponse(status, Map.of("Content-Type", contentType), body.getBytes(StandardCharsets.UTF_8));
    }

    /** This response with one more header. */
    public HttpResponse with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpResponse(status, more, body);
    }

    /** This response with its body compressed by {@code encoding}: {@code gzip} or {@code deflate} (RFC 9110, 8.4.1). */
    public HttpResponse compressed(String encoding) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream out = compressor(encoding, compressed)) {
            out.write(body);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new HttpResponse(status, headers, compressed.toByteArray()).with("Content-Encoding", encoding);
    }

    private static OutputStream compressor(String encoding, OutputStream out) throws IOException {
        return switch (encoding) {
            case "gzip" -> new GZIPOutputStream(out);
            case "deflate" -> new DeflaterOutputStream(out); // in zlib's format, which HTTP calls deflate
            default -> throw new IllegalArgumentException("encoding " + encoding + "; expected gzip or deflate");
        };
    }

    /** The body as UTF-8 text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
