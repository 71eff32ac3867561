/** Redis as the servers see it: commands, replies, and connections that come back after they were lost. */
package io.github.fanoutlab.platform.redis;
