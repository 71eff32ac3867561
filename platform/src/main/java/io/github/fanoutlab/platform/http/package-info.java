/**
 * HTTP as the servers see it. A {@link io.github.fanoutlab.platform.http.ClientHandler} is what a server passes to a port or an
 * {@link io.github.fanoutlab.platform.http.HttpHost}; it gets each request as an {@link
 * io.github.fanoutlab.platform.http.HttpExchange} or a {@link io.github.fanoutlab.platform.http.WebSocketUpgrade}.
 */
package io.github.fanoutlab.platform.http;
