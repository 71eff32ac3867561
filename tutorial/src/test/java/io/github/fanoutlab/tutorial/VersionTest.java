package io.github.fanoutlab.tutorial;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.tutorial.book.Book;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Holds what readers copy into their poms to the version that this build makes. */
@DisplayName("The version that a page names")
class VersionTest {

    /** The version of an artefact of ours, or the property that has it. */
    private static final Pattern NAMED =
            Pattern.compile("<artifactId>fanout-[a-z-]+</artifactId>\\s*<version>([^<$]+)<|<fanout\\.version>([^<]+)<");

    private static final Path ROOT = Book.repository();

    @Test
    @DisplayName("is that of the build, in the README, in the BOM and in the applications of docs/")
    void everywhere() throws IOException {
        String built = named("pom.xml").get(0);
        assertThat(named("bom/pom.xml")).containsOnly(built);
        assertThat(named("README.md")).isNotEmpty().containsOnly(built);
        try (Stream<Path> folders = Files.list(ROOT.resolve("docs/spring-boot"))) {
            List<Path> poms = folders.map(folder -> folder.resolve("pom.xml"))
                    .filter(Files::exists)
                    .toList();
            assertThat(poms)
                    .hasSizeGreaterThan(1)
                    .allSatisfy(pom -> assertThat(named(pom.toString()))
                            .as("%s", pom)
                            .isNotEmpty()
                            .containsOnly(built));
        }
    }

    private static List<String> named(String file) throws IOException {
        List<String> versions = new ArrayList<>();
        Matcher named = NAMED.matcher(Files.readString(ROOT.resolve(file)));
        while (named.find()) {
            versions.add(named.group(1) != null ? named.group(1) : named.group(2));
        }
        return versions;
    }
}
