package io.github.fanoutlab.adapter.redis;

/**
 * The dialects that Socket.IO's Redis adapter has spoken on Redis over the years, named by npm version. All servers and {@link
 * Emitter}s of a cluster speak the same one: {@code RedisAdapter.at(url).dialect(Dialect.V5)}.
 *
 * <table>
 * <caption>What each can and cannot do</caption>
 * <tr><th></th><th>{@link #V0_1}</th><th>{@link #V5}</th><th>{@link #V8}, the default</th></tr>
 * <tr><td>Node.js package</td><td>{@code socket.io-redis} 0.1.x</td><td>{@code socket.io-redis} 5.x</td>
 *     <td>{@code @socket.io/redis-adapter} 8 (6 and 7 understand it)</td></tr>
 * <tr><td>its servers</td><td>Socket.IO 1.0 to 1.3</td><td>Socket.IO 2</td><td>Socket.IO 4</td></tr>
 * <tr><td>subscribes, for each namespace</td><td>one pattern for all namespaces</td><td>a pattern and two channels</td>
 *     <td>a pattern and three channels</td></tr>
 * <tr><td>broadcasts, rooms, {@code volatile}, {@code compress}</td><td>yes</td><td>yes</td><td>yes</td></tr>
 * <tr><td>bytes in broadcasts</td><td>ours reach all; Node's lose them (a defect of that version)</td><td>yes</td>
 *     <td>yes</td></tr>
 * <tr><td>{@code except}</td><td colspan="2">Node's peers know sockets (a room named by a session id) only; ours rooms, too</td>
 *     <td>rooms</td></tr>
 * <tr><td>{@code socketsJoin}, {@code socketsLeave}, {@code disconnectSockets}</td><td>this node's clients only, with a
 *     warning</td><td>yes: asks for the ids of the clients, then sends a request for each</td><td>yes</td></tr>
 * <tr><td>{@code allRooms}</td><td>no: this node's</td><td>yes</td><td>yes</td></tr>
 * <tr><td>{@code fetchSockets}, {@code serverSideEmit}, acks of broadcasts</td><td colspan="2">no: answered with an error, or a
 *     warning that nothing was sent</td><td>yes</td></tr>
 * <tr><td>{@link V5Requests}: clients, rooms of a client, custom requests and so on</td><td>no</td><td>yes</td><td>no</td></tr>
 * <tr><td>{@link Emitter}, and its Node.js package</td><td>broadcasts; {@code socket.io-emitter} 0.2</td><td>broadcasts; {@code
 *     socket.io-emitter} 3, whose bytes reach clients of Node's servers as JSON (ours as bytes)</td><td>yes; {@code
 *     @socket.io/redis-emitter} 5</td></tr>
 * </table>
 *
 * <p>The versions between them have no constant: 0.2 to 1.1 and 2.0 to 4.0 were current for a short time only, and 6.0 to 7.2
 * understand {@link #V8}. Redis 7's sharded channels are another adapter, {@link ShardedRedisAdapter}.
 */
public enum Dialect {

    /** {@code socket.io-redis} 0.1.x, of 2014: what the source document of this project shows. */
    V0_1,

    /** {@code socket.io-redis} 5.x, for Socket.IO 2. */
    V5,

    /** {@code @socket.io/redis-adapter} 8, for Socket.IO 4. */
    V8
}
