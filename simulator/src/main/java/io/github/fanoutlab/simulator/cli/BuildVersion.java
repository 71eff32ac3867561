package io.github.fanoutlab.simulator.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.IVersionProvider;

/** {@code --version}: what the build wrote into {@code version.txt}. */
final class BuildVersion implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        try (InputStream version = BuildVersion.class.getResourceAsStream("version.txt")) {
            return new String[] {"Fanout Lab " + new String(version.readAllBytes(), StandardCharsets.UTF_8).strip()};
        }
    }
}
