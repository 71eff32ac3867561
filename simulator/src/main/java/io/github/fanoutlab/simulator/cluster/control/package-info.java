/**
 * What a launcher and its processes say to each other: requests as JSON lines on standard input, reports as marked JSON
 * lines among what people read on standard output.
 */
package io.github.fanoutlab.simulator.cluster.control;
