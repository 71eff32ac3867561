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
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The chapters that exist, in the order of the book. Their words are resources, each a {@link LessonFile}. */
public final class Lessons {

    /** What judges the exercises, one for each chapter. */
    private static final Map<String, BiFunction<Object, String, Grade>> GRADERS = Map.ofEntries(
            entry("Ex01", once(FiveClusters.Answer.class, answer -> new FiveClusters().grade(answer))),
            entry("Ex02", (answer, source) -> new StoreWiring(Book.repository()).grade(source)),
            entry("Ex03", once(WhichWorker.Answer.class, answer -> new WhichWorker().grade(answer))),
            entry("Ex04", once(TwelveASecond.Answer.class, answer -> new TwelveASecond().grade(answer))),
            entry("Ex05", (answer, source) -> new Speaker(Book.repository()).grade(source)),
            entry("ch06/MyAdapter", (answer, source) -> new Published(Book.repository()).grade(source)),
            entry("ch07/MyAdapter", (answer, source) -> new Arrivals(Book.repository()).grade(source)),
            entry("ch08/MyAdapter", (answer, source) -> new Echoes(Book.repository()).grade(source)),
            entry("ch09/MyAdapter", (answer, source) -> new RoomsOfAll(Book.repository()).grade(source)),
            entry("ch10/MyAdapter", (answer, source) -> new Headcount().grade(source)),
            entry("ch11/MyAdapter", (answer, source) -> new BesideOthers(Book.repository()).grade(source)),
            entry("Ex12", eachRun(Routing.Router.class, fresh -> new Routing().grade(fresh))),
            entry("Ex13", once(Schedules.Answer.class, answer -> new Schedules().grade(answer))),
            entry("Ex14", eachRun(Rejoin.MyClient.class, fresh -> new Rejoin().grade(fresh))),
            entry("Ex15", eachRun(Subscribing.Subscriber.class, fresh -> new Subscribing().grade(fresh))),
            entry("Ex16", eachRun(StoreGrowth.Answer.class, fresh -> new StoreGrowth().grade(fresh))),
            entry("Ex17", once(SubscriptionPlan.Plan.class, answer -> new SubscriptionPlan().grade(answer))),
            entry("ch18/MyAdapter", (answer, source) -> new StreamTrial().grade(source)));

    /** All of them. */
    public static final List<Lesson> ALL =
            IntStream.rangeClosed(1, GRADERS.size()).mapToObj(Lessons::read).toList();

    private Lessons() {}

    /** Judges one object of the reader's class. */
    private static <T> BiFunction<Object, String, Grade> once(Class<T> type, Function<T, Grade> grader) {
        return (answer, source) ->
                type.isInstance(answer) ? grader.apply(type.cast(answer)) : doesNotImplement(type, answer);
    }

    /** Judges the reader's class by runs that each make a new object of it. */
    private static <T> BiFunction<Object, String, Grade> eachRun(Class<T> type, Function<Supplier<T>, Grade> grader) {
        return once(type, answer -> grader.apply(Exercise.fresh(answer, type)));
    }

    private static Grade doesNotImplement(Class<?> type, Object answer) {
        String name = type.getName().replaceFirst(".*\\.", "").replace('$', '.');
        return Grade.notYet(
                answer.getClass().getSimpleName() + " has to implement " + name + ", as it does in the starter: class "
                        + answer.getClass().getSimpleName() + " implements " + name + ".");
    }

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
