package io.github.fanoutlab.tutorial.exercise;

import io.github.fanoutlab.tutorial.lesson.Grade;
import java.util.List;
import java.util.function.BiFunction;

/**
 * What the reader writes for a chapter, in one Java file of the workbook.
 *
 * @param name the class and its file: {@code Ex04}
 * @param task what to do, in a paragraph
 * @param hints from a nudge to nearly the answer
 * @param grader judges an object of the reader's class, and its source
 */
public record Exercise(String name, String task, List<String> hints, BiFunction<Object, String, Grade> grader) {

    /** The file's name. */
    public String file() {
        return name + ".java";
    }
}
