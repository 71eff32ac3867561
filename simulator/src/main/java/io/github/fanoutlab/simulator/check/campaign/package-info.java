/** Many runs with faults: what failed, what was missed and why, and what the faults met. */
package io.github.fanoutlab.simulator.check.campaign;
