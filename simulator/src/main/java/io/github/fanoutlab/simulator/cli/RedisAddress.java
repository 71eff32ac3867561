package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.platform.real.jedis.RedisUrl;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A {@code --redis} that says where a Redis is; whether one is there is another question. */
final class RedisAddress implements ITypeConverter<String> {

    /** What such an address looks like, a line of a help text each: one Redis, nodes of a cluster, Sentinels. */
    static final String ONE = "  " + RedisUrl.FORM;

    static final String CLUSTER = "  " + RedisUrl.CLUSTER_FORM;
    static final String SENTINELS = "  " + RedisUrl.SENTINEL_FORM;

    @Override
    public String convert(String url) {
        try {
            RedisUrl.requireValid(url);
            return url;
        } catch (IllegalArgumentException malformed) {
            throw new TypeConversionException(malformed.getMessage());
        }
    }
}
