package io.github.fanoutlab.simulator.report;

/**
 * Where something happens: what has a lane of its own in a space-time table.
 *
 * @param node a lane of the trace
 * @param connection the name of one of the node's connections to Redis; empty for the node itself
 */
record Place(String node, String connection) {

    /** The node itself. */
    static Place of(String node) {
        return new Place(node, "");
    }

    /** The end at {@code node} of a connection that a trace calls {@code name}: {@code W1.pub}. */
    static Place of(String node, String name) {
        return new Place(node, name.startsWith(node + '.') ? name.substring(node.length() + 1) : "");
    }

    boolean isNode() {
        return connection.isEmpty();
    }

    String title() {
        if (!isNode()) {
            return '.' + connection;
        }
        return node.equals("redis") ? "Redis" : node;
    }
}
