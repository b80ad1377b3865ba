package org.datastoreguard.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.core.util.Yaml31;
import io.swagger.v3.jaxrs2.Reader;
import io.swagger.v3.oas.integration.SwaggerConfiguration;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.datastoreguard.api.http.Problem;
import org.junit.jupiter.api.Test;

/**
 * The API's description is made from the resources and checked in, so that a change of the API is seen in review. After
 * one: {@code mvn -pl plugin-server test -Dtest=OpenApiTest -Dopenapi.write=true}.
 */
class OpenApiTest {
    private static final Path FILE = Path.of("..", "docs", "openapi.yaml");

    @Test
    void the_checked_in_description_is_what_the_resources_say() throws Exception {
        String generated = "# Made from the resources by OpenApiTest; do not edit.\n" + Yaml31.pretty(describe());
        if (Boolean.getBoolean("openapi.write")) {
            Files.writeString(FILE, generated);
        }

        assertThat(Files.readString(FILE)).isEqualTo(generated);
    }

    @Test
    void every_address_of_the_api_is_described_with_its_errors() {
        OpenAPI api = describe();

        assertThat(api.getPaths()).containsKeys("/snapshot-tasks", "/runs/{id}/events", "/nas-systems/{id}/probe");
        assertThat(operations(api)).hasSizeGreaterThan(40).allSatisfy(operation -> {
            assertThat(operation.getOperationId()).isNotBlank();
            assertThat(operation.getSummary()).isNotBlank();
            assertThat(operation.getResponses()).containsKey("default");
        });
    }

    private static OpenAPI describe() {
        OpenAPI base = new OpenAPI()
                .openapi("3.1.0")
                .info(new Info()
                        .title("Datastore Guard")
                        .version("v1")
                        .description(
                                "Snapshots and replication of the ZFS datasets behind vSphere datastores. Times are"
                                        + " ISO-8601 in UTC, sizes are bytes, durations are ISO-8601. Members that are not known"
                                        + " are refused. Each error code has a page in docs/runbook.")
                        .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
                .servers(List.of(new Server().url("/api/v1")))
                .components(new Components()
                        .addSecuritySchemes(
                                "token",
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .description("Made by datastore-guard token create")))
                .security(List.of(new SecurityRequirement().addList("token")));
        Reader reader = new Reader(new SwaggerConfiguration().openAPI(base).openAPI31(true));
        OpenAPI api = reader.read(new HashSet<>(ApiApplication.RESOURCES));
        addProblems(api);
        api.getPaths().values().forEach(path -> {
            if (path.getPost() != null) {
                path.getPost()
                        .addParametersItem(new Parameter()
                                .in("header")
                                .name("Idempotency-Key")
                                .description(
                                        "The same key with the same request gets the first answer; nothing is done twice")
                                .schema(new Schema<String>().types(java.util.Set.of("string"))));
            }
        });
        return sorted(api);
    }

    /** Reflection promises no order, and a description that changes by itself would be reviewed by nobody. */
    private static OpenAPI sorted(OpenAPI api) {
        Paths paths = new Paths();
        new TreeMap<>(api.getPaths()).forEach(paths::addPathItem);
        api.setPaths(paths);
        api.getComponents().setSchemas(new TreeMap<>(api.getComponents().getSchemas()));
        return api;
    }

    private static void addProblems(OpenAPI api) {
        io.swagger.v3.core.converter.ModelConverters.getInstance(true)
                .readAll(Problem.class)
                .forEach(api.getComponents()::addSchemas);
        ApiResponse problem = new ApiResponse()
                .description("What went wrong, as a problem document")
                .content(new Content()
                        .addMediaType(
                                "application/problem+json",
                                new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"))));
        operations(api).forEach(operation -> {
            // What a method simply returns is a success; "default" is where its errors belong.
            ApiResponse returned = operation.getResponses().remove("default");
            if (operation.getResponses().isEmpty()) {
                operation.getResponses().addApiResponse("200", returned);
            }
            operation.getResponses().forEach(OpenApiTest::describe);
            operation.getResponses().addApiResponse("default", problem);
        });
    }

    private static void describe(String status, ApiResponse answer) {
        if (answer.getDescription() == null
                || answer.getDescription().isBlank()
                || answer.getDescription().equals("default response")) {
            answer.setDescription(Map.of(
                            "201", "Made",
                            "202", "Accepted; a run does the work",
                            "204", "Done",
                            "501", "Not supported yet")
                    .getOrDefault(status, "The answer"));
        }
    }

    private static List<Operation> operations(OpenAPI api) {
        return api.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .toList();
    }
}
