package io.github.fanoutlab.legacy;

import io.github.fanoutlab.legacy.protocol.JavaScriptJson;
import io.github.fanoutlab.legacy.server.BrowserClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Reads npm's {@code socket.io-client} 0.9 from a folder, so that a server can serve it to browsers:
 *
 * <pre>{@code
 * io.set("browser client source", ClientPackage.read(Path.of("node_modules/socket.io-client")));
 * }</pre>
 */
public final class ClientPackage {

    private ClientPackage() {}

    /**
     * The package in {@code folder}, which has {@code package.json}, {@code lib} and {@code dist}.
     *
     * @throws IOException if that cannot be read, or is not of version 0.9
     */
    public static BrowserClient read(Path folder) throws IOException {
        JsonNode description = JavaScriptJson.parse(Files.readString(folder.resolve("package.json")));
        String version = description == null ? "" : description.path("version").asString("");
        if (!version.startsWith("0.9.")) {
            throw new IOException("expected socket.io-client 0.9 in " + folder + ", found version \"" + version + "\"");
        }
        Map<String, String> files = new LinkedHashMap<>();
        for (String path : BrowserClient.paths()) {
            files.put(path, Files.readString(folder.resolve("lib").resolve(path)));
        }
        return new BrowserClient(version, files, Files.readString(folder.resolve("dist/socket.io.min.js")));
    }
}
