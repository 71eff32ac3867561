package io.github.fanoutlab.simulator.spacetime;

import io.github.fanoutlab.testbed.trace.TraceEvent;

/** Says in a line what happens in an event of a trace, without its time and lane: {@code emits data "payload"}. */
final class EventWords {

    private static final int LONGEST = 150;

    private EventWords() {}

    static String of(TraceEvent event) {
        String words = words(event);
        return words.length() <= LONGEST ? words : words.substring(0, LONGEST - 1) + '…';
    }

    private static String words(TraceEvent event) {
        String peer = event.peer();
        String on = event.connection().isEmpty() ? "" : " on " + event.connection();
        return switch (event.kind()) {
            case ACTION -> "script: " + (event.name().isEmpty() ? "go on" : event.name());
            case NODE_STARTED -> "starts" + (event.number() > 1 ? " again, life " + event.number() : "");
            case NODE_DIED -> "dies: " + event.text();
            case FAULT -> "fault: " + (event.name() + ' ' + event.text()).strip();
            case EMIT -> "emits " + event.name() + " \"" + event.text() + '"';
            case DELIVERY -> "delivers to the application " + event.name() + ' ' + event.text() + ", from " + peer;
            case ACKED -> "is told about the acks of " + event.name() + ": " + event.text();
            case CONNECTED -> "is connected to " + peer + ", namespace " + event.name();
            case DISCONNECTED -> "is no longer connected to " + peer + ": " + event.name();
            case TIMER -> "a timer fires";
            case HTTP_REQUEST_SENT -> "sends a request to " + peer + ": " + event.text();
            case HTTP_REQUEST_RECEIVED -> "receives a request from " + peer + ": " + event.text();
            case HTTP_RESPONSE_SENT -> "sends a response to " + peer + ": " + event.text();
            case HTTP_RESPONSE_RECEIVED -> "receives the response from " + peer + ": " + event.text();
            case CONNECTION_OPENED -> "the connection to " + peer + on + " is open";
            case CONNECTION_CLOSED -> "the connection to " + peer + on + " is closed: " + event.name();
            case CONNECTION_REFUSED -> event.name() + on;
            case FRAME_SENT -> "sends a frame to " + peer + ": " + event.text();
            case FRAME_RECEIVED -> "receives a frame from " + peer + ": " + event.text();
            case REDIS_SENT -> "sends to Redis" + on + ": " + event.text();
            case REDIS_HANDLED -> "carries out" + on + ": " + event.text() + receivers(event);
            case REDIS_REPLY -> "receives the reply of Redis" + on + ": " + event.text();
            case REDIS_PUSH -> "receives from Redis" + on + ": " + event.text();
            case LOST -> "what " + peer + " sent" + on + " is lost: " + event.name();
            case LOG -> "logs " + event.name() + ' ' + event.text();
            case WARNING -> "warns: " + event.text();
        };
    }

    private static String receivers(TraceEvent handled) {
        return handled.name().endsWith("PUBLISH") ? "; subscribers: " + handled.number() : "";
    }
}
