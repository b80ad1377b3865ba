package org.datastoreguard.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The server's REST API as commands need it. What the server refuses leaves as {@link CommandFailure}. Thread-safe. */
final class RestClient {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    /** A probe or a first look at a vCenter may take this long; a live view has no end of its own. */
    private static final Duration ANSWER = Duration.ofMinutes(3);

    private static final int PAGE = 1000;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http;
    private final URI url;
    private final @Nullable String token;

    RestClient(URI url, @Nullable String token, ServerTrust trust) {
        this.url = url;
        this.token = token;
        this.http = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .sslContext(trust.context())
                .build();
    }

    URI url() {
        return url;
    }

    ObjectNode object() {
        return json.createObjectNode();
    }

    JsonNode get(String path) {
        return send("GET", path, null).body();
    }

    /** Sends once: a key lets the server tell a repeated request from a second one. */
    JsonNode post(String path, JsonNode body) {
        return send("POST", path, body, "Idempotency-Key", UUID.randomUUID().toString())
                .body();
    }

    JsonNode put(String path, JsonNode body) {
        return send("PUT", path, body).body();
    }

    void delete(String path, JsonNode body) {
        send("DELETE", path, body);
    }

    void delete(String path) {
        send("DELETE", path, null);
    }

    /** Changes what is there now: reads its version first. */
    JsonNode patch(String path, JsonNode change) {
        return send("PATCH", path, change, "If-Match", send("GET", path, null).etag())
                .body();
    }

    /** All items of a list, however many pages. */
    List<JsonNode> all(String path) {
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        do {
            String separator = path.contains("?") ? "&" : "?";
            JsonNode page = get(path + separator + "limit=" + PAGE + cursor);
            page.path("items").forEach(items::add);
            cursor =
                    page.has("nextCursor") ? "&cursor=" + page.get("nextCursor").asText() : "";
        } while (!cursor.isEmpty());
        return items;
    }

    /** The item of a list that a person names by name, in any case, or by id. */
    JsonNode named(String collection, String what, String nameOrId) {
        List<JsonNode> found = all("/" + collection).stream()
                .filter(item -> item.path("id").asText().equals(nameOrId)
                        || item.path("name")
                                .asText()
                                .toLowerCase(Locale.ROOT)
                                .equals(nameOrId.toLowerCase(Locale.ROOT)))
                .toList();
        if (found.size() != 1) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    found.isEmpty()
                            ? "There is no " + what + " named " + nameOrId
                            : found.size() + " are named " + nameOrId + "; use the id");
        }
        return found.get(0);
    }

    String id(String collection, String what, String nameOrId) {
        return named(collection, what, nameOrId).path("id").asText();
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The lines of a text as they come. */
    Stream<String> lines(String path, String... headers) {
        HttpRequest.Builder request = request(path).headers(concat("Accept", "*/*", headers));
        HttpResponse<Stream<String>> answer = exchange(request.GET().build(), BodyHandlers.ofLines());
        if (answer.statusCode() >= 400) {
            throw CommandFailure.ofProblem(
                    answer.statusCode(), parsed(String.join("\n", answer.body().toList())));
        }
        return answer.body();
    }

    /** A live view, after the event of that id. */
    EventStream events(String path, @Nullable String lastEventId) {
        HttpRequest.Builder request = request(path).header("Accept", "text/event-stream");
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        return EventStream.open(http, request.GET().build());
    }

    private static String[] concat(String name, String value, String... more) {
        return Stream.concat(Stream.of(name, value), Stream.of(more)).toArray(String[]::new);
    }

    /** Whether an address outside the API answers with success. */
    boolean answers(String path) {
        return exchange(
                                HttpRequest.newBuilder(url.resolve(path))
                                        .timeout(CONNECT)
                                        .build(),
                                BodyHandlers.discarding())
                        .statusCode()
                == 200;
    }

    private Answer send(String method, String path, @Nullable JsonNode body, String... headers) {
        HttpRequest.Builder request =
                request(path).timeout(ANSWER).headers(concat("Accept", "application/json", headers));
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body.toString()));
        }
        HttpResponse<String> answer = exchange(request.build(), BodyHandlers.ofString());
        JsonNode parsed = parsed(answer.body());
        if (answer.statusCode() >= 400) {
            throw CommandFailure.ofProblem(answer.statusCode(), parsed);
        }
        return new Answer(parsed, answer.headers().firstValue("ETag").orElse("*"));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve("/api/v1" + path));
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "No answer from " + url + ": " + reason(e) + "\n  Is the server running, and is this its address?",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.FAILED, "Interrupted", e);
        }
    }

    private static String reason(Throwable e) {
        String reason = e.getClass().getSimpleName();
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            reason = cause.getMessage() == null ? reason : cause.getMessage();
        }
        return reason;
    }

    private JsonNode parsed(String body) {
        try {
            return body.isBlank() ? MissingNode.getInstance() : json.readTree(body);
        } catch (JsonProcessingException e) {
            throw new CommandFailure(ExitCode.FAILED, url + " does not answer like a Datastore Guard server", e);
        }
    }

    private record Answer(JsonNode body, String etag) {}
}
