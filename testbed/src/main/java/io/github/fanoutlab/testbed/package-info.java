/**
 * What servers are put to the test with: nodes whose clock is moved by hand, Redis as a pure state machine ({@code redis}) and as
 * a process ({@code process}), and real Node.js peers ({@code peer}).
 */
package io.github.fanoutlab.testbed;
