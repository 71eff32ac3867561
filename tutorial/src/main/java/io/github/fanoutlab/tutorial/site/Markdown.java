package io.github.fanoutlab.tutorial.site;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.TextContentRenderer;

/**
 * One Markdown page of the repository as HTML.
 *
 * <p>Three things differ from what a code host shows. The directives of the build, which are comments, are left out. Links to files
 * lead to their pages in the site. And what follows the line {@link #ANSWERS_BELOW} is folded away until the reader has predicted: up to
 * the next heading of the same depth, or the whole rest of the page when it is the first such line.
 */
final class Markdown {

    /** The line, in bold, below which a chapter tells its answer. */
    static final String ANSWERS_BELOW = "Everything below this line tells the answer.";

    private static final List<Extension> EXTENSIONS =
            List.of(TablesExtension.create(), HeadingAnchorExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
    private static final HtmlRenderer HTML =
            HtmlRenderer.builder().extensions(EXTENSIONS).build();
    private static final TextContentRenderer TEXT =
            TextContentRenderer.builder().extensions(EXTENSIONS).build();

    /** What can be found: a heading, and the text below it. */
    record Section(String anchor, String title, String text) {}

    private final Node document;
    private final List<String> leadsTo = new ArrayList<>();
    private final List<Section> sections = new ArrayList<>();
    private String title;

    private Markdown(Node document) {
        this.document = document;
    }

    /**
     * Reads a page.
     *
     * @param file its path in the repository
     * @param target the file that a path in the repository means, if there is one
     */
    static Markdown of(String file, String text, Function<String, Optional<String>> target) {
        Markdown page = new Markdown(PARSER.parse(text));
        page.leaveDirectivesOut();
        page.readSections(file);
        page.follow(file, target);
        page.fold();
        return page;
    }

    String title() {
        return title;
    }

    /** The files that the page links to. */
    List<String> leadsTo() {
        return leadsTo;
    }

    List<Section> sections() {
        return sections;
    }

    String html() {
        return HTML.render(document);
    }

    private void leaveDirectivesOut() {
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(HtmlBlock block) {
                if (block.getLiteral().startsWith("<!--")) {
                    block.unlink();
                }
            }

            @Override
            public void visit(HtmlInline inline) {
                if (inline.getLiteral().startsWith("<!--")) {
                    inline.unlink();
                }
            }
        });
    }

    private void readSections(String file) {
        IdGenerator anchors = IdGenerator.builder().build();
        title = file;
        String heading = null;
        String anchor = "";
        StringBuilder text = new StringBuilder();
        for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof Heading next) {
                if (heading != null) {
                    sections.add(new Section(anchor, heading, text.toString()));
                }
                heading = plain(next);
                anchor = anchors.generateId(heading);
                text.setLength(0);
                if (next.getLevel() == 1) {
                    title = heading;
                }
            } else if (!(node instanceof FencedCodeBlock || node instanceof HtmlBlock)) {
                text.append(plain(node)).append(' ');
            }
        }
        if (heading != null) {
            sections.add(new Section(anchor, heading, text.toString()));
        }
    }

    private void follow(String file, Function<String, Optional<String>> target) {
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                visitChildren(link);
                String to = link.getDestination();
                if (to.contains("://") || to.startsWith("#") || to.startsWith("mailto:")) {
                    return;
                }
                String path = to.replaceFirst("#.*", "");
                String there = Path.of("/" + file)
                        .resolveSibling(path)
                        .normalize()
                        .toString()
                        .substring(1);
                Optional<String> meant = target.apply(there);
                if (meant.isEmpty()) { // a folder without a page of its own
                    while (link.getFirstChild() != null) {
                        link.insertBefore(link.getFirstChild());
                    }
                    link.unlink();
                    return;
                }
                leadsTo.add(meant.get());
                link.setDestination(
                        Site.relative(Site.place(file), Site.place(meant.get())) + to.substring(path.length()));
            }
        });
    }

    private void fold() {
        boolean first = true;
        Heading above = null;
        List<Node> ends = new ArrayList<>();
        for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof Heading heading) {
                above = heading;
            } else if (node instanceof Paragraph paragraph && endsWithAnswersBelow(paragraph)) {
                node.insertAfter(
                        html("<details class=\"answer\"><summary>I have predicted. Show the answer.</summary>"));
                ends.add(first ? document.getLastChild() : lastOf(paragraph, above));
                first = false;
            }
        }
        ends.forEach(end -> end.insertAfter(html("</details>")));
    }

    private static boolean endsWithAnswersBelow(Paragraph paragraph) {
        return plain(paragraph).endsWith(ANSWERS_BELOW);
    }

    /** The last node of the section that {@code heading} begins. */
    private static Node lastOf(Node inside, Heading heading) {
        Node last = inside;
        while (last.getNext() != null
                && !(last.getNext() instanceof Heading next
                        && (heading == null || next.getLevel() <= heading.getLevel()))) {
            last = last.getNext();
        }
        return last;
    }

    private static HtmlBlock html(String literal) {
        HtmlBlock block = new HtmlBlock();
        block.setLiteral(literal);
        return block;
    }

    private static String plain(Node node) {
        return TEXT.render(node).strip();
    }
}
