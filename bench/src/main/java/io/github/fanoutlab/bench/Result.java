package io.github.fanoutlab.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a bench found out, as it is kept in {@code bench/results/}, and the tables that are made of it.
 *
 * @param command what was run
 * @param commit with a + if files differed from it
 * @param othersBusy how much of the machine other processes used just before or after: 1 is all
 * @param skipped what could not be measured, and why
 * @param figures in the order of the columns
 * @param goals what the figures are held to
 */
record Result(
        String command,
        String date,
        String commit,
        Machine machine,
        double othersBusy,
        List<String> skipped,
        List<Figure> figures,
        List<Goal> goals) {

    /** More than this used by others, and figures are not to be trusted. */
    static final double NOISY = 0.1;

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** One figure of one peer: a value for each round. */
    record Figure(Peer peer, String name, List<Double> rounds) {

        double median() {
            return Result.median(rounds);
        }
    }

    /**
     * A figure of ours is at most so many times another's in the same round; or at most so much, if there is no other.
     *
     * @param other null for none
     */
    record Goal(String figure, Peer of, Peer other, double atMost) {}

    static Result read(Path file) {
        return JSON.readValue(file.toFile(), Result.class);
    }

    void write(Path file) {
        JSON.writeValue(file.toFile(), this);
    }

    boolean isNoisy() {
        return othersBusy > NOISY;
    }

    /** Peers down, figures across, medians inside; then the goals; then where and how it was measured. */
    String markdown() {
        List<String> names = figures.stream().map(Figure::name).distinct().toList();
        List<String> lines = new ArrayList<>();
        lines.add("| | " + String.join(" | ", names) + " |");
        lines.add("|---|" + "--:|".repeat(names.size()));
        for (Peer peer : Peer.values()) {
            if (figures.stream().anyMatch(figure -> figure.peer == peer)) {
                lines.add("| " + peer.title() + " | "
                        + String.join(
                                " | ",
                                names.stream()
                                        .map(name -> figure(peer, name)
                                                .map(figure -> number(figure.median()))
                                                .orElse(""))
                                        .toList())
                        + " |");
            }
        }
        List<String> judged =
                goals.stream().flatMap(goal -> judge(goal).stream()).toList();
        if (!judged.isEmpty()) {
            lines.add("");
            lines.add("| Goal | At most | Measured | |");
            lines.add("|---|--:|--:|---|");
            lines.addAll(judged);
        }
        lines.add("");
        skipped.forEach(line -> lines.add("Skipped: " + line + "  "));
        lines.add("*`" + command + "` at " + commit + ", " + date + ": " + machine.processors() + " × "
                + machine.processor() + ", " + machine.memoryGigabytes() + " GB, " + machine.system() + ", Java "
                + machine.java() + ", Node " + machine.node() + ", Redis " + machine.redis() + "; other processes used "
                + percent(othersBusy) + " of the machine"
                + (isNoisy() ? ", which is too much: **repeat it when the machine is quiet**" : "") + ".*");
        return String.join("\n", lines);
    }

    private Optional<Figure> figure(Peer peer, String name) {
        return figures.stream()
                .filter(figure -> figure.peer == peer && figure.name.equals(name))
                .findFirst();
    }

    private Optional<String> judge(Goal goal) {
        Optional<Figure> own = figure(goal.of, goal.figure);
        Optional<Figure> other = goal.other == null ? own : figure(goal.other, goal.figure);
        if (own.isEmpty() || other.isEmpty()) {
            return Optional.empty();
        }
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < Math.min(own.get().rounds.size(), other.get().rounds.size()); i++) {
            double value = own.get().rounds.get(i);
            values.add(goal.other == null ? value : value / other.get().rounds.get(i));
        }
        double measured = median(values);
        if (!Double.isFinite(measured)) {
            return Optional.empty();
        }
        String title = goal.of.title() + (goal.other == null ? "" : " ÷ " + goal.other.title());
        return Optional.of("| " + goal.figure + ": " + title + " | " + number(goal.atMost) + " | " + number(measured)
                + " | " + (measured <= goal.atMost ? "holds" : "**does not hold**") + " |");
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static String number(double value) {
        int digits = value >= 100 || value == Math.rint(value) ? 0 : value >= 3 ? 1 : 2;
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }
}
