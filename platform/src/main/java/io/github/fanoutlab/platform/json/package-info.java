/**
 * JSON as JavaScript writes it, byte for byte: what peers compare, log and put on the wire. Knows Jackson's trees, and nothing
 * of Socket.IO.
 */
package io.github.fanoutlab.platform.json;
