/** What a scenario must lead to when nothing fails but what the scenario itself makes fail, worked out from the scenario alone. */
package io.github.fanoutlab.simulator.check.expectation;
