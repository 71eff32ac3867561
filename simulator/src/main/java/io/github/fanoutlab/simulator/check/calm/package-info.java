/** What is claimed of a run in which nothing fails but what its scenario makes fail. */
package io.github.fanoutlab.simulator.check.calm;
