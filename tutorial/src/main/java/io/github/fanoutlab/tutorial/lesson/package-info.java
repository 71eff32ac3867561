/**
 * The parts of a lesson: a question, the reader's prediction, the walkthrough in the terminal, and a grader's verdict. They are
 * kind to people who are wrong: every plausible wrong answer has a reason, and they explain that reason.
 */
package io.github.fanoutlab.tutorial.lesson;
