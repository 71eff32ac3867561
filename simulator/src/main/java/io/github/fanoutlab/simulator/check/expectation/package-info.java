/** What a calm run of a scenario must lead to, worked out from the scenario alone. */
package io.github.fanoutlab.simulator.check.expectation;
