package io.github.fanoutlab.testbed.trace;

/**
 * What a {@link TraceEvent} tells.
 *
 * <p>Which fields mean what, per kind; {@code lane} is always where it happened and {@code peer} the other side:
 *
 * <pre>
 * kind                     name                 payload             number
 * ACTION                   what is done         -                   -
 * NODE_STARTED, NODE_DIED  -                    why it died         which life of the name, from 1
 * FAULT                    kill, cut, …         what it hit         how many it hit
 * EMIT, DELIVERY           the event's name     its arguments       -
 * ACKED                    what was emitted     the acks            -
 * CONNECTED, DISCONNECTED  namespace or reason  -                   -
 * TIMER                    -                    -                   -
 * HTTP_*_SENT, _RECEIVED   GET /path            request, response   status of a response
 * CONNECTION_OPENED        -                    -                   -
 * CONNECTION_CLOSED        why                  -                   WebSocket close code
 * CONNECTION_REFUSED       why                  -                   -
 * FRAME_SENT, _RECEIVED    text, binary, close  the frame           close code
 *                          chunk, last chunk    more of an answer   -
 * REDIS_SENT, _HANDLED     PUBLISH, …           the command         receivers, when PUBLISH was handled
 * REDIS_REPLY              -                    the reply           -
 * REDIS_PUSH               message, pmessage, … the push            -
 *                          entries              the reply to XREAD  -
 * LOST                     why                  -                   -
 * LOG                      debug namespace      the line            -
 * WARNING                  -                    the line            -
 * </pre>
 */
public enum Kind {
    /** The script of the run does something: a root of the causal graph. */
    ACTION,
    /** A node's process begins. */
    NODE_STARTED,
    /** A node's process ended without having a say in it. */
    NODE_DIED,
    /** The world does something unkind. */
    FAULT,

    /** An application asks its server or client to emit. */
    EMIT,
    /** A client's application is handed an event. */
    DELIVERY,
    /** An application that asked for acks is told of some, or that it waited long enough. */
    ACKED,
    /** A client's application learns that it is connected to a namespace. */
    CONNECTED,
    /** A client's application learns that it is not connected any more. */
    DISCONNECTED,

    /** A timer of a node fires. */
    TIMER,

    /** A node asks another for something over HTTP; also the request that asks for a WebSocket. */
    HTTP_REQUEST_SENT,
    /** The request arrived. */
    HTTP_REQUEST_RECEIVED,
    /** A node answers. */
    HTTP_RESPONSE_SENT,
    /** The answer arrived. */
    HTTP_RESPONSE_RECEIVED,

    /** One end of a WebSocket, or of a connection to Redis, knows that it is open. */
    CONNECTION_OPENED,
    /** One end knows that it is over. */
    CONNECTION_CLOSED,
    /** The one who dialed learns that nobody listens. */
    CONNECTION_REFUSED,

    /** One end of a WebSocket sends a frame, or a server more of an answer over HTTP that goes on. */
    FRAME_SENT,
    /** A frame arrived at the other end. */
    FRAME_RECEIVED,

    /** A node sends a command to Redis. */
    REDIS_SENT,
    /** Redis carries a command out. */
    REDIS_HANDLED,
    /** The reply to a command arrived at its node. */
    REDIS_REPLY,
    /** A message or a confirmation that Redis pushed to a subscriber arrived at its node. */
    REDIS_PUSH,

    /** What was sent will never arrive; the cause is the sending, the lane is where it would have arrived. */
    LOST,

    /** A node's debug log. */
    LOG,
    /** A node's warning to its operator. */
    WARNING
}
