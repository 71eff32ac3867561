package io.github.fanoutlab.tutorial.book;

import io.github.fanoutlab.testbed.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The pages that the build writes parts of: the {@code README.md} of the repository and of most modules, those of {@code docs/}, and
 * the tutorial's chapters and presenters' scripts.
 */
public final class Book {

    /** The command that rewrites the pages; shown when one has drifted. */
    public static final String UPDATE_COMMAND = "mvn test -Dtest=BookTest -Dbook.update=true";

    private static final List<String> FRONT = List.of(
            "README.md",
            "docs/beside-node.md",
            "docs/limits.md",
            "docs/spring-boot.md",
            "adapter/README.md",
            "legacy-store/README.md",
            "simulator/README.md",
            "tutorial/README.md");
    private static final List<String> FOLDERS = List.of("tutorial/chapters", "tutorial/presenters");

    /** A link to a file, without the place in it: {@code [Page](book/Page.java#L7)}. */
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]+)(?:#[^)]*)?\\)");

    private final Path root;
    private final Generators generators;

    /** @param root the repository */
    public Book(Path root, Generators generators) {
        this.root = root;
        this.generators = generators;
    }

    /** The repository; see {@link Repository#root}. */
    public static Path repository() {
        return Repository.root();
    }

    /** The pages that exist, relative to the repository, with forward slashes. */
    public List<String> pages() {
        List<String> pages = new ArrayList<>(FRONT);
        pages.removeIf(page -> !Files.isRegularFile(root.resolve(page)));
        FOLDERS.forEach(folder -> pages.addAll(pagesIn(folder)));
        return pages;
    }

    private List<String> pagesIn(String folder) {
        if (!Files.isDirectory(root.resolve(folder))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(root.resolve(folder))) {
            return files.map(file -> folder + "/" + file.getFileName())
                    .filter(file -> file.endsWith(".md"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * How {@code page} differs from what the build generates for it: {@code -} what the file has, {@code +} what the build generates.
     * Empty when it is up to date.
     *
     * @throws BookError when the page asks for something that cannot be generated
     */
    public String drift(String page) {
        String text = read(page);
        return Difference.between(text, Page.render(page, text, generators));
    }

    /**
     * Rewrites {@code page} if it has drifted.
     *
     * @return whether it had
     */
    public boolean update(String page) {
        String text = read(page);
        String rendered = Page.render(page, text, generators);
        if (rendered.equals(text)) {
            return false;
        }
        try {
            Files.writeString(root.resolve(page), rendered);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return true;
    }

    /** The links of {@code page} to files that do not exist, as written in the page. */
    public List<String> deadLinks(String page) {
        Path folder = root.resolve(page).getParent();
        return LINK.matcher(read(page))
                .results()
                .map(link -> link.group(1))
                .filter(target -> !Files.exists(folder.resolve(target)))
                .toList();
    }

    private String read(String page) {
        try {
            return Files.readString(root.resolve(page)).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
