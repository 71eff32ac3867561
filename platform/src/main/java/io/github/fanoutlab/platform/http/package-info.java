/** HTTP as the servers see it: requests, responses, upgrades; values only, no server. */
package io.github.fanoutlab.platform.http;
