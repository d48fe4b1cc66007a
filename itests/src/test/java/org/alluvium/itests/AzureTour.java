package org.alluvium.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.alluvium.driver.azure.AzureStack;

/** A distribution with the Azure driver, before Azure's servers for tests, as a client asks it. */
final class AzureTour implements AutoCloseable {
    static final String API = "/api;driver=azure";

    private static final ObjectMapper JSON = new ObjectMapper();

    final AzureStack azure;
    final Distribution server;

    AzureTour(Path folder) throws Exception {
        azure = AzureStack.start();
        server = new Distribution(folder);
        server.set("org.alluvium.driver.azure", "clouds", azure.clouds());
        assertThat(server.console("cloud:driver-install azure")).contains("Driver azure 1.0.0 is active.");
        // The framework reads a changed file in its own time
        server.await(
                "the settings are in force",
                () -> principal("application/xml")
                                .ask("GET", API + "/realms", "")
                                .statusCode()
                        == 200);
    }

    @Override
    public void close() throws InterruptedException {
        server.close();
        azure.close();
    }

    /** A client with a service principal's credentials. */
    Client principal(String format) {
        return new Client(AzureStack.USER, AzureStack.PASSWORD, format);
    }

    /** A client with the key of the storage account. */
    Client account(String format) {
        return new Client(AzureStack.ACCOUNT, AzureStack.KEY, format);
    }

    /** One that asks for one format. */
    final class Client {
        private final String authorization;
        final String format;

        Client(String user, String password, String format) {
            this.authorization = "Basic "
                    + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
            this.format = format;
        }

        boolean isJson() {
            return format.endsWith("json");
        }

        HttpResponse<String> ask(String method, String path, String form, String... more) {
            List<String> headers = new ArrayList<>(List.of("Authorization", authorization, "Accept", format));
            headers.addAll(Arrays.asList(more));
            return server.send(method, path, form, headers.toArray(String[]::new));
        }

        /** The body of an answer with that status, which is a document of the format. */
        String tell(int status, String method, String path, String form, String... more) {
            HttpResponse<String> answer = ask(method, path, form, more);
            assertThat(answer.statusCode())
                    .as(method + " " + path + " " + form + "\n" + answer.body())
                    .isEqualTo(status);
            if (!answer.body().isEmpty()) {
                check(answer);
            }
            return answer.body();
        }

        private void check(HttpResponse<String> answer) {
            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith(format));
            if (isJson()) {
                try {
                    JSON.readTree(answer.body());
                } catch (JsonProcessingException noJson) {
                    throw new AssertionError(answer.body(), noJson);
                }
            } else {
                assertThat(answer.body()).contains("<");
            }
        }

        String look(String path) {
            return tell(200, "GET", path, "");
        }

        /** Makes a thing; answers its path. */
        String make(String collection, String form) {
            HttpResponse<String> answer = ask("POST", API + "/" + collection, form);
            assertThat(answer.statusCode())
                    .as(collection + " " + form + "\n" + answer.body())
                    .isEqualTo(201);
            check(answer);
            String location = answer.headers().firstValue("Location").orElseThrow();
            return URI.create(location).getRawPath().replaceFirst("^/api[^/]*", API);
        }

        /** Removes a thing; it is not there any more, or soon will not be. */
        void remove(String path) {
            tell(204, "DELETE", path, "");
            server.await(path + " is gone", () -> ask("GET", path, "").statusCode() == 404);
        }

        /** Whether a document has a field with that value. */
        boolean has(String document, String field, String value) {
            return document.contains(
                    isJson() ? "\"" + field + "\":\"" + value + "\"" : "<" + field + ">" + value + "</" + field + ">");
        }

        void await(String path, String field, String value) {
            server.await(
                    path + " has " + field + " " + value,
                    () -> has(ask("GET", path, "").body(), field, value));
        }
    }

    /** The id at the end of a path. */
    static String id(String path) {
        return URLDecoder.decode(path.substring(path.lastIndexOf('/') + 1), StandardCharsets.UTF_8);
    }

    /** Runs a program to its end; answers what it prints. */
    static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }
}
