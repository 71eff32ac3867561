package io.github.fanoutlab.workshop;

import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.simulator.report.html.DrawingFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of the page: a document, a style sheet, and modules of script, none of which fetches anything from elsewhere. */
final class PageFiles {

    /** What the page begins with. */
    static final String INDEX = "index.html";

    /** What participants open. */
    private static final String JOIN = "join.html";

    private static final String JOIN_PATH = "/join";

    /** What a participant's page consists of. */
    private static final List<String> PHONE = List.of(JOIN_PATH, "/join.js", "/page.css");

    private static final List<String> NAMES = List.of(
            INDEX,
            "app.js",
            "actions.js",
            "turns.js",
            "find.js",
            "script.js",
            "museum.js",
            "room.js",
            JOIN,
            "join.js",
            "server.js");

    private static final String CONTROLS = """
            <button type="button" id="turn" title="What is on its way, and what can arrive first? (t)" aria-pressed="false">Whose turn?</button>""";

    private static final String KEYS = """
            <dt><kbd>t</kbd> <kbd>c</kbd></dt><dd>whose turn is it; the next moment with a choice</dd>
            <dt><kbd>p</kbd> <kbd>n</kbd></dt><dd>the card before, the next card of the script</dd>
            <dt><kbd>Tab</kbd> <kbd>Enter</kbd></dt><dd>go to a process, a client or Redis, and choose what happens to it</dd>
            <dt><kbd>Alt ←</kbd></dt><dd>undo: go back to the run and the card before, as everywhere in a browser</dd>""";

    private static final Map<String, String> FILES = files();

    private PageFiles() {}

    private static Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        for (String name : NAMES) {
            try (InputStream file = PageFiles.class.getResourceAsStream("page/" + name)) {
                files.put(name, new String(file.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        DrawingFiles.NAMES.forEach(name -> files.put(name, DrawingFiles.text(name)));
        files.computeIfPresent(
                INDEX,
                (name, page) -> page.replace(
                        "<!-- player -->",
                        DrawingFiles.text("player.html")
                                .replace("<!-- more controls -->", CONTROLS)
                                .replace("<!-- more keys -->", KEYS)));
        return files;
    }

    /** The file called {@code name}. */
    static String text(String name) {
        return FILES.get(name);
    }

    /** The file at {@code path} of the site, or 404. */
    static HttpResponse answer(String path) {
        String name = path.equals("/") ? INDEX : path.equals(JOIN_PATH) ? JOIN : path.substring(1);
        String file = FILES.get(name);
        return file == null
                ? HttpResponse.of(404, "text/plain; charset=utf-8", "there is no " + path + " here\n")
                : HttpResponse.of(200, type(name), file);
    }

    /** A file of a participant's page, or 404. */
    static HttpResponse answerPhone(String path) {
        return answer(path.equals("/") || !PHONE.contains(path) ? JOIN_PATH : path);
    }

    private static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            default -> "text/html; charset=utf-8";
        };
    }
}
