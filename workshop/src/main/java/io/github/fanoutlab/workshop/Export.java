package io.github.fanoutlab.workshop;

import io.github.fanoutlab.simulator.museum.Museum;
import io.github.fanoutlab.simulator.report.html.DrawingFiles;
import io.github.fanoutlab.simulator.report.html.RunJson;
import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * The page without a server: a folder that opens from a file, or from any web server, with runs that were played beforehand.
 *
 * <p>Browsers load neither modules nor data from files. So the modules become one plain script, and each run a script of its own, which the
 * page fetches when it is wanted.
 */
final class Export {

    private static final int SECONDS = 9;

    private Export() {}

    /**
     * Writes the page of the repository at {@code root} into {@code folder}.
     *
     * @return how many runs it has
     */
    static int write(Path root, Path folder) throws IOException {
        Files.createDirectories(folder.resolve("runs"));
        Map<String, String> fileOf = new LinkedHashMap<>();
        for (String string : strings(root)) {
            String file = "runs/" + fileOf.size() + ".js";
            fileOf.put(string, file);
            write(folder.resolve(file), "FANOUT.played(" + quoted(string) + ", " + RunJson.of(string) + ");\n");
        }
        write(folder.resolve("page.css"), PageFiles.text("page.css"));
        write(folder.resolve("knowledge.js"), knowledge(root, fileOf));
        write(folder.resolve("page.js"), DrawingFiles.script("app", PageFiles::text));
        write(
                folder.resolve(PageFiles.INDEX),
                PageFiles.text(PageFiles.INDEX)
                        .replace(
                                "<script type=\"module\" src=\"app.js\"></script>",
                                "<script src=\"knowledge.js\"></script>\n<script src=\"page.js\"></script>"));
        return fileOf.size();
    }

    /** What is played: all scenarios, the museum, what the scripts show; and in heartbeat, at each second, each process killed and each link cut. */
    private static Set<String> strings(Path root) {
        Set<String> strings = new LinkedHashSet<>(Scenarios.names());
        Museum.exhibits().forEach(exhibit -> strings.add("museum:" + exhibit.name()));
        Script.all(root).stream()
                .flatMap(script -> script.cards().stream())
                .map(Script.Card::show)
                .filter(show -> !show.isEmpty())
                .forEach(strings::add);
        Scenario scenario = Scenarios.HEARTBEAT;
        for (int second = 1; second <= SECONDS; second++) {
            for (String worker : scenario.workers()) {
                strings.add(scenario.name() + ";kill:" + worker + "@" + second + "s+1s");
                strings.add(scenario.name() + ";cut:" + worker + ".sub@" + second + "s+1s");
            }
            for (ClientRole client : scenario.clients()) {
                strings.add(scenario.name() + ";cut:" + client.workers().get(0) + "." + client.name() + "@" + second
                        + "s+1s");
            }
            strings.add(scenario.name() + ";kill:" + Scenario.MASTER + "@" + second + "s+1s");
            strings.add(scenario.name() + ";cut:" + Scenario.MASTER + ".pub@" + second + "s+1s");
            strings.add(scenario.name() + ";restart:redis@" + second + "s+300ms");
        }
        return strings;
    }

    private static String knowledge(Path root, Map<String, String> fileOf) {
        Map<String, String> parts = new LinkedHashMap<>(Knowledge.of(root));
        parts.put("dialects", "{}"); // a run of both generations is here, and no other
        parts.put("runs", JsonMapper.shared().writeValueAsString(fileOf));
        return parts.entrySet().stream()
                .map(part -> quoted(part.getKey()) + ": " + part.getValue())
                .collect(Collectors.joining(",\n", "const FANOUT = {\n", "};\n"));
    }

    private static String quoted(String text) {
        return JsonMapper.shared().writeValueAsString(text);
    }

    private static void write(Path file, String text) throws IOException {
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
