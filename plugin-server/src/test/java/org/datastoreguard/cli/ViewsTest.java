package org.datastoreguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is drawn on a terminal, and how a live view is read. */
class ViewsTest {
    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }

    private static String drawn(boolean interactive, String... runs) throws IOException {
        StringWriter out = new StringWriter();
        ProgressBar bar = new ProgressBar(
                new Terminal(new PrintWriter(out, true), new PrintWriter(out, true), Map.of(), interactive));
        for (String run : runs) {
            bar.show(json(run));
        }
        bar.end();
        return out.toString();
    }

    @Test
    void a_screen_shows_one_line_that_is_taken_away_at_the_end() throws IOException {
        String drawn = drawn(
                true,
                "{'state':'RUNNING','bytesDone':512,'bytesTotal':1024}",
                "{'state':'RUNNING','bytesDone':2048,'bytesTotal':1024,'bytesPerSecond':1048576,'etaSeconds':61}");

        assertThat(drawn)
                .contains("50%  512 B of 1.0 KiB", "100%  2.0 KiB of 1.0 KiB  1.0 MiB/s  1m1s left")
                .doesNotContain("\n")
                .endsWith("\r");
    }

    @Test
    void a_line_longer_than_a_screen_is_cut() throws IOException {
        String drawn = drawn(true, "{'state':'WAITING','waitingFor':'" + "x".repeat(200) + "'}");

        assertThat(drawn.lines().findFirst().orElseThrow())
                .startsWith("WAITING: xxx")
                .endsWith("…")
                .hasSize(79);
    }

    @Test
    void a_log_file_gets_a_line_for_each_tenth_and_state_only() throws IOException {
        String drawn = drawn(
                false,
                "{'state':'RUNNING','bytesDone':10,'bytesTotal':100}",
                "{'state':'RUNNING','bytesDone':11,'bytesTotal':100}",
                "{'state':'RUNNING','bytesDone':25,'bytesTotal':100}",
                "{'state':'WAITING','waitingFor':'the window opens at 22:00'}");

        assertThat(drawn.lines()).hasSize(3).last().isEqualTo("WAITING: the window opens at 22:00");
    }

    @ParameterizedTest
    @CsvSource({"0,0 B", "1023,1023 B", "1024,1.0 KiB", "1572864,1.5 MiB", "9223372036854775807,8192.0 PiB"})
    void sizes_are_read_easily(long bytes, String text) {
        assertThat(Text.bytes(bytes)).isEqualTo(text);
    }

    @Test
    void nothing_from_elsewhere_can_steer_the_terminal() throws IOException {
        assertThat(Text.of(json("{'name':'a\\u001b[2Jb\\u0007'}"), "name")).isEqualTo("a?[2Jb?");
        assertThat(CommandFailure.ofProblem(409, json("{'title':'x','stderr':'\\u001b]0;y'}"))
                        .getMessage())
                .contains("?]0;y")
                .doesNotContain("\u001b");
    }

    @Test
    void a_live_view_is_read_event_by_event_until_it_ends() throws Exception {
        String body = """
                event: log
                id: 7
                data: {"text":"a"}

                : still here

                event: run
                data: {"state":
                data: "RUNNING"}

                event: end

                event: cut
                """;

        List<EventStream.Event> events = read(200, body);

        assertThat(events)
                .containsExactly(
                        new EventStream.Event("log", "7", "{\"text\":\"a\"}"),
                        new EventStream.Event("run", null, "{\"state\":\n\"RUNNING\"}"),
                        new EventStream.Event("end", null, ""));
    }

    @Test
    void a_live_view_that_nobody_opens_ends_at_once() throws Exception {
        assertThat(EventStream.open(
                                HttpClient.newHttpClient(),
                                HttpRequest.newBuilder(URI.create("http://127.0.0.1:1/"))
                                        .build())
                        .next())
                .isEmpty();
        assertThat(read(404, "{}")).isEmpty();
    }

    private static List<EventStream.Event> read(int status, String body) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(status, bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
        server.start();
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        List<EventStream.Event> events = new ArrayList<>();
        try (EventStream stream = EventStream.open(
                HttpClient.newHttpClient(), HttpRequest.newBuilder(address).build())) {
            Optional<EventStream.Event> next = stream.next();
            while (next.isPresent()) {
                events.add(next.get());
                next = stream.next();
            }
        } finally {
            server.stop(0);
        }
        return events;
    }
}
