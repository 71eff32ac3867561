/**
 * The real edges: a thread and its clock, Jetty, and Jedis.
 *
 * <p>The only place in {@code platform/} with threads. Whatever a thread of Jetty or Jedis learns is handed to the node's
 * {@link io.github.fanoutlab.platform.real.RealLoop}; whatever a node sends is handed to them without waiting. Start at
 * {@link io.github.fanoutlab.platform.real.RealNode}.
 */
package io.github.fanoutlab.platform.real;
