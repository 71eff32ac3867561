package io.github.fanoutlab.platform.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The content codings that a client accepts: {@code gzip;q=0.5, deflate, *;q=0} (RFC 9110, 12.5.3).
 *
 * <p>For each coding the range with its name counts before {@code *}, and a higher quality before a lower one. Of several accepted
 * codings the one with the highest quality is preferred, then one that is named, then the first. That is what npm's {@code
 * negotiator} 0.6 does, which {@code engine.io} uses.
 */
record AcceptEncoding(List<Range> ranges) {

    private static final Range UNWANTED = new Range("*", 0, -1);

    private static final Comparator<Range> BY_AUTHORITY = Comparator.comparing((Range range) -> !range.isAny())
            .thenComparingDouble(Range::quality)
            .thenComparingInt(Range::position);

    private static final Comparator<Range> BY_PREFERENCE = Comparator.comparingDouble(Range::quality)
            .thenComparing(range -> !range.isAny())
            .reversed()
            .thenComparingInt(Range::position);

    /** One part of the header. */
    private record Range(String coding, double quality, int position) {

        boolean isAny() {
            return coding.equals("*");
        }
    }

    /** Reads the header; without one (null) no coding is accepted. */
    static AcceptEncoding parse(String header) {
        List<Range> ranges = new ArrayList<>();
        for (String part : header == null ? new String[0] : header.split(",")) {
            String[] words = part.split(";", -1);
            String coding = words[0].strip();
            if (!coding.isEmpty()) {
                ranges.add(new Range(coding, quality(words), ranges.size()));
            }
        }
        return new AcceptEncoding(ranges);
    }

    /** The quality of a range: 1 if none is given, 0 if it is not a number. */
    private static double quality(String[] words) {
        for (int i = 1; i < words.length; i++) {
            String word = words[i].strip();
            if (word.startsWith("q=")) {
                String number = word.substring(2).strip();
                return number.matches("\\d+(\\.\\d*)?|\\.\\d+") ? Double.parseDouble(number) : 0;
            }
        }
        return 1;
    }

    /** The best of the codings in {@code offered}; of equal ones, the first. */
    Optional<String> preferred(List<String> offered) {
        return offered.stream()
                .filter(coding -> range(coding).quality > 0)
                .min(Comparator.comparing(this::range, BY_PREFERENCE));
    }

    /** The range that applies to {@code coding}. */
    private Range range(String coding) {
        return ranges.stream()
                .filter(range -> range.isAny() || range.coding.equalsIgnoreCase(coding))
                .max(BY_AUTHORITY)
                .orElse(UNWANTED);
    }
}
