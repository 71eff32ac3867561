/**
 * The workshop page: runs to watch, to break and to share.
 *
 * <p>The page holds no state of a run. Its address names a run string, and {@link io.github.fanoutlab.simulator.report.html.RunJson} plays it and says
 * what happened; whatever a person does on the page is an edit of that string, after which the run is played again from its start. {@link
 * io.github.fanoutlab.workshop.WorkshopServer} serves both, and knows nothing of a run between two requests.
 *
 * <p>People in the room predict on their phones: {@link io.github.fanoutlab.workshop.Room}. The phones are connected with the same server, or
 * with {@link io.github.fanoutlab.workshop.RoomWorkers} behind a {@link io.github.fanoutlab.workshop.Balancer}. The presenter's cards are those
 * of a {@link io.github.fanoutlab.workshop.Script}. An {@link io.github.fanoutlab.workshop.OrderSearch} finds an order in which something
 * happens that a person wishes to see.
 */
package io.github.fanoutlab.workshop;
