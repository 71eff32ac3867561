package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.platform.real.RedisProbe;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A {@code --redis} that says where a Redis is; whether one is there is another question. */
final class RedisAddress implements ITypeConverter<String> {

    /** What such an address looks like, a line of a help text each: one Redis, nodes of a cluster, Sentinels. */
    static final String ONE = "  " + RedisProbe.ADDRESS_FORM;

    static final String CLUSTER = "  " + RedisProbe.CLUSTER_ADDRESS_FORM;
    static final String SENTINELS = "  " + RedisProbe.SENTINEL_ADDRESS_FORM;

    @Override
    public String convert(String url) {
        try {
            RedisProbe.requireAddress(url);
            return url;
        } catch (IllegalArgumentException malformed) {
            throw new TypeConversionException(malformed.getMessage());
        }
    }
}
