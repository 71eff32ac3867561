package io.github.fanoutlab.tutorial.course;

import static java.util.Map.entry;

import io.github.fanoutlab.tutorial.book.Book;
import io.github.fanoutlab.tutorial.exercise.Arrivals;
import io.github.fanoutlab.tutorial.exercise.BesideOthers;
import io.github.fanoutlab.tutorial.exercise.Echoes;
import io.github.fanoutlab.tutorial.exercise.Exercise;
import io.github.fanoutlab.tutorial.exercise.FiveClusters;
import io.github.fanoutlab.tutorial.exercise.Headcount;
import io.github.fanoutlab.tutorial.exercise.Published;
import io.github.fanoutlab.tutorial.exercise.Rejoin;
import io.github.fanoutlab.tutorial.exercise.RoomsOfAll;
import io.github.fanoutlab.tutorial.exercise.Routing;
import io.github.fanoutlab.tutorial.exercise.Schedules;
import io.github.fanoutlab.tutorial.exercise.Speaker;
import io.github.fanoutlab.tutorial.exercise.StoreGrowth;
import io.github.fanoutlab.tutorial.exercise.StoreWiring;
import io.github.fanoutlab.tutorial.exercise.StreamTrial;
import io.github.fanoutlab.tutorial.exercise.Subscribing;
import io.github.fanoutlab.tutorial.exercise.SubscriptionPlan;
import io.github.fanoutlab.tutorial.exercise.TwelveASecond;
import io.github.fanoutlab.tutorial.exercise.WhichWorker;
import io.github.fanoutlab.tutorial.lesson.Grade;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** The chapters that exist, in the order of the book. Their words are resources, each a {@link LessonFile}. */
public final class Lessons {

    /** What judges the exercises, one for each chapter. */
    private static final Map<String, BiFunction<Object, String, Grade>> GRADERS = Map.ofEntries(
            entry("Ex01", (answer, source) -> new FiveClusters().grade((FiveClusters.Answer) answer)),
            entry("Ex02", (answer, source) -> new StoreWiring(Book.repository()).grade(source)),
            entry("Ex03", (answer, source) -> new WhichWorker().grade((WhichWorker.Answer) answer)),
            entry("Ex04", (answer, source) -> new TwelveASecond().grade((TwelveASecond.Answer) answer)),
            entry("Ex05", (answer, source) -> new Speaker(Book.repository()).grade(source)),
            entry("ch06/MyAdapter", (answer, source) -> new Published(Book.repository()).grade(source)),
            entry("ch07/MyAdapter", (answer, source) -> new Arrivals(Book.repository()).grade(source)),
            entry("ch08/MyAdapter", (answer, source) -> new Echoes(Book.repository()).grade(source)),
            entry("ch09/MyAdapter", (answer, source) -> new RoomsOfAll(Book.repository()).grade(source)),
            entry("ch10/MyAdapter", (answer, source) -> new Headcount().grade(source)),
            entry("ch11/MyAdapter", (answer, source) -> new BesideOthers(Book.repository()).grade(source)),
            entry("Ex12", (answer, source) -> new Routing().grade(Exercise.fresh(answer, Routing.Router.class))),
            entry("Ex13", (answer, source) -> new Schedules().grade((Schedules.Answer) answer)),
            entry("Ex14", (answer, source) -> new Rejoin().grade(Exercise.fresh(answer, Rejoin.MyClient.class))),
            entry(
                    "Ex15",
                    (answer, source) -> new Subscribing().grade(Exercise.fresh(answer, Subscribing.Subscriber.class))),
            entry(
                    "Ex16",
                    (answer, source) -> new StoreGrowth().grade(Exercise.fresh(answer, StoreGrowth.Answer.class))),
            entry("Ex17", (answer, source) -> new SubscriptionPlan().grade((SubscriptionPlan.Plan) answer)),
            entry("ch18/MyAdapter", (answer, source) -> new StreamTrial().grade(source)));

    /** All of them. */
    public static final List<Lesson> ALL =
            IntStream.rangeClosed(1, GRADERS.size()).mapToObj(Lessons::read).toList();

    private Lessons() {}

    /** The chapter with that number in the book, if it exists. */
    public static Optional<Lesson> numbered(int number) {
        return ALL.stream().filter(lesson -> lesson.number() == number).findFirst();
    }

    private static Lesson read(int number) {
        String name = (number < 10 ? "ch0" : "ch") + number;
        try (InputStream file = Lessons.class.getResourceAsStream("/lessons/" + name + ".md")) {
            String text = new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
            return LessonFile.read(name, text, GRADERS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
