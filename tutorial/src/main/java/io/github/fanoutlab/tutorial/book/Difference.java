package io.github.fanoutlab.tutorial.book;

import java.util.ArrayList;
import java.util.List;

/**
 * The difference of two texts by lines, as patches show it: lines with {@code -} are only in the first text, lines with {@code +}
 * only in the second. It is found by the longest common subsequence, which is quadratic and fast enough for a page.
 */
final class Difference {

    private static final int CONTEXT = 2;

    private record Line(char mark, String text, int number) {}

    private Difference() {}

    /** Empty when the texts are equal. */
    static String between(String first, String second) {
        List<Line> lines = compare(List.of(first.split("\n", -1)), List.of(second.split("\n", -1)));
        StringBuilder shown = new StringBuilder();
        int last = -1;
        for (int i = 0; i < lines.size(); i++) {
            if (nearChange(lines, i)) {
                if (last != i - 1 || i == 0) {
                    shown.append("@ line ").append(lines.get(i).number).append('\n');
                }
                shown.append(lines.get(i).mark)
                        .append(' ')
                        .append(lines.get(i).text)
                        .append('\n');
                last = i;
            }
        }
        return shown.toString();
    }

    private static boolean nearChange(List<Line> lines, int index) {
        int to = Math.min(lines.size(), index + CONTEXT + 1);
        return lines.subList(Math.max(0, index - CONTEXT), to).stream().anyMatch(line -> line.mark != ' ');
    }

    private static List<Line> compare(List<String> first, List<String> second) {
        int[][] common = commonAhead(first, second);
        List<Line> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < first.size() || j < second.size()) {
            if (i < first.size() && j < second.size() && first.get(i).equals(second.get(j))) {
                lines.add(new Line(' ', first.get(i), ++i));
                j++;
            } else if (j == second.size() || i < first.size() && common[i + 1][j] >= common[i][j + 1]) {
                lines.add(new Line('-', first.get(i), ++i));
            } else {
                lines.add(new Line('+', second.get(j++), i + 1));
            }
        }
        return lines;
    }

    /** At {@code [i][j]}: how many lines the texts have in common, from line i of the first and line j of the second on. */
    private static int[][] commonAhead(List<String> first, List<String> second) {
        int[][] common = new int[first.size() + 1][second.size() + 1];
        for (int i = first.size() - 1; i >= 0; i--) {
            for (int j = second.size() - 1; j >= 0; j--) {
                common[i][j] = first.get(i).equals(second.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}
