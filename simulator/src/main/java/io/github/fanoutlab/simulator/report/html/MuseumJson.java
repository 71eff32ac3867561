package io.github.fanoutlab.simulator.report.html;

import io.github.fanoutlab.simulator.museum.Exhibit;
import io.github.fanoutlab.simulator.museum.ExhibitRun;
import io.github.fanoutlab.simulator.museum.ExhibitVersion;
import io.github.fanoutlab.simulator.museum.Museum;
import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.scenario.MasterRole;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.spacetime.SpaceTime;
import io.github.fanoutlab.testbed.trace.Trace;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The museum for the page: the gallery, and an exhibit as a run of each of its versions. */
public final class MuseumJson {

    private static final JsonMapper JSON = JsonMapper.shared();

    private MuseumJson() {}

    /** {@code [{"room":"…","exhibits":[{"name":"…","title":"…","happened":"…","today":"…"}]}]}. */
    public static ArrayNode gallery() {
        ArrayNode rooms = JSON.createArrayNode();
        for (Museum.Room room : Museum.rooms()) {
            ArrayNode exhibits = rooms.addObject().put("room", room.title()).putArray("exhibits");
            room.exhibits()
                    .forEach(exhibit -> exhibits.addObject()
                            .put("name", exhibit.name())
                            .put("title", exhibit.title())
                            .put("happened", exhibit.text().happened())
                            .put("today", exhibit.text().today()));
        }
        return rooms;
    }

    /** As {@link RunJson}; its runs are those of the versions, and {@code exhibit} has the text beside them. */
    static ObjectNode of(Exhibit exhibit) {
        ObjectNode json = JSON.createObjectNode();
        json.put("scenario", "museum:" + exhibit.name());
        json.put("question", exhibit.title());
        json.put("perSecond", 0);
        json.putObject("exhibit")
                .put("happened", exhibit.text().happened())
                .put("why", exhibit.text().why())
                .put("fixed", exhibit.text().fixed())
                .put("today", exhibit.text().today())
                .<ObjectNode>set("cures", JSON.valueToTree(exhibit.text().cures()))
                .set("issues", JSON.valueToTree(exhibit.text().issues()));
        ArrayNode runs = json.putArray("runs");
        exhibit.versions().forEach(version -> runs.add(run(exhibit, version)));
        return json;
    }

    private static ObjectNode run(Exhibit exhibit, ExhibitVersion version) {
        ExhibitRun played = version.play().get();
        Scenario participants = participants(exhibit, played.trace());
        ObjectNode json = RunJson.drawn(SpaceTime.of(played.trace(), participants));
        json.put("string", "museum:" + exhibit.name());
        json.put("generation", version.label().startsWith("0.9") ? "legacy" : "adapter");
        json.put("title", version.label());
        json.put("traceHash", played.trace().hash());
        json.put("begunMicros", RunJson.begun(played.trace(), participants.nodes()));
        json.putArray("claims")
                .addObject()
                .put("statement", exhibit.title())
                .put("outcome", played.breaks() ? "broken by design" : "holds")
                .put("seen", played.seen());
        json.putArray("misses");
        json.putArray("faults");
        return json;
    }

    /** Who is a client and who is a server is told by the names. */
    private static Scenario participants(Exhibit exhibit, Trace trace) {
        List<String> workers = trace.lanes().stream()
                .filter(lane -> lane.matches("W\\d*"))
                .sorted()
                .toList();
        List<ClientRole> clients = trace.lanes().stream()
                .filter(lane -> lane.matches("[CN]\\d+"))
                .sorted()
                .map(client -> ClientRole.on(client).at(workers))
                .toList();
        MasterRole master = trace.lanes().contains(Scenario.MASTER) ? MasterRole.SERVER : MasterRole.NONE;
        return new Scenario(exhibit.name(), exhibit.title(), master, workers, clients, List.of(), 0, "");
    }
}
