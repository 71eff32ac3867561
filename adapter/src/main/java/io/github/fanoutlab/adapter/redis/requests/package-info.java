/**
 * Requests to the other nodes and their responses: who is connected, which rooms there are, joins and disconnects from afar,
 * broadcasts with acks, events between servers.
 *
 * <p>In the order of a request: {@link io.github.fanoutlab.adapter.redis.requests.RequestSender} publishes it as soon as Redis
 * has said how many nodes will respond; {@link io.github.fanoutlab.adapter.redis.requests.RequestReceiver} carries it out on each
 * of them and publishes a response (it has the table of all messages); {@link
 * io.github.fanoutlab.adapter.redis.requests.PendingRequests} collects the responses. The sharded adapter and the older dialects
 * use it, too.
 */
package io.github.fanoutlab.adapter.redis.requests;
