package io.github.fanoutlab.workshop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.testbed.peer.RequiredRedis;
import io.github.fanoutlab.testbed.process.EmbeddedRedis;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.WindowType;

@DisplayName("The room over Redis, with three processes and two hundred phones,")
class RoomOverRedisTest {

    private static final int PEOPLE = 200;

    @Test
    @DisplayName("goes on when the presenter kills a worker: its phones come back elsewhere, and no prediction is lost")
    void killsAWorker() throws Exception {
        List<Phone> phones = new ArrayList<>();
        try (EmbeddedRedis redis = RequiredRedis.atLeast(0, "a real Redis of a room over several workers");
                WorkshopServer server =
                        WorkshopServer.start("127.0.0.1", 0, new WorkshopServer.RoomOptions(redis.url(), 3, 0))) {
            Phone wall =
                    Phone.once("http://127.0.0.1:" + server.port() + "/presenter", Map.of(), "counted", "revealed");
            awaitWorkers(wall, 3);
            long began = System.nanoTime();
            for (int i = 0; i < PEOPLE; i++) {
                phones.add(Phone.faithful(server.joinUrl() + "join", Map.of("me", "phone " + i), "question", "taken"));
            }
            JSONObject full = wall.await("people", PEOPLE);
            tell("all %d joined", began);
            assertThat(peopleOf(full))
                    .as("phones of each worker")
                    .allSatisfy(people -> assertThat(people).isBetween(PEOPLE / 3 - 20, PEOPLE / 3 + 20));

            began = System.nanoTime();
            wall.say("ask", "How many?");
            for (Phone phone : phones) {
                phone.await("text", "How many?");
            }
            tell("all %d heard the question", began);
            began = System.nanoTime();
            for (Phone phone : phones.subList(0, PEOPLE - 1)) {
                phone.say("predict", 1, 4);
            }
            for (Phone phone : phones.subList(0, PEOPLE - 1)) {
                assertThat(phone.await("taken", 1).get("answer")).isEqualTo(true);
            }
            tell("all but one of %d predicted, and know that it counts", began);

            wall.say("kill", "2");
            JSONObject back = awaitBack(wall);
            JSONObject death = back.getJSONArray("deaths").getJSONObject(0);
            System.out.printf(
                    "MEASURED: worker 2 was killed; %d phones were away, the last was back after %d ms%n",
                    death.getInt("people"), death.getLong("lastBackMillis"));
            assertThat(death.getInt("people")).isBetween(PEOPLE / 3 - 20, PEOPLE / 3 + 20);
            assertThat(back.getInt("predicted")).isEqualTo(PEOPLE - 1);

            assertThat(phones.get(PEOPLE - 1).predict(1, 16))
                    .as("the last prediction, after the kill")
                    .isEqualTo(true);
            awaitWorkers(wall, 3);
            wall.say("reveal");
            JSONObject revealed = wall.await("4", PEOPLE - 1);
            assertThat(revealed.getInt("16")).isEqualTo(1);
        } finally {
            phones.forEach(Phone::close);
        }
    }

    @Test
    @DisplayName(
            "is an exhibit on the page: a click kills a worker, its phone comes back to one that listens, and the page says who was away")
    void onThePage() {
        try (Browser browser = Browser.require("the room over several workers");
                EmbeddedRedis redis = RequiredRedis.atLeast(0, "a real Redis of a room over several workers");
                WorkshopServer server =
                        WorkshopServer.start("127.0.0.1", 0, new WorkshopServer.RoomOptions(redis.url(), 2, 0))) {
            browser.size(1920, 1080);
            browser.open(server.url("#four-emitters"));
            browser.find("[data-generation=adapter]");
            browser.click("#open-room");
            browser.awaitTrue("document.querySelectorAll('.traffic tbody tr:not(.dead)').length === 2");
            String wall = browser.driver().getWindowHandle();
            browser.driver().switchTo().newWindow(WindowType.TAB);
            browser.open(server.joinUrl());
            browser.awaitText("#question", "How many events does client C1 get");
            browser.type("#prediction", "16");
            browser.enter();
            browser.awaitText("#state", "You predicted 16. Look at the wall.");
            browser.awaitText("#worker", "connected to worker: ");
            String worker = browser.text("#worker").replaceAll("\\D", "");
            String phone = browser.driver().getWindowHandle();
            browser.driver().switchTo().window(wall);
            browser.awaitText("#room .count", "1 of 1 person has predicted");
            browser.click(".traffic [data-worker='" + worker + "'] .kill");
            browser.awaitText(".deaths", "1 phone was away: all were back after ");
            browser.awaitText(".deaths", "Predictions before: 1, now: 1.");
            browser.driver().switchTo().window(phone);
            browser.awaitText("#worker", "connected to worker: "); // the other one, or this one when it is back
            assertThat(browser.text("#state")).isEqualTo("You predicted 16. Look at the wall.");
        }
    }

    private static void tell(String what, long sinceNanos) {
        System.out.printf(
                "MEASURED: " + what + " within %d ms%n", PEOPLE, (System.nanoTime() - sinceNanos) / 1_000_000);
    }

    private static void awaitWorkers(Phone wall, int wanted) throws Exception {
        while (true) {
            if (wall.next() instanceof JSONObject said && alive(said.optJSONArray("workers")) == wanted) {
                return;
            }
        }
    }

    private static int alive(JSONArray workers) throws Exception {
        int alive = 0;
        for (int i = 0; workers != null && i < workers.length(); i++) {
            alive += workers.getJSONObject(i).getBoolean("alive") ? 1 : 0;
        }
        return alive;
    }

    /** Waits until nobody whose worker died is away. */
    private static JSONObject awaitBack(Phone wall) throws Exception {
        while (true) {
            if (wall.next() instanceof JSONObject said
                    && said.has("deaths")
                    && said.getJSONArray("deaths").length() > 0
                    && said.getJSONArray("deaths").getJSONObject(0).getInt("stillAway") == 0
                    && said.getInt("people") == PEOPLE) {
                return said;
            }
        }
    }

    private static List<Integer> peopleOf(JSONObject counts) throws Exception {
        List<Integer> people = new ArrayList<>();
        for (int i = 0; i < counts.getJSONArray("workers").length(); i++) {
            people.add(counts.getJSONArray("workers").getJSONObject(i).getInt("people"));
        }
        return people;
    }
}
