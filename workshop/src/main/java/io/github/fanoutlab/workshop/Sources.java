package io.github.fanoutlab.workshop;

import io.github.fanoutlab.simulator.museum.Cure;
import io.github.fanoutlab.tutorial.book.Directive;
import io.github.fanoutlab.tutorial.book.FileLine;
import io.github.fanoutlab.tutorial.book.Listing;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The lines of the real servers that did what the page shows, cut from the sources:
 * {@code {"legacy":{"emit":{"file":"Namespace.java","lines":"…"},"receive":…},"adapter":…}}; and the lines of the museum's cures: {@code
 * {"cures":{"NODE_LOCAL":{"title":"…","file":"cures.js","lines":"…"}, …}}}.
 */
final class Sources {

    private static final String LEGACY = "legacy-store/src/main/java/io/github/fanoutlab/legacy/";
    private static final String ADAPTER = "adapter/src/main/java/io/github/fanoutlab/adapter/redis/";

    private Sources() {}

    /** Cut from the repository at {@code root}. */
    static ObjectNode of(Path root) {
        Listing listing = new Listing(root);
        ObjectNode sources = JsonMapper.shared().createObjectNode();
        ObjectNode legacy = sources.putObject("legacy");
        legacy.set("emit", cut(listing, LEGACY + "server/Namespace.java", "broadcast"));
        legacy.set("receive", cut(listing, LEGACY + "store/RedisStore.java", "receive"));
        ObjectNode adapter = sources.putObject("adapter");
        adapter.set("emit", cut(listing, ADAPTER + "RedisNamespaceAdapter.java", "broadcast"));
        adapter.set("receive", cut(listing, ADAPTER + "pubsub/BroadcastReceiver.java", "receive"));
        adapter.set("unknownRoom", cut(listing, ADAPTER + "pubsub/BroadcastReceiver.java", "unknown-room"));
        ObjectNode cures = sources.putObject("cures");
        for (Cure cure : Cure.values()) {
            cures.set(cure.name(), cut(listing, cure.file(), cure.region()).put("title", cure.title()));
        }
        return sources;
    }

    private static ObjectNode cut(Listing listing, String file, String region) {
        String markdown = listing.render(new Directive(new FileLine("workshop", 1), "listing", List.of(file, region)));
        return JsonMapper.shared()
                .createObjectNode()
                .put("file", file)
                .put("lines", markdown.split("```\\w*\n?")[1].stripTrailing());
    }
}
