/**
 * The claims about a run in which nothing fails except what its scenario makes fail. {@link
 * io.github.fanoutlab.simulator.check.calm.CalmClaims} lists the claims; each class of rules has the methods of a few of them.
 */
package io.github.fanoutlab.simulator.check.calm;
