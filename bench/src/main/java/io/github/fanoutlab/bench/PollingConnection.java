package io.github.fanoutlab.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Long polling over one TCP connection that is kept: a GET that waits, and between two of them what there is to POST. */
final class PollingConnection extends Connection {

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");
    private static final Pattern SID = Pattern.compile("\"sid\":\"([^\"]+)\"");
    private static final String CHUNKED = "transfer-encoding: chunked";
    private static final String LAST_CHUNK = "0\r\n\r\n";
    private static final int HEXADECIMAL = 16;

    /** What separates the messages of a body: a character in 1.0+, lengths between two others in 0.9. */
    private static final Pattern BETWEEN = Pattern.compile("\u001e|\u00ef\u00bf\u00bd(\\d+\u00ef\u00bf\u00bd)?");

    private final Queue<String> unsent = new ArrayDeque<>();
    private String session;

    PollingConnection(Load load, Clients clients, Peer.Dialect dialect, int port, List<String> rooms) {
        super(load, clients, dialect, port, rooms);
    }

    @Override
    String request() {
        String message = unsent.poll();
        if (message == null) {
            return "GET " + path() + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nConnection: keep-alive\r\n\r\n";
        }
        return "POST " + path() + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nConnection: keep-alive\r\n"
                + "Content-Type: text/plain;charset=UTF-8\r\nContent-Length: " + message.length() + "\r\n\r\n"
                + message;
    }

    private String path() {
        if (dialect == Peer.Dialect.V0_9) {
            return session == null ? "/socket.io/1/" : "/socket.io/1/xhr-polling/" + session;
        }
        return "/socket.io/?EIO=4&transport=polling" + (session == null ? "" : "&sid=" + session);
    }

    @Override
    void send(String message) {
        unsent.add(message);
    }

    @Override
    void receive(ByteBuffer received) throws IOException {
        String response = text(received, 0, received.limit());
        String body = body(response);
        if (body == null) {
            return;
        }
        received.position(received.limit());
        if (!response.startsWith("HTTP/1.1 200")) {
            broken();
            return;
        }
        if (session == null) {
            Matcher found = (dialect == Peer.Dialect.V0_9 ? SESSION : SID).matcher(body);
            if (!found.find()) {
                broken();
                return;
            }
            session = found.group(1);
        }
        long nowMicros = nowMicros();
        for (String message : BETWEEN.split(body)) {
            // A handshake of 0.9 is no message, and neither is the response to a POST, "ok" or "1".
            if (!message.isEmpty()
                    && !message.equals("1")
                    && !message.equals("ok")
                    && !SESSION.matcher(message).lookingAt()) {
                byte[] bytes = message.getBytes(StandardCharsets.ISO_8859_1);
                message(ByteBuffer.wrap(bytes), 0, bytes.length, nowMicros);
            }
        }
        write(request());
    }

    /** The body of {@code response}; null if it is not complete. */
    private static String body(String response) {
        int end = response.indexOf(END_OF_HEAD);
        if (end < 0) {
            return null;
        }
        String head = response.substring(0, end);
        String rest = response.substring(end + END_OF_HEAD.length());
        Matcher length = LENGTH.matcher(head);
        if (length.find()) {
            return rest.length() < Integer.parseInt(length.group(1)) ? null : rest;
        }
        if (!head.toLowerCase(java.util.Locale.ROOT).contains(CHUNKED)) {
            return rest;
        }
        return rest.endsWith(LAST_CHUNK) ? joined(rest) : null;
    }

    private static String joined(String chunks) {
        StringBuilder body = new StringBuilder();
        int at = 0;
        while (true) {
            int line = chunks.indexOf("\r\n", at);
            int length = Integer.parseInt(chunks.substring(at, line), HEXADECIMAL);
            if (length == 0) {
                return body.toString();
            }
            body.append(chunks, line + 2, line + 2 + length);
            at = line + 2 + length + 2;
        }
    }
}
