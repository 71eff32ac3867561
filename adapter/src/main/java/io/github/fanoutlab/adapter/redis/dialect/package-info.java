/**
 * The older dialects, one adapter each: {@code V0Adapter} speaks as {@code socket.io-redis} 0.1 and can only broadcast; {@link
 * io.github.fanoutlab.adapter.redis.dialect.V5Adapter} speaks as {@code socket.io-redis} 5, whose requests are in {@link
 * io.github.fanoutlab.adapter.redis.dialect.V5RequestSender} and {@code V5RequestReceiver}.
 *
 * <p>What a dialect does not have is refused by their base, {@code OlderDialectAdapter}.
 * {@link io.github.fanoutlab.adapter.redis.Dialect} has the table of what each can and cannot do.
 */
package io.github.fanoutlab.adapter.redis.dialect;
