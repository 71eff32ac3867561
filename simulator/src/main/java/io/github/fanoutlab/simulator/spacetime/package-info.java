/**
 * A run as a picture, however it is drawn.
 *
 * <p>A trace says what happened, event by event. {@link io.github.fanoutlab.simulator.spacetime.SpaceTime} is the same run as a
 * picture: {@linkplain io.github.fanoutlab.simulator.spacetime.Lane lanes}, {@linkplain
 * io.github.fanoutlab.simulator.spacetime.Moment moments} on them, {@linkplain
 * io.github.fanoutlab.simulator.spacetime.Message messages} between them and the {@linkplain
 * io.github.fanoutlab.simulator.spacetime.Fate fate} of each, and the {@linkplain
 * io.github.fanoutlab.simulator.spacetime.Emit emits} that they belong to. It knows nothing of columns and pixels: the terminal's
 * table and the Mermaid diagram of {@code report}, and the SVG of {@code report.html}, are three ways to draw it.
 */
package io.github.fanoutlab.simulator.spacetime;
