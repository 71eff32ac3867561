package io.github.fanoutlab.testbed.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

class DeathWatchTest {

    @Test
    @DisplayName("When a process is killed, its embedded Redis ends, too")
    void redis_does_not_outlive_us() throws Exception {
        boolean posix = !System.getProperty("os.name").startsWith("Windows");
        if (!posix) {
            System.out.println("SKIPPED: there is no POSIX shell here to watch over Redis");
        }
        assumeTrue(posix);

        Process owner = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Owner.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader lines = owner.inputReader()) {
            Optional<ProcessHandle> redis = ProcessHandle.of(Long.parseLong(lines.readLine()));
            assertThat(redis).isPresent();

            owner.destroyForcibly();

            redis.get().onExit().get(30, TimeUnit.SECONDS);
        } finally {
            owner.destroyForcibly();
        }
    }

    /** Starts a Redis, says which process it is, and goes on forever. */
    static final class Owner {

        public static void main(String[] args) throws IOException {
            EmbeddedRedis redis = EmbeddedRedis.start();
            try (Jedis jedis = new Jedis("127.0.0.1", redis.port())) {
                Matcher pid = Pattern.compile("process_id:(\\d+)").matcher(jedis.info("server"));
                System.out.println(pid.find() ? pid.group(1) : "no process id");
            }
            while (System.in.read() >= 0) {
                // Until somebody kills us.
            }
        }
    }
}
