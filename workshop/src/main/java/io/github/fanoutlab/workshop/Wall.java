package io.github.fanoutlab.workshop;

/**
 * What the participants' servers tell the wall. A worker tells it with {@code serverSideEmit}, over Redis; where there are no
 * workers, the wall's own server tells it directly.
 */
interface Wall {

    /** A participant is connected with {@code worker}; {@code who} is the same each time that this phone connects. */
    void joined(String worker, String socket, String who);

    /** This connection has ended, and the worker has seen it. */
    void left(String socket);

    /** A prediction for the question of that number. The wall answers it with {@code taken}, each time that it arrives. */
    void predicts(String socket, String who, int number, int prediction);
}
