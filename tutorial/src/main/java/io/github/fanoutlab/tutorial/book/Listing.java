package io.github.fanoutlab.tutorial.book;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts listings out of real sources: {@code listing FILE REGION} is the code between {@code // region REGION} and its
 * {@code // endregion}, moved to the left edge, with a link to the file.
 *
 * <p>Regions may be nested; the outer listing does not show the inner markers. A comment may begin with {@code #} or
 * {@code <!--} instead of {@code //}.
 */
public final class Listing implements Generator {

    private static final Pattern BEGIN = Pattern.compile("\\s*(?://|#|<!--) region (\\S+)(?: -->)?");
    private static final Pattern END = Pattern.compile("\\s*(?://|#|<!--) endregion(?: -->)?");

    private final Path root;

    /** @param root the repository, to which the files are relative */
    public Listing(Path root) {
        this.root = root;
    }

    @Override
    public String render(Directive directive) {
        List<String> args = directive.args("FILE REGION");
        String file = args.get(0);
        String region = args.get(1);
        Path source = root.resolve(file);
        if (!Files.isRegularFile(source)) {
            throw directive.error("there is no file " + file + " to cut a listing from");
        }
        String name = source.getFileName().toString();
        String link = directive.upToRoot() + file;
        return "```" + name.substring(name.lastIndexOf('.') + 1) + "\n"
                + String.join("\n", cut(file, lines(source), region, directive)) + "\n```\n\n"
                + "*Cut from [`" + name + "`](" + link + "), region `" + region + "`.*";
    }

    private static List<String> cut(String file, List<String> lines, String region, Directive directive) {
        int begin = find(file, lines, region, directive);
        List<String> cut = new ArrayList<>();
        int depth = 1;
        for (int i = begin + 1; i < lines.size(); i++) {
            String line = lines.get(i);
            if (BEGIN.matcher(line).matches()) {
                depth++;
            } else if (!END.matcher(line).matches()) {
                cut.add(line);
            } else if (--depth == 0) {
                return dedented(cut);
            }
        }
        throw new BookError(
                new FileLine(file, begin + 1),
                "region '" + region + "' has no // endregion; " + directive.place() + " asks for it");
    }

    private static int find(String file, List<String> lines, String region, Directive directive) {
        List<String> known = new ArrayList<>();
        int found = -1;
        for (int i = 0; i < lines.size(); i++) {
            Matcher begin = BEGIN.matcher(lines.get(i));
            if (begin.matches()) {
                known.add(begin.group(1));
                if (begin.group(1).equals(region)) {
                    if (found >= 0) {
                        throw new BookError(
                                new FileLine(file, i + 1),
                                "there is a second region '" + region + "'; the first begins in line " + (found + 1));
                    }
                    found = i;
                }
            }
        }
        if (found < 0) {
            throw directive.error("there is no region '" + region + "' in " + file + ", only "
                    + (known.isEmpty() ? "code without regions" : String.join(", ", known)));
        }
        return found;
    }

    private static List<String> dedented(List<String> lines) {
        int indent = lines.stream()
                .filter(line -> !line.isBlank())
                .mapToInt(line -> line.length() - line.stripLeading().length())
                .min()
                .orElse(0);
        return lines.stream()
                .map(line -> line.isBlank() ? "" : line.substring(indent))
                .toList();
    }

    private static List<String> lines(Path source) {
        try {
            return Files.readAllLines(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
