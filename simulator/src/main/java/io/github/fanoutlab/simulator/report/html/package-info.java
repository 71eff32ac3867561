/**
 * Runs as one self-contained page. {@link io.github.fanoutlab.simulator.report.html.HtmlReport} is the door: it draws each run
 * with {@code SvgDiagram}, whose lanes stand where {@code Columns} says and whose times stand where {@code Rows} says, side by
 * side by {@code Alignment}; below come the tables of {@code ReportTables}. The page's style sheet and script are resources of
 * this package.
 */
package io.github.fanoutlab.simulator.report.html;
