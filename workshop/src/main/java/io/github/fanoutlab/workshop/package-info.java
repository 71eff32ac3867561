/**
 * The workshop page: runs to watch, to break and to share.
 *
 * <p>The page holds no state of a run. Its address names a run string, and {@link
 * io.github.fanoutlab.simulator.report.html.RunJson} plays it and says what happened. Whatever a person does on the page edits
 * that string, and the run is played again from its start. {@link io.github.fanoutlab.workshop.WorkshopServer} serves both, and
 * knows nothing of a run between two requests.
 *
 * <p>The page's scripts are resources, in {@code page/}; begin with {@code app.js}. What draws a run is in {@code report.html}, which
 * HTML reports use, too.
 *
 * <p>People in the room predict on their phones. {@link io.github.fanoutlab.workshop.Participants} is the server's side of the
 * phones, and tells the {@link io.github.fanoutlab.workshop.Wall} what they do; {@link io.github.fanoutlab.workshop.Room} is that
 * wall. The phones are connected with the same server, or with {@link io.github.fanoutlab.workshop.RoomWorkers} behind a {@link
 * io.github.fanoutlab.workshop.Balancer}.
 *
 * <p>A {@link io.github.fanoutlab.workshop.Script} has the presenter's cards. An {@link io.github.fanoutlab.workshop.OrderSearch}
 * finds an order in which something happens that a person wants to see.
 */
package io.github.fanoutlab.workshop;
