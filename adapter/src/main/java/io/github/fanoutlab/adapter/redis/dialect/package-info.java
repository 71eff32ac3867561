/**
 * The older dialects, one adapter each: {@code V0Adapter} speaks as {@code socket.io-redis} 0.1 and can only broadcast; {@link
 * io.github.fanoutlab.adapter.redis.dialect.V5Adapter} speaks as {@code socket.io-redis} 5, whose requests are in {@link
 * io.github.fanoutlab.adapter.redis.dialect.V5RequestSender} and {@code V5RequestReceiver}.
 *
 * <p>Their base, {@code OlderDialectAdapter}, refuses what a dialect does not have. The table in {@link
 * io.github.fanoutlab.adapter.redis.Dialect} says what each dialect can and cannot do.
 */
package io.github.fanoutlab.adapter.redis.dialect;
