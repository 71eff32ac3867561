package io.github.fanoutlab.workshop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The room")
class RoomTest {

    private WorkshopServer server;
    private final List<Phone> people = new ArrayList<>();

    private Phone participant() {
        return join("/join", Map.of(), "question", "taken", "disconnect", "connect_error");
    }

    private Phone presenter(String token) {
        return join("/presenter", Map.of("token", token), "counted", "revealed", "connect_error");
    }

    private Phone join(String namespace, Map<String, String> auth, String... events) {
        Phone joined = Phone.once("http://127.0.0.1:" + server.port() + namespace, auth, events);
        people.add(joined);
        return joined;
    }

    @BeforeEach
    void open() {
        server = WorkshopServer.start("0.0.0.0", 0);
    }

    @AfterEach
    void close() {
        people.forEach(Phone::close);
        server.close();
    }

    @Test
    @DisplayName("hears the question, counts who has predicted, and shows what they predict when it is revealed")
    void predicts() throws Exception {
        Phone wall = presenter(server.token());
        Phone first = participant();
        wall.await("people", 1);
        wall.say("ask", "How many?");
        int number = first.await("text", "How many?").getInt("number");
        Phone late = participant();
        late.await("text", "How many?");

        assertThat(first.predict(number, 4)).isEqualTo(true);
        assertThat(late.predict(number, 16)).isEqualTo(true);
        assertThat(late.predict(number, 4)).as("somebody changes their mind").isEqualTo(true);
        assertThat(wall.await("predicted", 2).getInt("people")).isEqualTo(2);
        wall.say("reveal");
        assertThat(wall.await("4", 2).length()).isEqualTo(1);
    }

    @Test
    @DisplayName("forgets predictions with the next question, and takes none for the last one")
    void nextQuestion() throws Exception {
        Phone wall = presenter(server.token());
        wall.await("people", 0);
        wall.say("ask", "One?");
        Phone somebody = participant();
        int number = somebody.await("text", "One?").getInt("number");
        somebody.predict(number, 1);
        wall.say("ask", "Two?");
        somebody.await("text", "Two?");
        assertThat(somebody.predict(number, 1)).isEqualTo("Too late for this question. Look at the wall.");
        wall.await("predicted", 0);
    }

    @Test
    @DisplayName(
            "keeps what was predicted of a card, and shows it when that is asked again; of another card, nobody has predicted")
    void sameQuestion() throws Exception {
        Phone wall = presenter(server.token());
        Phone somebody = participant();
        wall.await("people", 1);
        wall.say("ask", "How many?", "card 1");
        int number = somebody.await("text", "How many?").getInt("number");
        somebody.predict(number, 1);
        wall.await("predicted", 1);
        wall.say("ask", "How many?", "card 2");
        assertThat(somebody.await("text", "How many?").getInt("number")).isNotEqualTo(number);
        wall.await("predicted", 0);
        wall.say("ask", "");
        assertThat(somebody.await("text", "").getBoolean("open")).isFalse();
        wall.say("ask", "How many?", "card 1");
        assertThat(somebody.await("text", "How many?").getInt("number")).isEqualTo(number);
        wall.await("predicted", 1);
    }

    @Test
    @DisplayName("takes no prediction once the run plays, and tells those who come later")
    void tooLate() throws Exception {
        Phone wall = presenter(server.token());
        Phone somebody = participant();
        wall.await("people", 1);
        wall.say("ask", "How many?");
        int number = somebody.await("text", "How many?").getInt("number");
        wall.say("close");
        assertThat(somebody.await("open", false).getInt("number")).isEqualTo(number);
        assertThat(somebody.predict(number, 4)).isEqualTo("Too late for this question. Look at the wall.");
        assertThat(participant().await("text", "How many?").getBoolean("open")).isFalse();
    }

    @Test
    @DisplayName("shows predictions that come after the reveal, too")
    void revealedStill() throws Exception {
        Phone wall = presenter(server.token());
        Phone first = participant();
        Phone second = participant();
        wall.await("people", 2);
        wall.say("ask", "How many?");
        first.predict(first.await("text", "How many?").getInt("number"), 4);
        wall.say("reveal");
        wall.await("4", 1);
        second.predict(second.await("text", "How many?").getInt("number"), 4);
        wall.await("4", 2);
    }

