/** Real Node.js processes as peers of our servers in tests: the scripts under {@code peers/}. */
package io.github.fanoutlab.testbed.peer;
