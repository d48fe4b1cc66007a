package org.alluvium.rest.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.alluvium.rest.collections.ApiCollections;
import org.alluvium.rest.description.CollectionDescription;
import org.alluvium.rest.server.RunningApi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesTest {
    private static final String PAGE = "text/html,application/xhtml+xml,*/*;q=0.8";

    private RunningApi api;

    @BeforeAll
    void start(@TempDir Path folder) {
        api = new RunningApi(folder);
    }

    @AfterAll
    void stop() throws Exception {
        api.close();
    }

    @Test
    void anIndexIsATableWithALinkAndTheActionsOfEachMember() {
        String page = page("/api/instances");

        assertThat(page)
                .contains("<h1>Instances</h1>")
                .contains("<th scope=\"row\"><a href=\"" + api.base() + "/api/instances/inst1\">inst1</a></th>")
                .contains("<form method=\"post\" action=\"" + api.base() + "/api/instances/inst1/stop\">")
                .contains("<summary>Create instance</summary>");
    }

    @Test
    void eachValueOfAMemberNamesItsColumnForScreensWithoutRoomForATable() {
        assertThat(api.get("/api/realms", "Accept", "text/html").body())
                .contains("<td data-label=\"state\">AVAILABLE</td>");
        assertThat(api.get("/stylesheets/alluvium.css").body()).contains("attr(data-label)");
    }

    @Test
    void aMemberLinksToWhatItRefersTo() {
        assertThat(page("/api/instances/inst1"))
                .contains("<dt>image</dt><dd><a href=\"" + api.base() + "/api/images/img3\">img3</a></dd>");
    }

    @Test
    void aPageHasNoScriptNoInlineStyleAndNothingFromElsewhere() {
        for (String path :
                new String[] {"/api", "/api/instances", "/api/keys/new", "/api/docs", "/api/instance_states"}) {
            assertThat(page(path))
                    .as(path)
                    .doesNotContain("<script", "<style", " style=", "onclick", "javascript:")
                    .doesNotContainPattern("(src|href)=\"(?!" + api.base() + "|#|\\?)");
        }
    }

    @Test
    void whatAPersonTypedIsEscaped() {
        String id = "<script>alert('1 & 2')</script>\"";
        HttpResponse<String> made =
                api.post("/api/buckets", "name=%3Cscript%3Ealert('1+%26+2')%3C%2Fscript%3E%22", "Accept", PAGE);
        assertThat(made.statusCode()).isEqualTo(303);

        String page = page("/api/buckets");

        assertThat(page).doesNotContain("<script").contains("&lt;script&gt;alert(&#39;1 &amp; 2&#39;)");
        assertThat(page(made.headers()
                        .firstValue("Location")
                        .orElseThrow()
                        .substring(api.base().length())))
                .doesNotContain(id)
                .contains("&lt;script&gt;");
    }

    @Test
    void aBrowserDestroysThroughAFormThatAsksOnceMore() {
        api.post("/api/keys", "name=of-a-page");
        assertThat(page("/api/keys/of-a-page"))
                .contains("<summary>destroy</summary>")
                .contains("<input type=\"hidden\" name=\"_method\" value=\"delete\">");

        HttpResponse<String> destroyed = api.post("/api/keys/of-a-page", "_method=delete", "Accept", PAGE);

        assertThat(destroyed.statusCode()).isEqualTo(303);
        assertThat(destroyed.headers().firstValue("Location")).contains(api.base() + "/api/keys");
        assertThat(api.get("/api/keys/of-a-page").statusCode()).isEqualTo(404);
    }

    @Test
    void fieldsThatABrowserSendsEmptyCountAsNotSent() {
        HttpResponse<String> made =
                api.post("/api/instances", "image_id=img1&hwp_id=&realm_id=&name=of+a+page", "Accept", PAGE);

        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.body())
                .contains("Done: create <a href=\"" + api.base() + "/api/instances/inst")
                .contains("of a page");
    }

    @Test
    void aFormHasAFieldForEachParameterAndFeature() {
        String form = page("/api/instances/new?image_id=img1");

        assertThat(form)
                .contains("action=\"" + api.base() + "/api/instances\"")
                .contains(
                        "name=\"image_id\" aria-describedby=\"p-image_id-hint\" required=\"\" type=\"text\" value=\"img1\"")
                .contains("<label for=\"p-name\">")
                .contains("href=\"" + api.base() + "/api/hardware_profiles\"");
    }

    @Test
    void formsOfActionsAreWhereOldClientsExpectThem() {
        assertThat(page("/api/storage_volumes/vol1/attach_instance"))
                .contains("action=\"" + api.base() + "/api/storage_volumes/vol1/attach\"");
        assertThat(page("/api/instances/inst1/run"))
                .contains("action=\"" + api.base() + "/api/instances/inst1/run\"")
                .contains("type=\"password\"");
        assertThat(page("/api/buckets/bucket1/new_blob_form_d15cfd90"))
                .contains("action=\"" + api.base() + "/api/buckets/bucket1\"")
                .contains("enctype=\"multipart/form-data\"");
    }

    @Test
    void formsAreForPeopleOnly() {
        assertThat(api.get("/api/keys/new").statusCode()).isEqualTo(406);
        assertThat(api.get("/api/keys/new", "Accept", "application/json").statusCode())
                .isEqualTo(406);
    }

    @Test
    void theChosenDriverStaysInTheLinksOfPages() {
        assertThat(page("/api;driver=mock/realms"))
                .contains("href=\"" + api.base() + "/api;driver=mock/realms/us\"")
                .contains("<option value=\"mock\" selected=\"\">mock</option>");
    }

    @Test
    void theChooserLeadsToTheDriverAndItsProvider() {
        assertThat(chosen("driver=mock")).isEqualTo("/api;driver=mock");
        assertThat(chosen("provider=default")).isEqualTo("/api/");
        assertThat(chosen("provider=p1")).isEqualTo("/api;provider=p1");
        assertThat(chosen("provider=p1", "Referer", api.base() + "/api;driver=mock/realms"))
                .isEqualTo("/api;driver=mock;provider=p1");
        assertThat(chosen("driver=mock&provider=a%2Fb%0D%0AX:y")).isEqualTo("/api;driver=mock;provider=a%2Fb%0D%0AX:y");
    }

    @Test
    void aProviderWithSlashesComesThroughTheAddress() {
        assertThat(api.get("/api;driver=mock;provider=https:%2F%2Fcloud%2Fv3").body())
                .contains("provider='https://cloud/v3'");
    }

    private String chosen(String form, String... headers) {
        HttpResponse<String> answer = api.post("/api", form, headers);
        assertThat(answer.statusCode()).isEqualTo(301);
        return answer.headers()
                .firstValue("Location")
                .orElseThrow()
                .substring(api.base().length());
    }

    @Test
    void anErrorIsAPageWithItsMessage() {
        HttpResponse<String> answer = api.get("/api/realms/nosuch", "Accept", PAGE);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/html");
        assertThat(answer.body()).contains("<title>404 - Not Found · Alluvium</title>", "nosuch");
    }

    @Test
    void aBrowserWithoutCredentialsIsAskedForThem() {
        HttpResponse<String> answer = api.get("/api/instances", "Accept", PAGE, "Authorization", "none");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Basic realm=");
    }

    @Test
    void theDocumentationsExamplesAreWhatTheMockCloudAnswers() throws Exception {
        Pattern self = Pattern.compile("href='\\{base}(/api/[^']*)'");
        for (CollectionDescription collection : ApiCollections.ALL) {
            String example = Examples.of(
                            collection, collection.operation("index").orElseThrow())
                    .orElseThrow();
            // Keys are cut short, and what is measured is random.
            if (!collection.name().equals("keys") && !collection.name().equals("metrics")) {
                Matcher first = self.matcher(example);
                String path = first.find() ? first.group(1) : "/api/" + collection.name();
                String id = path.substring(path.lastIndexOf('/') + 1);
                String body = api.get("/api/" + collection.name() + "?id=" + id).body();
                assertThat(body.replaceAll("since='[^']*'", "since='2026-11-24T09:00:00Z'"))
                        .isEqualTo(example.replace("{base}", api.base()));
                Optional<String> shown = collection.operation("show").flatMap(show -> Examples.of(collection, show));
                if (shown.isPresent()) {
                    assertThat(api.get(path).body()).isEqualTo(shown.get().replace("{base}", api.base()));
                }
            }
        }
        CollectionDescription blobs = ApiCollections.SUB.get(0);
        assertThat(api.get("/api/buckets/bucket1/blob1").body())
                .isEqualTo(Examples.of(blobs, blobs.operation("show").orElseThrow())
                        .orElseThrow()
                        .replace("{base}", api.base()));
        assertThat(page("/api/docs/realms/show")).contains("&lt;name&gt;United States&lt;/name&gt;");
    }

    @Test
    void theDocumentationIsHtmlWhateverIsAccepted() {
        HttpResponse<String> answer =
                api.get("/api/docs/instances/create", "Accept", "image/png", "Authorization", "none");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");
        assertThat(answer.body())
                .contains("<code>POST /api/instances</code>")
                .contains("<code>image_id</code>")
                .contains("Mock: feature authentication_key")
                .doesNotContain("?format=json");
        assertThat(api.get("/api/docs/nosuch").statusCode()).isEqualTo(404);
        assertThat(api.get("/api/docs/instances/nosuch").statusCode()).isEqualTo(404);
        assertThat(api.get("/api/docs/blobs").statusCode()).isEqualTo(200);
    }

    @Test
    void everyCollectionHasAPageWithItsMembersAndADocumentationPage() {
        for (String collection : api.get("/api").body().split("rel='")) {
            String name = collection.substring(0, collection.indexOf('\''));
            if (!name.startsWith("<") && !name.equals("create") && !name.equals("index")) {
                assertThat(page("/api/" + name)).as(name).contains("<tbody>");
                assertThat(page("/api/docs/" + name)).as(name).contains("<tbody>");
            }
        }
    }

    @Test
    void instanceStatesAreShownAsAPictureToo() {
        assertThat(page("/api/instance_states"))
                .contains("<img src=\"" + api.base() + "/api/instance_states?format=svg\"");
    }

    private String page(String path) {
        HttpResponse<String> answer = api.get(path, "Accept", PAGE);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        return answer.body();
    }
}
