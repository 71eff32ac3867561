package io.github.fanoutlab.legacy;

import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.testbed.world.MemoryExchange;
import java.util.List;

/** A request of a client that waits for its answer; a test takes the answer once. */
final class Poll {

    private final String client;
    private final MemoryExchange exchange;
    private boolean taken;

    private Poll(String client, MemoryExchange exchange) {
        this.client = client;
        this.exchange = exchange;
    }

    /** Gives {@code request} of {@code client} to {@code io}, and settles. */
    static Poll of(String client, LegacyServer io, HttpRequest request) {
        return new Poll(client, MemoryExchange.of(io.ports(), io.handler(), request));
    }

    String client() {
        return client;
    }

    /** The answer, or the beginning of one that goes on, once; null while there is none, or when it was taken. */
    HttpResponse takeAnswer() {
        HttpResponse answer = taken ? null : exchange.response();
        taken |= answer != null;
        return answer;
    }

    /** The text of the answer, once; null while there is none, or when it was taken. */
    String text() {
        HttpResponse answer = takeAnswer();
        return answer == null ? null : answer.text();
    }

    /** What has followed an answer that goes on, each once. */
    List<String> takeChunks() {
        return exchange.hearsNow();
    }

    /** Whether the answer is there, to its end. */
    boolean isEnded() {
        return exchange.isEnded();
    }

    /** The client leaves. */
    void leave() {
        exchange.leave();
    }
}
