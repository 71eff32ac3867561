/**
 * The log on standard error, as npm's {@code debug} prints it: {@link io.github.fanoutlab.platform.real.log.StderrLog} asks {@code
 * DebugPatterns} which namespaces are printed, and {@code DebugFormat} in what form.
 */
package io.github.fanoutlab.platform.real.log;
