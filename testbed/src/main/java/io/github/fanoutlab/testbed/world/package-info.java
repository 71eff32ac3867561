/**
 * The virtual world: time, nodes, TCP, HTTP, WebSockets and Redis, without threads and without chance. The simulator moves it by
 * a script and by faults, from a seed; unit tests move it by hand. Nothing here knows Socket.IO.
 *
 * <p>{@link io.github.fanoutlab.testbed.world.World} is the door for the simulator, {@link
 * io.github.fanoutlab.testbed.world.TestLab} for tests of the servers. This is how the parts fit together:
 *
 * <pre>
 * World               who is there, what happens, whose turn it is
 *   EventQueue          what is going to happen, by time and order of planning
 *   Interleaving        the same, in an order that somebody else chooses: see Track and Transition
 *   Faults              what can go wrong with nodes and connections
 *   Trace               what has happened, and what caused it
 *
 * SimProcess          one life of a process: it has turns, and holds ends of connections
 *   SimNode             a server or a client, which stands on these ports:
 *     SimLoop             turns and timers
 *     SimNetwork          listens (SimListener) and dials; SimBalancer may stand in between
 *     SimRedisDialer      dials Redis
 *   SimRedisProcess     a Redis, which executes commands on a RedisModel; SimRedis outlives its restarts
 *
 * Dialing             brings a TCP connection up: two Endpoints, and a Pipe for each direction
 *   HttpCall            a request at its client; SimExchange is the same at its server
 *   WebSocketOpening    an upgrade at its client; SimUpgrade is the same at its server
 *   SimWebSocket        one side of the WebSocket that comes of it
 * </pre>
 *
 * <p>A message goes like this. A node, in its turn, calls {@code send} on its {@code SimWebSocket}. The {@code Endpoint} records
 * a {@code FRAME_SENT} as an effect of what the node is handling, and gives the message to the {@code Pipe} of that direction.
 * The pipe draws a latency and plans the arrival in the {@code EventQueue}. When the world gets there, the other {@code Endpoint}
 * sees whether the connection still carries anything; if so, a {@code FRAME_RECEIVED} is recorded as an effect of the sending,
 * and its handling is the other node's next turn.
 */
package io.github.fanoutlab.testbed.world;
