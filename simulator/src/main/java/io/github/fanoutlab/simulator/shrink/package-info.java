/** Makes a failing run as small as it can be while it still fails in the same way. */
package io.github.fanoutlab.simulator.shrink;
