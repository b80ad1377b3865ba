package org.datastoreguard.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import jakarta.ws.rs.HttpMethod;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.datastoreguard.api.EndpointTable.Endpoint;
import org.datastoreguard.api.TestApi.Answer;
import org.datastoreguard.api.http.Requires;
import org.datastoreguard.jobs.RunKind;
import org.datastoreguard.security.Role;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessTest {
    private TestApi api;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        api = new TestApi(directory);
        Bodies.machines(api);
        for (Role role : Role.values()) {
            tokens[role.ordinal()] = api.token("role " + role, role);
        }
    }

    private final String[] tokens = new String[Role.values().length];

    @AfterAll
    void stop() throws Exception {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer ", "Bearer wrong", "Basic YTpi", "Bearer dsg_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void who_shows_no_valid_token_learns_nothing_not_even_which_paths_exist(String header) {
        for (String path : List.of("/about", "/vcenters", "/no/such/path")) {
            Answer refused = api.sendExactly("GET", path, null, List.of("Authorization", header));

            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.code()).isEqualTo("UNAUTHENTICATED");
            assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer");
        }
    }

    @Test
    void an_expired_or_revoked_token_is_worth_nothing() {
        String expired = api.tokens.create("old", Role.CONFIGURE, Instant.EPOCH).secret();
        var revoked = api.tokens.create("revoked", Role.CONFIGURE, null);
        assertThat(as(revoked.secret(), "GET", "/about", null).status()).isEqualTo(200);
        api.delete("/tokens/" + revoked.token().id());

        assertThat(as(expired, "GET", "/about", null).status()).isEqualTo(401);
        assertThat(as(revoked.secret(), "GET", "/about", null).status()).isEqualTo(401);
    }

    private Answer as(String secret, String method, String path, @Nullable String body) {
        return api.send(method, path, body, "Authorization", "Bearer " + secret);
    }

    static Stream<Endpoint> endpoints() {
        return EndpointTable.all();
    }

    /** The least role that gets past the door; what is behind it may then be missing or malformed. */
    @ParameterizedTest
    @MethodSource("endpoints")
    void each_endpoint_asks_for_its_role(Endpoint endpoint) {
        String path = endpoint.withIds("x");
        for (Role role : Role.values()) {
            Answer answer = as(
                    tokens[role.ordinal()],
                    endpoint.method(),
                    path,
                    endpoint.method().equals("GET") ? null : "[]");
            if (role.includes(endpoint.least())) {
                assertThat(answer.status()).as(role + " " + answer.text()).isNotIn(401, 403, 405, 500);
            } else {
                assertThat(answer.status()).as(role + " " + answer.text()).isEqualTo(403);
                assertThat(answer.code()).isEqualTo("FORBIDDEN");
            }
        }
    }

    @Test
    void the_table_names_every_endpoint_of_the_api_document() throws Exception {
        JsonNode paths = new YAMLMapper()
                .readTree(Path.of("..", "docs", "openapi.yaml").toFile())
                .path("paths");
        List<String> described = new ArrayList<>();
        paths.properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));

        assertThat(EndpointTable.all().map(Endpoint::toString)).containsExactlyInAnyOrderElementsOf(described);
    }

    @Test
    void a_token_for_one_datastore_sees_that_one_and_configures_nothing() {
        String limited = api.tokens
                .create("limited", Role.CONFIGURE, null, Set.of(Bodies.DATASTORE))
                .secret();

        assertThat(as(limited, "GET", "/datastores", null).json().path("items").findValuesAsText("id"))
                .containsExactly(Bodies.DATASTORE);
        assertThat(as(limited, "GET", "/datastores/" + Bodies.DATASTORE, null).status())
                .isEqualTo(200);
        assertThat(as(limited, "GET", "/datastores/" + Bodies.LOCAL_DATASTORE, null)
                        .status())
                .isEqualTo(404);
        assertThat(as(limited, "GET", "/tokens", null).status()).isEqualTo(403);
        assertThat(as(limited, "POST", "/replication-tasks", Bodies.replicationTask())
                        .status())
                .isEqualTo(403);
    }

    @Test
    void who_is_asking_learns_the_role_at_a_datastore_too() {
        String limited = api.tokens
                .create("limited to one", Role.REPLICATE, null, Set.of(Bodies.DATASTORE))
                .secret();
        String on = "/sessions/current?on=";

        assertThat(as(limited, "GET", "/sessions/current", null).json().has("role"))
                .isFalse();
        assertThat(as(limited, "GET", on + Bodies.DATASTORE, null)
                        .json()
                        .path("role")
                        .asText())
                .isEqualTo("REPLICATE");
        assertThat(as(limited, "GET", on + Bodies.LOCAL_DATASTORE, null).json().has("role"))
                .isFalse();
        assertThat(as(limited, "GET", on + "urn:vmomi:HostSystem:host-1:x", null)
                        .fields())
                .containsExactly("on");
        assertThat(as(limited, "GET", on, null).fields()).containsExactly("on");
    }

    @Test
    void a_token_is_limited_when_it_is_made_and_says_so() {
        Answer made = api.post(
                "/tokens", "{\"name\": \"one\", \"role\": \"VIEW\", \"datastoreIds\": [\"" + Bodies.DATASTORE + "\"]}");
        assertThat(made.json().at("/datastoreIds/0").asText()).isEqualTo(Bodies.DATASTORE);
        assertThat(as(made.json().path("secret").asText(), "GET", "/datastores", null)
                        .json()
                        .path("items"))
                .hasSize(1);

        assertThat(api.post("/tokens", "{\"name\": \"two\", \"role\": \"VIEW\", \"datastoreIds\": [\"<x>\"]}")
                        .fields())
                .containsExactly("datastoreIds[0]");
        assertThat(api.post("/tokens", "{\"name\": \"two\", \"role\": \"VIEW\", \"datastoreIds\": []}")
                        .fields())
                .containsExactly("datastoreIds");
    }

    @Test
    void a_replication_is_not_cancelled_by_who_may_only_take_snapshots() {
        String run = api.jobs.runNow(RunKind.REPLICATION, "some task").id();

        assertThat(as(tokens[Role.SNAPSHOT.ordinal()], "POST", "/runs/" + run + "/cancel", "")
                        .status())
                .isEqualTo(403);
        assertThat(as(tokens[Role.REPLICATE.ordinal()], "POST", "/runs/" + run + "/cancel", "")
                        .status())
                .isEqualTo(202);
    }

    @Test
    void no_endpoint_forgot_to_say_who_may_call_it() {
        List<String> forgotten = ApiApplication.RESOURCES.stream()
                .flatMap(resource -> Arrays.stream(resource.getDeclaredMethods()))
                .filter(AccessTest::isEndpoint)
                .filter(method -> !method.isAnnotationPresent(Requires.class))
                .map(Method::toString)
                .toList();

        assertThat(forgotten).isEmpty();
        assertThat(ApiApplication.RESOURCES).hasSizeGreaterThan(9);
    }

    private static boolean isEndpoint(Method method) {
        return Stream.of(method.getAnnotations())
                .map(Annotation::annotationType)
                .anyMatch(type -> type.isAnnotationPresent(HttpMethod.class));
    }
}
