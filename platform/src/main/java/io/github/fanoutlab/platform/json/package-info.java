/**
 * JSON as JavaScript writes it, byte for byte, since peers compare, log and send it. Knows Jackson's trees and nothing of Socket.IO.
 */
package io.github.fanoutlab.platform.json;
