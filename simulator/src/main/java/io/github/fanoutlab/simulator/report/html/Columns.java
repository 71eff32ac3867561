package io.github.fanoutlab.simulator.report.html;

import io.github.fanoutlab.simulator.spacetime.Lane;
import io.github.fanoutlab.simulator.spacetime.Place;
import io.github.fanoutlab.simulator.spacetime.SpaceTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where each lane of a diagram stands, in pixels from the left at the diagram's natural size, at which it can be read on a wall.
 * The three Redis clients of a 0.9 server are threads to the right of its line.
 */
final class Columns {

    private static final double FIRST = 200;
    private static final double APART = 88;
    private static final double THREAD = 16;

    /** Room for a label to the right of the last lane. */
    private static final double LAST = 110;

    private final List<Lane> lanes;
    private final Map<Place, Double> xs = new LinkedHashMap<>();
    private double next = FIRST;

    Columns(SpaceTime run) {
        lanes = run.lanes();
        for (Lane lane : lanes) {
            xs.put(Place.of(lane.name()), next);
            for (String client : lane.redisClients()) {
                next += THREAD;
                xs.put(new Place(lane.name(), client), next);
            }
            next += APART;
        }
    }

    double x(String lane) {
        return xs.get(Place.of(lane));
    }

    /** Where an arrow leaves or reaches {@code place}. */
    double x(Place place) {
        Double thread = xs.get(place);
        return thread != null ? thread : x(place.lane());
    }

    double width() {
        return next - APART + LAST;
    }

    /** Moves the lanes apart until the diagram has that width; the threads stay beside their lanes. */
    void stretchTo(double width) {
        double more = (width - width()) / Math.max(1, lanes.size() - 1);
        for (int lane = 0; lane < lanes.size(); lane++) {
            double shift = lane * more;
            String name = lanes.get(lane).name();
            xs.replaceAll((place, x) -> place.lane().equals(name) ? x + shift : x);
        }
        next += width - width();
    }
}
