/**
 * Messages between nodes as bytes.
 *
 * <p>{@link io.github.fanoutlab.adapter.redis.codec.MessageCodec} has the packets and options in them, and JSON. MessagePack is
 * written by {@link io.github.fanoutlab.adapter.redis.codec.MessagePackEncoder} and read by {@link
 * io.github.fanoutlab.adapter.redis.codec.MessagePackDecoder}, byte for byte as {@code notepack.io} 3 does; {@link
 * io.github.fanoutlab.adapter.redis.codec.MessagePackJs} is its forerunner of 2012. What cannot be read causes a {@link
 * io.github.fanoutlab.adapter.redis.codec.MalformedMessageException}.
 */
package io.github.fanoutlab.adapter.redis.codec;
