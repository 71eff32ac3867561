/**
 * Judges runs in which things fail: safety while they do, liveness after they healed, and a named cause for everything that
 * somebody missed.
 */
package io.github.fanoutlab.simulator.check.faulty;
