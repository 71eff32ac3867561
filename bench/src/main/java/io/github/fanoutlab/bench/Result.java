package io.github.fanoutlab.bench;

import io.github.fanoutlab.testbed.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a bench found out, as it is kept in {@code bench/results/}, and the tables that are made of it.
 *
 * @param command what was run
 * @param commit with a + if files differed from it
 * @param othersBusy how much of the machine other processes used just before or after: 1 is all
 * @param remarks what was skipped and why, and what to mind
 * @param figures in the order of the columns
 * @param goals what the figures are held to
 */
record Result(
        String command,
        String date,
        String commit,
        Machine machine,
        double othersBusy,
        List<String> remarks,
        List<Figure> figures,
        List<Goal> goals) {

    /** More than this used by others, and figures are not to be trusted. */
    static final double NOISY = 0.1;

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * One figure: a value for each round.
     *
     * @param of whose
     */
    record Figure(String of, String name, List<Double> rounds) {

        double median() {
            return Result.median(rounds);
        }
    }

    /**
     * A figure of ours is at most so many times another's in the same round; or at most so much, if there is no other.
     *
     * @param other null for none
     */
    record Goal(String figure, String of, String other, double atMost) {}

    /** What the command that {@code spec} describes has found out, here and now. */
    static Result of(
            CommandSpec spec, double othersBusy, List<String> remarks, List<Figure> figures, List<Goal> goals) {
        String arguments =
                String.join(" ", spec.root().commandLine().getParseResult().originalArgs());
        return new Result(
                "./fanout " + arguments.replace(" --write", ""),
                LocalDate.now().toString(),
                Machine.commit(),
                Machine.here(),
                othersBusy,
                remarks,
                figures,
                goals);
    }

    static Result read(Path file) {
        return JSON.readValue(file.toFile(), Result.class);
    }

    /** Puts this into {@code bench/results} and {@code bench/README.md}, as the result of {@code bench}. */
    void keep(String bench) throws IOException {
        Path folder = Repository.root().resolve("bench");
        Path page = folder.resolve("README.md");
        Files.writeString(page, into(Files.readString(page), bench));
        JSON.writeValue(
                Files.createDirectories(folder.resolve("results"))
                        .resolve(bench + ".json")
                        .toFile(),
                this);
    }

    /** {@code page} with these tables in the place of those of {@code bench}. */
    String into(String page, String bench) {
        String begin = "<!-- measured: " + bench + " -->";
        int from = page.indexOf(begin);
        int to = page.indexOf("<!-- measured until here -->", from);
        if (from < 0 || to < 0) {
            throw new IllegalStateException("bench/README.md has no place for the result: expected a line " + begin);
        }
        return page.substring(0, from + begin.length()) + "\n\n" + markdown() + "\n\n" + page.substring(to);
    }

    boolean isNoisy() {
        return othersBusy > NOISY;
    }

    /** Subjects down, figures across, medians inside; then the goals; then where and how it was measured. */
    String markdown() {
        List<String> names = figures.stream().map(Figure::name).distinct().toList();
        List<String> lines = new ArrayList<>();
        lines.add("| | " + String.join(" | ", names) + " |");
        lines.add("|---|" + "--:|".repeat(names.size()));
        figures.stream().map(Figure::of).distinct().forEach(of -> {
            Stream<String> cells = names.stream()
                    .map(name -> figure(of, name)
                            .map(figure -> number(figure.median()))
                            .orElse(""));
            lines.add("| " + of + " | " + cells.collect(Collectors.joining(" | ")) + " |");
        });
        List<String> judged =
                goals.stream().flatMap(goal -> judge(goal).stream()).toList();
        if (!judged.isEmpty()) {
            lines.add("");
            lines.add("| Goal | At most | Measured | |");
            lines.add("|---|--:|--:|---|");
            lines.addAll(judged);
        }
        lines.add("");
        remarks.forEach(line -> lines.add(line + ".  "));
        lines.add("*`" + command + "` at " + commit + ", " + date + ": " + machine.processors() + " × "
                + machine.processor() + ", " + machine.memoryGigabytes() + " GB, " + machine.system() + ", Java "
                + machine.java() + (machine.node().isEmpty() ? "" : ", Node " + machine.node()) + ", Redis "
                + machine.redis()
                + "; other processes used "
                + percent(othersBusy) + " of the machine"
                + (isNoisy() ? ", which is too much: **repeat it when the machine is quiet**" : "") + ".*");
        return String.join("\n", lines);
    }

    private Optional<Figure> figure(String of, String name) {
        return figures.stream()
                .filter(figure -> figure.of.equals(of) && figure.name.equals(name))
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
        String title = goal.of + (goal.other == null ? "" : " ÷ " + goal.other);
        return Optional.of("| " + goal.figure + ": " + title + " | " + number(goal.atMost) + " | " + number(measured)
                + " | " + (measured <= goal.atMost ? "holds" : "**does not hold**") + " |");
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static String number(double value) {
        int digits = value >= 100 || value == Math.rint(value) ? 0 : value >= 20 ? 1 : 2;
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }
}
