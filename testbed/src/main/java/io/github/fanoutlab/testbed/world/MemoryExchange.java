package io.github.fanoutlab.testbed.world;

import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.node.Network.StreamListener;
import io.github.fanoutlab.platform.node.NodePorts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One HTTP request in a {@link TestLab}, seen from the client, a node of its own: it may have to wait for its response, or
 * may leave.
 */
public final class MemoryExchange {

    private final World world;
    private final HttpCall call;
    private final List<String> chunks = new ArrayList<>();
    private HttpResponse response;
    private boolean ended;
    private boolean broken;
    private boolean left;

    private MemoryExchange(SimNode server, ClientHandler handler, HttpRequest request) {
        this.world = server.world;
        this.call = new HttpCall(
                world.newClient().network,
                server.network.addressOf(handler),
                request,
                new Pieces(),
                arrived -> response = arrived);
    }

    /** Sends {@code request} to {@code handler} on {@code server}, a node of a lab, and settles. */
    public static MemoryExchange of(NodePorts server, ClientHandler handler, HttpRequest request) {
        MemoryExchange exchange = new MemoryExchange(World.nodeOf(server), handler, request);
        exchange.call.send();
        exchange.world.settle();
        return exchange;
    }

    /** Sends {@code request} without an end to its body, and settles; {@link #goOn} sends more of it. */
    public static MemoryExchange begin(NodePorts server, ClientHandler handler, HttpRequest request) {
        MemoryExchange exchange = new MemoryExchange(World.nodeOf(server), handler, request);
        exchange.call.sendHead();
        exchange.world.settle();
        exchange.goOn(request.body(), false);
        return exchange;
    }

    /** Sends more of the body, perhaps the last of it, and settles. */
    public void goOn(byte[] part, boolean isLast) {
        call.sendBody(part, isLast);
        world.settle();
    }

    /** The response, of one that goes on its beginning; null if there is none yet. Settles. */
    public HttpResponse response() {
        world.settle();
        return response;
    }

    /** What followed, as UTF-8 text, after a response that goes on, since this was last asked. Settles. */
    public List<String> hearsNow() {
        world.settle();
        List<String> now = List.copyOf(chunks);
        chunks.clear();
        return now;
    }

    /** Whether the response is there, to its end. Settles. */
    public boolean isEnded() {
        world.settle();
        return ended;
    }

    /** Whether the server broke the connection instead of answering. Settles. */
    public boolean isDropped() {
        world.settle();
        return broken && response == null;
    }

    /** Goes away, if the whole response has not come, and settles. */
    public void leave() {
        if (!ended && !broken && !left) {
            left = true;
            call.leave();
        }
        world.settle();
    }

    private final class Pieces implements StreamListener {

        private boolean belongsToResponse;

        @Override
        public void onHead(HttpResponse head) {
            belongsToResponse = response.body().length > 0;
        }

        @Override
        public void onChunk(byte[] chunk) {
            if (!belongsToResponse) {
                chunks.add(new String(chunk, StandardCharsets.UTF_8));
            }
            belongsToResponse = false;
        }

        @Override
        public void onEnd(String failure) {
            ended = failure == null;
            broken = failure != null;
        }
    }
}
