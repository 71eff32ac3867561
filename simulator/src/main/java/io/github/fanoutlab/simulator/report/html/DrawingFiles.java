package io.github.fanoutlab.simulator.report.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The style sheet and the modules of script that draw runs. A report has them inside; the workshop page fetches the same files. */
public final class DrawingFiles {

    /** All of them. */
    public static final List<String> NAMES =
            List.of("page.css", "diagram.js", "player.js", "run.js", "stage.js", "svg.js", "timeline.js", "words.js");

    private static final Pattern IMPORT = Pattern.compile("(?m)^import (\\{[^}]*}) from './(\\w+)\\.js';$");
    private static final Pattern EXPORT = Pattern.compile("(?m)^export ((?:async )?(?:function|class|const) (\\w+))");

    private DrawingFiles() {}

    /** The file called {@code name}. */
    public static String text(String name) {
        try (InputStream file = DrawingFiles.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + name + " of this build", unreadable);
        }
    }

    /**
     * A module and all that it imports as one plain script, since browsers load no modules from files.
     *
     * @param text the text of the file of that name
     */
    public static String script(String module, UnaryOperator<String> text) {
        StringBuilder script = new StringBuilder("'use strict';\nconst MODULES = {};\n");
        append(module, text, new ArrayList<>(), script);
        return script.toString();
    }

    /** Each after those that it imports. */
    private static void append(String module, UnaryOperator<String> text, List<String> done, StringBuilder script) {
        if (done.contains(module)) {
            return;
        }
        done.add(module);
        String code = text.apply(module + ".js");
        IMPORT.matcher(code).results().map(found -> found.group(2)).forEach(other -> append(other, text, done, script));
        String exported =
                EXPORT.matcher(code).results().map(found -> found.group(2)).collect(Collectors.joining(", "));
        String body = IMPORT.matcher(code).replaceAll(DrawingFiles::fromModules);
        script.append("(async () => {\n")
                .append(EXPORT.matcher(body).replaceAll("$1"))
                .append("\nMODULES.")
                .append(module)
                .append(" = {")
                .append(exported)
                .append("};\n})();\n");
    }

    private static String fromModules(MatchResult imported) {
        return "const " + imported.group(1) + " = MODULES." + imported.group(2) + ";";
    }
}
