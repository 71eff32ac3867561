/**
 * What a chapter is told with: a question, the reader's prediction, a story for the terminal, and a grader's verdict. It is
 * kind to whoever errs: every plausible wrong answer has a reason, and the reason is what gets told.
 */
package io.github.fanoutlab.tutorial.lesson;