    @Test
    @DisplayName(
            "counts those who have predicted and are away, so that never more have predicted than there are people")
    void away() throws Exception {
        Phone wall = presenter(server.token());
        Phone first = participant();
        Phone second = participant();
        wall.await("people", 2);
        wall.say("ask", "How many?");
        first.predict(first.await("text", "How many?").getInt("number"), 4);
        second.await("text", "How many?");
        first.close();
        JSONObject counts = wall.await("people", 1);
        assertThat(counts.getInt("predicted")).isEqualTo(1);
        assertThat(counts.getInt("away")).isEqualTo(1);
    }

    @Test
    @DisplayName("says what is wrong with an invalid prediction, and shows nothing but numbers")
    void onlyNumbers() throws Exception {
        Phone wall = presenter(server.token());
        wall.await("people", 0);
        wall.say("ask", "How many?");
        Phone hostile = participant();
        int number = hostile.await("text", "How many?").getInt("number");
        assertThat(hostile.predict(number, "<b>4</b>")).isEqualTo("expected the question's number and a whole number");
        assertThat(hostile.predict(number, -1)).isEqualTo("expected 0 to 100000");
        assertThat(hostile.predict(number, 1_000_000)).isEqualTo("expected 0 to 100000");
        assertThat(hostile.predict()).isEqualTo("expected the question's number and a whole number");
        wall.say("reveal");
        while (!(wall.next() instanceof JSONObject said && said.length() == 0)) {} // counts come before it
    }

    @Test
    @DisplayName("ends a participant who floods it, or sends what no participant sends, and nobody else")
    void flood() throws Exception {
        Phone wall = presenter(server.token());
        Phone quiet = participant();
        wall.await("people", 1);
        wall.say("ask", "How many?");
        int number = quiet.await("text", "How many?").getInt("number");
        Phone flooding = participant();
        flooding.await("text", "How many?");
        for (int i = 0; i < 100; i++) {
            flooding.say("predict", number, i);
        }
        Object heard = flooding.next();
        while (heard instanceof JSONObject) { // the first few count
            heard = flooding.next();
        }
        assertThat(heard).as("why it is disconnected").isEqualTo("io server disconnect");
        Phone shouting = participant();
        shouting.await("text", "How many?");
        shouting.say("predict", "x".repeat(100_000));
        wall.await("people", 1);
        assertThat(quiet.predict(number, 7)).isEqualTo(true);
    }

    @Test
    @DisplayName("accepts nobody without the token as the presenter, and plays runs for nobody else")
    void forged() throws Exception {
        assertThat(presenter("forged").next())
                .asString()
                .contains("this is not the presenter's address: its token is missing or wrong");
        assertThat(status("/run?string=mirror")).isEqualTo(403);
        assertThat(status("/run?string=mirror&presenter=forged")).isEqualTo(403);
        assertThat(status("/run?string=mirror&presenter=" + server.token())).isEqualTo(200);
        assertThat(status("/find?string=mirror&wish=order")).isEqualTo(403);
        assertThat(status("/join")).isEqualTo(200);
    }

    @Test
    @DisplayName(
            "hears neither question nor reveal from a participant, who may send markup: the others hear the presenter's alone")
    void speaksAsPresenter() throws Exception {
        Phone wall = presenter(server.token());
        Phone quiet = participant();
        Phone hostile = participant();
        wall.await("people", 2);
        hostile.say("ask", "<img src=x onerror=alert(1)>");
        hostile.say("reveal");
        wall.say("ask", "How many?");
        JSONObject first = (JSONObject) quiet.next();
        while (first.getInt("number") == 0) {
            first = (JSONObject) quiet.next();
        }
        assertThat(first.getString("text")).as("the first that others hear").isEqualTo("How many?");
        assertThat(quiet.predict(first.getInt("number"), 4)).isEqualTo(true);
        JSONObject said = (JSONObject) wall.next();
        while (said.optInt("predicted") != 1) {
            assertThat(said.has("people")).as("nothing is revealed: " + said).isTrue();
            said = (JSONObject) wall.next();
        }
    }

    private int status(String target) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + target))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    @DisplayName("has place for two hundred people")
    void twoHundred() throws Exception {
        Phone wall = presenter(server.token());
        List<Phone> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(participant());
        }
        wall.await("people", 200);
        wall.say("ask", "How many?");
        for (Phone person : all) {
            int number = person.await("text", "How many?").getInt("number");
            person.say("predict", number, 4);
        }
        wall.await("predicted", 200);
        wall.say("reveal");
        wall.await("4", 200);
    }
}
