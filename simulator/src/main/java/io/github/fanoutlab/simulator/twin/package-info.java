/** One scenario, one seed and the same faults through both generations, and what differs. */
package io.github.fanoutlab.simulator.twin;
