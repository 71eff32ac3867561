package io.github.fanoutlab.simulator.report.html;

import io.github.fanoutlab.testbed.trace.TraceEvent;

/** Says in a line what happened in an event. */
final class Telling {

    private static final int LONGEST = 150;

    private Telling() {}

    /** Without time and lane: {@code emits data "payload"}. */
    static String of(TraceEvent event) {
        return shortened(words(event));
    }

    private static String words(TraceEvent event) {
        String on = event.connection().isEmpty() ? "" : " on " + event.connection();
        return switch (event.kind()) {
            case ACTION -> "the script: " + (event.name().isEmpty() ? "go on" : event.name());
            case NODE_STARTED -> "starts" + (event.number() > 1 ? ", life " + event.number() : "");
            case NODE_DIED -> "dies: " + event.text();
            case FAULT -> "fault: " + event.name() + (event.text().isEmpty() ? "" : " " + event.text());
            case EMIT -> "emits " + said(event);
            case DELIVERY -> "is handed " + event.name() + " " + event.text() + " by " + event.peer();
            case CONNECTED -> "is connected to " + event.peer() + ", namespace " + event.name();
            case DISCONNECTED -> "is not connected to " + event.peer() + " any more: " + event.name();
            case TIMER -> "a timer fires";
            case HTTP_REQUEST_SENT -> "asks " + event.peer() + ": " + event.text();
            case HTTP_REQUEST_RECEIVED -> "is asked by " + event.peer() + ": " + event.text();
            case HTTP_RESPONSE_SENT -> "answers " + event.peer() + ": " + event.text();
            case HTTP_RESPONSE_RECEIVED -> "is answered by " + event.peer() + ": " + event.text();
            case CONNECTION_OPENED -> "connection to " + event.peer() + " is open" + on;
            case CONNECTION_CLOSED -> "connection to " + event.peer() + " is over" + on + ": " + event.name();
            case CONNECTION_REFUSED -> event.name() + on;
            case FRAME_SENT -> "sends " + event.peer() + " a frame: " + event.text();
            case FRAME_RECEIVED -> "gets a frame from " + event.peer() + ": " + event.text();
            case REDIS_SENT -> "sends Redis" + on + ": " + event.text();
            case REDIS_HANDLED -> "carries out" + on + ": " + event.text() + receivers(event);
            case REDIS_REPLY -> "Redis replies" + on + ": " + event.text();
            case REDIS_PUSH -> "Redis pushes" + on + ": " + event.text();
            case LOST -> "from " + event.peer() + on + " never arrives: " + event.name();
            case LOG -> "logs " + event.name() + " " + event.text();
            case WARNING -> "warns: " + event.text();
        };
    }

    /** What an emit says: {@code data "payload"}. */
    static String said(TraceEvent emit) {
        return emit.name() + " \"" + emit.text() + '"';
    }

    private static String receivers(TraceEvent handled) {
        return handled.name().endsWith("PUBLISH") ? "; receivers: " + handled.number() : "";
    }

    private static String shortened(String words) {
        return words.length() <= LONGEST ? words : words.substring(0, LONGEST - 1) + '…';
    }
}
