/**
 * Runs as one self-contained page of HTML: verdicts, figures, and a space-time diagram of every message and what became of
 * it. {@link io.github.fanoutlab.simulator.report.html.HtmlReport} is the door.
 */
package io.github.fanoutlab.simulator.report.html;
