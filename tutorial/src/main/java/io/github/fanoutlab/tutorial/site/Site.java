package io.github.fanoutlab.tutorial.site;

import io.github.fanoutlab.tutorial.book.Book;
import io.github.fanoutlab.tutorial.book.Generators;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.commonmark.node.Text;
import org.commonmark.renderer.html.HtmlRenderer;
import tools.jackson.databind.json.JsonMapper;

/**
 * The course and every file of the repository that its pages lead to, as HTML. A page keeps the place that its file has in the
 * repository, so links stay what they are; what they lead to is a page, too, be it Markdown or a source.
 */
public final class Site {

    /** The page to begin with: the course's own contents. */
    public static final String INDEX = "index.html";

    private static final String CONTENTS = "tutorial/README.md";
    private static final String CHAPTERS = "tutorial/chapters/";
    private static final String PRESENTERS = "tutorial/presenters/";
    private static final Pattern PICTURE = Pattern.compile("<img[^>]* src=\"([^\":]+)\"");
    private static final Map<String, String> PARTS = parts();
    private static final List<String> BESIDE = List.of("README.md", "GLOSSARY.md", "CHANGELOG.md");

    private final Path root;
    private final Map<String, Markdown> pages = new LinkedHashMap<>();
    private final Map<String, String> sources = new LinkedHashMap<>();

    private Site(Path root) {
        this.root = root;
    }

    /** The site of the repository at {@code root}. Reads its files once, here. */
    public static Site of(Path root) {
        Site site = new Site(root);
        Deque<String> ahead = new ArrayDeque<>();
        ahead.add(CONTENTS);
        new Book(root, Generators.none())
                .pages().stream().filter(Site::isOfCourse).forEach(ahead::add);
        ahead.addAll(BESIDE);
        while (!ahead.isEmpty()) {
            site.read(ahead.remove()).forEach(ahead::add);
        }
        return site;
    }

    private static boolean isOfCourse(String page) {
        return page.startsWith(CHAPTERS) || page.startsWith(PRESENTERS);
    }

    /** The part of the book that begins with the chapter whose file has this number. */
    private static Map<String, String> parts() {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("01", "I. See");
        parts.put("06", "II. Build");
        parts.put("12", "III. Break");
        parts.put("a-", "Appendices");
        return parts;
    }

    /** Reads the file unless it is there; what it leads to is still to be read. */
    private List<String> read(String file) {
        Path path = root.resolve(file);
        if (pages.containsKey(file) || sources.containsKey(file) || !Files.isRegularFile(path)) {
            return List.of();
        }
        String text = text(path);
        if (!file.endsWith(".md")) {
            sources.put(file, text);
            return List.of();
        }
        Markdown page = Markdown.of(file, text, this::target);
        pages.put(file, page);
        return page.leadsTo();
    }

    /** The file that a link to {@code path} means: that of a folder is its README. Empty if the repository has none. */
    private Optional<String> target(String path) {
        String file = Files.isDirectory(root.resolve(path)) ? path + "/README.md" : path;
        return Files.isRegularFile(root.resolve(file)) ? Optional.of(file) : Optional.empty();
    }

    /** Where the page of {@code file} stands in the site. */
    static String place(String file) {
        if (file.equals(CONTENTS)) {
            return INDEX;
        }
        return file.endsWith(".md") ? file.substring(0, file.length() - 3) + ".html" : file + ".html";
    }

    /** How {@code from}, a page of the site, names {@code to}, another. */
    static String relative(String from, String to) {
        Path folder = Path.of("/" + from).getParent();
        return folder.relativize(Path.of("/" + to)).toString().replace('\\', '/');
    }

