package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.platform.real.RedisProbe;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A {@code --redis} that says where a Redis is; whether one is there is another question. */
final class RedisAddress implements ITypeConverter<String> {

    /** What such an address looks like, for help texts. */
    static final String FORM = "redis://[user:password@]HOST[:PORT][/DB]";

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
