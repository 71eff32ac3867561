package io.github.fanoutlab.simulator.report;

import io.github.fanoutlab.simulator.museum.Exhibit;
import io.github.fanoutlab.simulator.museum.ExhibitRun;
import io.github.fanoutlab.simulator.museum.ExhibitText;
import io.github.fanoutlab.simulator.museum.ExhibitVersion;
import io.github.fanoutlab.simulator.museum.Museum;
import java.util.List;
import java.util.stream.Collectors;

/** The museum's exhibits, for the terminal. */
public final class MuseumGuide {

    private static final String INDENT = "  ";
    private static final int LABEL = "What happened  ".length();

    private MuseumGuide() {}

    /** A line for each exhibit, below the title of its room: its name and what broke. */
    public static String list(List<Museum.Room> rooms) {
        int widest = rooms.stream()
                .flatMap(room -> room.exhibits().stream())
                .mapToInt(exhibit -> exhibit.name().length())
                .max()
                .orElse(0);
        StringBuilder list = new StringBuilder();
        for (Museum.Room room : rooms) {
            list.append('\n').append(room.title()).append('\n');
            for (Exhibit exhibit : room.exhibits()) {
                list.append(INDENT).append(padded(exhibit.name(), widest + 2));
                list.append(exhibit.title()).append('\n');
            }
        }
        return list.toString();
    }

    /** The exhibit's title and its text. */
    public static String text(Exhibit exhibit) {
        ExhibitText text = exhibit.text();
        StringBuilder page = new StringBuilder(exhibit.name());
        page.append(": ").append(exhibit.title()).append("\n\n");
        paragraph(page, "What happened", text.happened());
        paragraph(page, "Why", text.why());
        paragraph(page, "What helps", text.fixed());
        paragraph(page, "With 4.x", text.today());
        paragraph(
                page,
                "Code to copy",
                text.cures().stream()
                        .map(cure -> cure.title() + " (" + cure.file() + ", " + cure.region() + ")")
                        .collect(Collectors.joining("; ")));
        if (!text.issues().isEmpty()) {
            paragraph(page, "See", String.join(", ", text.issues()));
        }
        return page.toString();
    }

    /** What a run of one version showed, and whether that is what its label says. */
    public static String run(ExhibitVersion version, ExhibitRun run, Glyphs glyphs) {
        boolean asExpected = run.breaks() == version.breaks();
        return INDENT + (asExpected ? "" : glyphs.mark(false) + ' ') + version.label() + ": "
                + (run.breaks() ? "breaks" : "holds")
                + (asExpected ? ", as expected" : ", but it was expected to " + (version.breaks() ? "break" : "hold"))
                + '\n' + INDENT + INDENT + INDENT + run.seen();
    }

    private static void paragraph(StringBuilder page, String head, String words) {
        page.append(WrappedText.of(INDENT + padded(head, LABEL), words));
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
