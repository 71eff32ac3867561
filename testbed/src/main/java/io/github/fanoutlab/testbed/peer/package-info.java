/**
 * Real programs that tests need, in classes that need JUnit: Node.js peers of our servers ({@link
 * io.github.fanoutlab.testbed.peer.NodePeer}, the scripts under {@code peers/}), Redis of some version ({@link
 * io.github.fanoutlab.testbed.peer.RequiredRedis}), and a browser ({@link io.github.fanoutlab.testbed.peer.Chromium}). Where one
 * cannot be had, the test is skipped and the reason printed.
 */
package io.github.fanoutlab.testbed.peer;
