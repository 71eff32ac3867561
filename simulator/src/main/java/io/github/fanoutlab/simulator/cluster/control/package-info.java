/**
 * How a launcher and its processes talk: requests are JSON lines on standard input, reports are marked JSON lines among those
 * for people on standard output.
 */
package io.github.fanoutlab.simulator.cluster.control;
