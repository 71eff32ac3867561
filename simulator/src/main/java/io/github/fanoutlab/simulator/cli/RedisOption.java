package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.platform.real.jedis.RedisUrl;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --redis}: where a Redis is. Whether one is there is another question. */
public final class RedisOption {

    @Option(
            names = "--redis",
            paramLabel = "URL",
            converter = Address.class,
            description = {
                "The Redis to use:",
                "  " + RedisUrl.FORM,
                "  " + RedisUrl.CLUSTER_FORM,
                "  " + RedisUrl.SENTINEL_FORM
            })
    private String url;

    static final class Address implements ITypeConverter<String> {
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

    /** What was named; null if nothing was. */
    public String url() {
        return url;
    }
}
