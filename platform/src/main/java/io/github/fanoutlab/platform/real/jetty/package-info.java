/**
 * HTTP and WebSocket on Jetty. Threads of Jetty pass what they learn to the node's loop, and never wait for it.
 *
 * <p>A request, in order:
 *
 * <ol>
 *   <li>{@link io.github.fanoutlab.platform.real.jetty.JettyNetwork} is the port that a node asks. {@code JettyListening} is one
 *       port that it listens on, a small Jetty server; {@link io.github.fanoutlab.platform.real.jetty.JettyHost} is the user's
 *       own Jetty instead.
 *   <li>{@code NodeServlet} takes every request and hands it to the loop: as a {@code ServletExchange}, whose body a {@code
 *       BodyReader} reads and which a {@code ResponseWriter} or {@code StreamWriter} answers; or as a {@code ServletUpgrade},
 *       which becomes a {@code FrameConnection} with a {@code JettyWebSocket}. There a {@code FrameReader} reads what a client
 *       sends, a {@code ReceiveWindow} bounds what waits for the loop, and {@code UnwrittenFrames} are what a client is slow to
 *       read.
 *   <li>{@link io.github.fanoutlab.platform.real.jetty.DisconnectAwareConnector} notices a client that leaves while its request
 *       waits. {@code PendingWrites} lets the last responses leave when a port is closed.
 * </ol>
 *
 * <p>{@code JettyClient} is the other side: requests that a node sends itself, and WebSockets that it opens, each a {@code
 * JettyEndpoint} with a {@code JettyWebSocket}.
 */
package io.github.fanoutlab.platform.real.jetty;
