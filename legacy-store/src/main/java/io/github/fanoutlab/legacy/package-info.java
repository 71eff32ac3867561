/** Socket.IO 0.9 as it was: {@link io.github.fanoutlab.legacy.LegacyServer} is the door. */
package io.github.fanoutlab.legacy;
