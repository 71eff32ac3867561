/** The arrow diagram of the source document: it is read, drawn, and compared with a run. */
package io.github.fanoutlab.simulator.check.diagram;
