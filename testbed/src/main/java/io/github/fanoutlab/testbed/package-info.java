/**
 * What the modules' tests share: nodes whose clock is moved by hand, Redis and client connections in memory, and real
 * Node.js peers.
 */
package io.github.fanoutlab.testbed;
