package io.github.fanoutlab.legacy.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The client for browsers, built from the files of npm's {@code socket.io-client} 0.9 as its bin/builder.js does. As the setting
 * {@code browser client source}, it is served under {@code /socket.io/socket.io.js}.
 *
 * @param version of the package
 * @param files the scripts in its folder lib, by their paths there: {@code transports/websocket.js}
 * @param minified its dist/socket.io.min.js, which has all transports
 */
public record BrowserClient(String version, Map<String, String> files, String minified) {

    private static final List<String> BASE = List.of(
            "io.js", "util.js", "events.js", "json.js", "parser.js", "transport.js", "socket.js", "namespace.js");

    private static final Map<String, List<String>> TRANSPORTS = transports();

    private static final String BEGIN =
            "\nvar io = ('undefined' === typeof module ? {} : module.exports);\n(function() {\n";
    private static final String END = "\nif (typeof define === \"function\" && define.amd) {"
            + "\n  define([], function () { return io; });\n}\n})();";

    /** Hides the word from proxies that look for it. */
    private static final String ACTIVE_X_OBJECT = "(['Active'].concat('Object').join('X'))";

    public BrowserClient {
        files = new LinkedHashMap<>(files);
    }

    private static Map<String, List<String>> transports() {
        Map<String, List<String>> transports = new LinkedHashMap<>();
        transports.put("websocket", List.of("transports/websocket.js"));
        transports.put("htmlfile", List.of("transports/xhr.js", "transports/htmlfile.js"));
        transports.put("xhr-polling", List.of("transports/xhr.js", "transports/xhr-polling.js"));
        transports.put(
                "jsonp-polling",
                List.of("transports/xhr.js", "transports/xhr-polling.js", "transports/jsonp-polling.js"));
        return transports;
    }

    /** The paths, below lib, of all files that a build may need. */
    public static Set<String> paths() {
        Set<String> paths = new LinkedHashSet<>(BASE);
        TRANSPORTS.values().forEach(paths::addAll);
        return paths;
    }

    /** A script with these transports only. */
    String build(List<String> transports) {
        Set<String> paths = new LinkedHashSet<>(BASE);
        transports.forEach(transport -> paths.addAll(TRANSPORTS.get(transport)));
        StringBuilder script = new StringBuilder("/*! Socket.IO.js build:" + version
                + ", development. Copyright(c) 2011 LearnBoost <dev@learnboost.com> MIT Licensed */\n" + BEGIN);
        paths.forEach(path -> script.append(files.get(path)));
        return forBrowsers(withoutWord(script.append(END).toString()));
    }

    private static String withoutWord(String script) {
        return script.replace("new ActiveXObject(", "new window[" + ACTIVE_X_OBJECT + "](")
                .replace("'ActiveXObject'", ACTIVE_X_OBJECT)
                .replace("ActiveX", "Ac...eX");
    }

    /** Leaves out what is between {@code // if node} and {@code // end node}. */
    private static String forBrowsers(String script) {
        List<String> kept = new ArrayList<>();
        boolean forNode = false;
        for (String line : script.split("\n", -1)) {
            boolean begins = line.contains("// if node");
            boolean ends = line.contains("// end node");
            if (!forNode && !begins) {
                kept.add(line);
            }
            forNode = (forNode || begins) && !ends;
        }
        return String.join("\n", kept);
    }

    /** The version and, for each letter of the transports' names, the last digit of its character code. */
    String etag(List<String> transports) {
        StringBuilder etag = new StringBuilder(version + ":");
        String.join("", transports).chars().forEach(letter -> etag.append(letter % 10));
        return etag.toString();
    }
}
