package io.github.fanoutlab.tutorial.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A page")
class PageTest {

    private static final Generators GENERATORS = Generators.none()
            .with("diagram", directive -> "```text\nof " + String.join(" and ", directive.args()) + "\n```")
            .with("n", directive -> directive.args().get(0).equals("a/b") ? "4" : "0");

    @Test
    @DisplayName("gets new text between the directive and its end, and keeps the rest")
    void block() {
        String page = """
                # Title

                <!-- generated: diagram heartbeat adapter -->
                something old
                <!-- end -->

                The rest, without a line end at its end.""";

        assertThat(rendered(page)).isEqualTo("""
                # Title

                <!-- generated: diagram heartbeat adapter -->

                ```text
                of heartbeat and adapter
                ```

                <!-- end -->

                The rest, without a line end at its end.""");
    }

    @Test
    @DisplayName("that is generated a second time does not change")
    void fixedPoint() {
        String once = rendered("""
                See <!-- n: a/b --><!-- /n -->.
                <!-- generated: diagram x -->
                <!-- end -->
                """);

        assertThat(rendered(once)).isEqualTo(once);
    }

    @Test
    @DisplayName("gets the numbers in a line generated, in prose and in tables")
    void numbers() {
        assertThat(
                        rendered(
                                "| a | <!-- n: a/b -->17<!-- /n --> | and <!-- n: c/d --><!-- /n --> of <!-- n: a/b -->4<!-- /n -->"))
                .isEqualTo(
                        "| a | <!-- n: a/b -->4<!-- /n --> | and <!-- n: c/d -->0<!-- /n --> of <!-- n: a/b -->4<!-- /n -->");
    }

    @Test
    @DisplayName("leaves examples of directives in fenced code alone")
    void fences() {
        String page = """
                ````md
                ```
                <!-- generated: nothing -->
                <!-- n: a/b -->17<!-- /n -->
                ````
                """;

        assertThat(rendered(page)).isEqualTo(page);
    }

    @ParameterizedTest(name = "[{index}] {1}")
    @DisplayName("that is wrong says in which line and what to do")
    @CsvSource(delimiter = '|', textBlock = """
            <!-- generated: sculpture -->;<!-- end --> | p.md:1: there is no generator 'sculpture', only diagram, n
            a;<!-- generated: diagram x -->;more       | p.md:2: this block has no end
            <!-- generated: diagram x -->;<!-- generated: diagram y -->;<!-- end --> | p.md:1: this block has no end: line 2
            a;b;<!-- end -->                           | p.md:3: an end without a beginning
            <!--generated: diagram x-->;<!-- end -->   | p.md:1: nearly a directive: '<!--generated: diagram x-->'
            <!-- generated diagram x -->;<!-- end -->  | p.md:1: nearly a directive
            - <!-- n: a/b -->4<!-- /n --> copies       | p.md:1: this line begins with a number, and Markdown
            It is <!-- n: a/b -->4                     | p.md:1: a number without its end
            It is <!--n: a/b-->4<!--/n-->              | p.md:1: a number without its end, or nearly one
            It is 4<!-- /n -->                         | p.md:1: a number without its end
            """)
    void errors(String page, String message) {
        assertThatThrownBy(() -> rendered(page.replace(';', '\n')))
                .isInstanceOf(BookError.class)
                .hasMessageStartingWith(message);
    }

    @Test
    @DisplayName("accepts no generated text that would hide the end of the block")
    void directiveInGenerated() {
        Generators sly = Generators.none().with("sly", directive -> "a\n<!-- end -->\nb");

        assertThatThrownBy(() -> Page.render("p.md", "<!-- generated: sly -->\n<!-- end -->", sly))
                .isInstanceOf(BookError.class)
                .hasMessageContaining("contains a directive itself");
    }

    private static String rendered(String page) {
        return Page.render("p.md", page, GENERATORS);
    }
}