    /** Every file of the site by its path, with forward slashes. */
    public Map<String, byte[]> files() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        pages.forEach((file, page) -> files.put(place(file), bytes(whole(place(file), page.title(), page.html()))));
        sources.forEach((file, text) ->
                files.put(place(file), bytes(whole(place(file), name(file), source(file, text)))));
        pages.forEach((file, page) -> files.putAll(pictures(file, page.html())));
        files.put("book.css", resource("book.css"));
        files.put("book.js", resource("book.js"));
        files.put("search.js", bytes("const SECTIONS = " + JsonMapper.shared().writeValueAsString(sections()) + ";\n"));
        files.put("highlight.js", highlighter("highlight.min.js"));
        files.put("highlight-light.css", highlighter("styles/github.min.css"));
        files.put("highlight-dark.css", highlighter("styles/github-dark.min.css"));
        return files;
    }

    /** The pictures of the repository that a page shows. They stand beside it as in the repository. */
    private Map<String, byte[]> pictures(String file, String html) {
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        PICTURE.matcher(html).results().map(found -> found.group(1)).forEach(picture -> {
            Path path = root.resolve(file).resolveSibling(picture).normalize();
            if (Files.isRegularFile(path)) {
                pictures.put(root.relativize(path).toString().replace('\\', '/'), bytes(path));
            }
        });
        return pictures;
    }

    private static byte[] bytes(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Map<String, String>> sections() {
        List<Map<String, String>> sections = new ArrayList<>();
        pages.forEach((file, page) -> page.sections()
                .forEach(section -> sections.add(Map.of(
                        "at", place(file) + (section.anchor().isEmpty() ? "" : "#" + section.anchor()),
                        "page", page.title(),
                        "title", section.title(),
                        "text", section.text()))));
        return sections;
    }

    private String whole(String place, String title, String html) {
        String up = "../".repeat(place.split("/").length - 1);
        return new String(resource("page.html"), StandardCharsets.UTF_8)
                .replace("{title}", escaped(title))
                .replace("{up}", up)
                .replace("{navigation}", navigation(place))
                .replace("{page}", html);
    }

    private String navigation(String here) {
        StringBuilder list = new StringBuilder("<ul>");
        item(list, here, CONTENTS);
        for (String file : in(CHAPTERS)) {
            String number = name(file).substring(0, 2);
            if (PARTS.containsKey(number)) {
                list.append("</ul><h2>").append(PARTS.get(number)).append("</h2><ul>");
            }
            item(list, here, file);
        }
        list.append("</ul><h2>In a workshop</h2><ul>");
        item(list, here, PRESENTERS + "README.md");
        in(PRESENTERS).stream().filter(file -> !file.endsWith("README.md")).forEach(file -> item(list, here, file));
        list.append("</ul><h2>The project</h2><ul>");
        BESIDE.forEach(file -> item(list, here, file));
        return list.append("</ul>").toString();
    }

    private List<String> in(String folder) {
        return pages.keySet().stream().filter(page -> page.startsWith(folder)).toList();
    }

    private void item(StringBuilder list, String here, String file) {
        String there = place(file);
        list.append("<li><a href=\"")
                .append(relative(here, there))
                .append('"')
                .append(there.equals(here) ? " aria-current=\"page\"" : "")
                .append('>')
                .append(escaped(pages.get(file).title()))
                .append("</a>");
    }

    private static String source(String file, String text) {
        StringBuilder html = new StringBuilder("<h1>" + escaped(name(file)) + "</h1><p class=\"path\">" + escaped(file)
                + "</p><div class=\"source\"><pre class=\"lines\" aria-hidden=\"true\"><code>");
        long lines = text.lines().count();
        for (long line = 1; line <= lines; line++) {
            html.append("<span id=\"L").append(line).append("\">").append(line).append("</span>\n");
        }
        String language = name(file).contains(".") ? file.substring(file.lastIndexOf('.') + 1) : "text";
        return html.append("</code></pre><pre><code class=\"language-")
                .append(language)
                .append("\">")
                .append(escaped(text))
                .append("</code></pre></div>")
                .toString();
    }

    private static String escaped(String text) {
        return HtmlRenderer.builder().build().render(new Text(text));
    }

    private static String name(String file) {
        return file.substring(file.lastIndexOf('/') + 1);
    }

    private static String text(Path path) {
        try {
            return Files.readString(path).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] highlighter(String name) {
        return resource("/META-INF/resources/webjars/highlightjs/" + highlighterVersion() + "/" + name);
    }

    /** As Maven wrote it into the jar, so that the version is pinned in one place. */
    private static String highlighterVersion() {
        Properties properties = new Properties();
        byte[] file = resource("/META-INF/maven/org.webjars/highlightjs/pom.properties");
        try {
            properties.load(new ByteArrayInputStream(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    private static byte[] resource(String name) {
        try (InputStream resource = Site.class.getResourceAsStream(name)) {
            return resource.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
