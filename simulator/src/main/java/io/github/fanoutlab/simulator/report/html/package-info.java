/**
 * Runs as one self-contained page. {@link io.github.fanoutlab.simulator.report.html.HtmlReport} is the door: what is drawn is in {@code
 * RunJson}, how it is drawn in the scripts among the {@code DrawingFiles}, which are resources of this package, and below come the
 * tables of {@code ReportTables}. The workshop page draws with the same files.
 */
package io.github.fanoutlab.simulator.report.html;
