package io.github.fanoutlab.platform.redis;

import java.util.List;
import java.util.function.Function;

/**
 * The way to the master that Redis Sentinel names. It is asked anew at each dial, so that a {@link RedisConnection} that lost its
 * master finds the next one by coming back.
 *
 * <pre>
 *          dial()         who is the master?           are you a master?
 *   (begin) -----&gt; ASKING -------------------&gt; PROVING -----------------&gt; UP
 *                  |    ^ this one is away,      | no, or it is away       | the connection broke
 *                  +----+ or does not know: next |                         |
 *                  | none is left                v                         v
 *                  +--------------------------&gt; OVER &lt;---------------------+
 * </pre>
 *
 * <p>The second question is needed because Sentinels learn of a failover one after the other. The Sentinel that answered last is
 * asked first the next time, so that one that is away does not delay every dial. Read in Redis's guidelines for Sentinel clients.
 */
public final class SentinelDialer implements RedisDialer {

    private final String address;
    private final String masterName;
    private final List<RedisDialer> sentinels;
    private final Function<String, RedisDialer> nodes;
    private int first;

    /**
     * Nothing is connected yet.
     *
     * @param address what people are told
     * @param masterName what the Sentinels call the master
     * @param sentinels asked in this order at first
     * @param nodes the way to a {@code host:port} that a Sentinel names
     */
    public SentinelDialer(
            String address, String masterName, List<RedisDialer> sentinels, Function<String, RedisDialer> nodes) {
        this.address = address;
        this.masterName = masterName;
        this.sentinels = List.copyOf(sentinels);
        this.nodes = nodes;
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public Link dial(Listener listener) {
        Search search = new Search(listener);
        search.ask(0);
        return search;
    }

    private final class Search implements Link {

        private final Listener listener;
        private final StringBuilder problems = new StringBuilder();
        private Link link;
        private boolean over;

        Search(Listener listener) {
            this.listener = listener;
        }

        /** Asks the next one, after {@code asked} of them were asked. */
        void ask(int asked) {
            if (asked == sentinels.size()) {
                end("no Sentinel tells the master \"" + masterName + "\":" + problems);
                return;
            }
            int index = (first + asked) % sentinels.size();
            RedisDialer sentinel = sentinels.get(index);
            RedisCommand question = RedisCommand.of("SENTINEL", "GET-MASTER-ADDR-BY-NAME", masterName);
            link = sentinel.dial(new Asking(question) {
                @Override
                void answered(RedisReply reply) {
                    link.close();
                    if (reply instanceof RedisReply.Multi place && place.items().size() == 2) {
                        first = index;
                        prove(text(place.items().get(0)) + ":"
                                + text(place.items().get(1)));
                    } else {
                        next(reply instanceof RedisReply.Failure failure ? failure.message() : "it does not know it");
                    }
                }

                @Override
                public void onDown(String reason) {
                    next(reason);
                }

                private void next(String problem) {
                    problems.append(' ')
                            .append(sentinel.address())
                            .append(": ")
                            .append(problem)
                            .append(';');
                    ask(asked + 1);
                }
            });
        }

        private void prove(String master) {
            if (over) {
                return;
            }
            link = nodes.apply(master).dial(new Asking(RedisCommand.of("ROLE")) {
                private boolean proven;

                @Override
                void answered(RedisReply reply) {
                    if (proven) {
                        listener.onReply(reply);
                    } else if (reply instanceof RedisReply.Multi role
                            && !text(role.items().get(0)).equals("master")) {
                        link.close();
                        end(master + " is a " + text(role.items().get(0)) + ", not the master");
                    } else {
                        proven = true;
                        listener.onUp();
                    }
                }

                @Override
                public void onDown(String reason) {
                    end("master " + master + ": " + reason);
                }
            });
        }

        private void end(String reason) {
            if (!over) {
                over = true;
                listener.onDown(reason);
            }
        }

        @Override
        public void write(List<RedisCommand> commands) {
            link.write(commands);
        }

        @Override
        public void close() {
            over = true;
            link.close();
        }

        private String text(RedisReply reply) {
            return reply instanceof RedisReply.Bulk bulk ? bulk.text() : reply.toString();
        }

        /** Asks one question as soon as its link is up. */
        private abstract class Asking implements Listener {

            private final RedisCommand question;

            Asking(RedisCommand question) {
                this.question = question;
            }

            abstract void answered(RedisReply reply);

            @Override
            public void onUp() {
                link.write(List.of(question));
            }

            @Override
            public void onReply(RedisReply reply) {
                if (!over) {
                    answered(reply);
                }
            }
        }
    }
}
