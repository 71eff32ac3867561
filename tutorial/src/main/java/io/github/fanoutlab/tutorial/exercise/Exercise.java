package io.github.fanoutlab.tutorial.exercise;

import io.github.fanoutlab.simulator.mine.Compilation;
import io.github.fanoutlab.simulator.mine.OwnAdapter;
import io.github.fanoutlab.tutorial.lesson.Grade;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * What the reader writes for a chapter, in one Java file of the workbook.
 *
 * @param name the class and its file, in the workbook: {@code Ex04}, {@code ch06/MyAdapter}
 * @param task what to do, in a paragraph
 * @param hints from a nudge to nearly the answer
 * @param grader judges an object of the reader's class, and its source; the object is null if the class is {@code MyAdapter}
 */
public record Exercise(String name, String task, List<String> hints, BiFunction<Object, String, Grade> grader) {

    /** Makes a new object of the reader's class for each run, so that no run finds what another has left in it, static or not. */
    public static <T> Supplier<T> fresh(Object answer, Class<T> type) {
        return () -> {
            try {
                Constructor<?> constructor = Compilation.anew(answer.getClass()).getDeclaredConstructor();
                constructor.setAccessible(true);
                return type.cast(constructor.newInstance());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(
                        "your class could be made once, but not again: " + e.getCause(), e.getCause());
            }
        };
    }

    /** The file, in the workbook. */
    public String file() {
        return name + ".java";
    }

    /** The class. */
    public String className() {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** Whether the reader writes an adapter, which a server makes. */
    public boolean isAdapter() {
        return className().equals(OwnAdapter.NAME);
    }
}
