package io.github.fanoutlab.simulator.report;

import io.github.fanoutlab.simulator.museum.Exhibit;
import io.github.fanoutlab.simulator.museum.Placard;
import io.github.fanoutlab.simulator.museum.Showing;
import io.github.fanoutlab.simulator.museum.Sighting;
import java.util.List;

/** The museum's exhibits, for the terminal. */
public final class MuseumGuide {

    private static final String INDENT = "  ";
    private static final int LABEL = "What happened  ".length();

    private MuseumGuide() {}

    /** A line for each: its name and what broke. */
    public static String list(List<Exhibit> exhibits) {
        int widest = exhibits.stream()
                .mapToInt(exhibit -> exhibit.name().length())
                .max()
                .orElse(0);
        StringBuilder text = new StringBuilder();
        for (Exhibit exhibit : exhibits) {
            text.append(INDENT).append(padded(exhibit.name(), widest + 2));
            text.append(exhibit.title()).append('\n');
        }
        return text.toString();
    }

    /** Its title and its placard. */
    public static String placard(Exhibit exhibit) {
        Placard placard = exhibit.placard();
        StringBuilder text = new StringBuilder(exhibit.name());
        text.append(": ").append(exhibit.title()).append("\n\n");
        paragraph(text, "What happened", placard.happened());
        paragraph(text, "Why", placard.why());
        paragraph(text, "What ended it", placard.fixed());
        if (!placard.issues().isEmpty()) {
            paragraph(text, "See", String.join(", ", placard.issues()));
        }
        return text.toString();
    }

    /** What one version showed, and whether that is what its label says. */
    public static String showing(Showing showing, Sighting sighting, Glyphs glyphs) {
        boolean asLabelled = sighting.breaks() == showing.breaks();
        return INDENT + glyphs.mark(asLabelled) + ' ' + showing.version() + ": "
                + (sighting.breaks() ? "breaks" : "holds")
                + (asLabelled ? "" : ", though its label says that it " + (showing.breaks() ? "breaks" : "holds"))
                + '\n' + INDENT + INDENT + INDENT + sighting.seen();
    }

    private static void paragraph(StringBuilder text, String head, String words) {
        text.append(Paragraph.of(INDENT + padded(head, LABEL), words));
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
