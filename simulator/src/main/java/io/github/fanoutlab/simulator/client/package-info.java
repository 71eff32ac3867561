/**
 * Clients that speak the real protocols over the {@code Network} port: to simulated servers, or to real ones. They cannot tell
 * the difference. Their packet codecs are their own, so a server is never tested with its own code.
 *
 * <p>A {@link io.github.fanoutlab.simulator.client.LabClient} is what an application sees. {@code BaseClient} is the state machine
 * that both generations share; {@link io.github.fanoutlab.simulator.client.LegacyClient} and {@link
 * io.github.fanoutlab.simulator.client.SocketIoClient} each add a session of their protocol. A session sends and receives its
 * frames over a {@code Wire}: WebSocket, polling, an upgrade from one to the other, or whichever works.
 */
package io.github.fanoutlab.simulator.client;
