package org.alluvium.itests;

import static org.alluvium.itests.AzureTour.API;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.alluvium.driver.azure.AzureStack;
import org.alluvium.itests.AzureTour.Client;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A tour of Azure's buckets and blobs over HTTP, in XML and in JSON, with both kinds of credentials; Microsoft's own client
 * reads the same data back, and what it writes is read here.
 */
@Timeout(600)
class AzureBlobTourIT {
    @TempDir
    static Path folder;

    private static AzureTour tour;

    @BeforeAll
    static void start() throws Exception {
        tour = new AzureTour(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        tour.close();
    }

    private static Client client(String who, String format) {
        return who.equals("account") ? tour.account(format) : tour.principal(format);
    }

    @ParameterizedTest
    @CsvSource({
        "account, application/xml",
        "account, application/json",
        "principal, application/xml",
        "principal, application/json"
    })
    void bucketsAndBlobsAreWhatMicrosoftsClientSees(String who, String format) throws Exception {
        Client client = client(who, format);
        String name = "tour-" + who + "-" + format.substring("application/".length());
        String bucket = client.make("buckets", "name=" + name);
        assertThat(client.look(API + "/buckets")).contains(name);
        client.tell(409, "POST", API + "/buckets", "name=" + name);
        client.tell(400, "POST", API + "/buckets", "name=Not--A%20Bucket");

        String content = "line one\nline two\n";
        client.tell(
                200,
                "PUT",
                bucket + "/a%20b%2F%C3%BC%2B.txt",
                content,
                "Content-Type",
                "text/x-tour",
                "X-Deltacloud-Blobmeta-Kind",
                "first");
        String blob = bucket + "/a%20b%2F%C3%BC%2B.txt";
        String shown = client.look(blob);
        assertThat(shown).contains("text/x-tour", String.valueOf(content.length()), "kind", "first");
        HttpResponse<String> read = client.ask("GET", blob + "/content", "");
        assertThat(read.body()).isEqualTo(content);
        assertThat(read.headers().firstValue("Content-Type")).contains("text/x-tour");
        HttpResponse<String> part = client.ask("GET", blob + "/content", "", "Range", "bytes=5-7");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("one");
        HttpResponse<String> last = client.ask("GET", blob + "/content", "", "Range", "bytes=-4");
        assertThat(last.body()).isEqualTo("two\n");
        assertThat(client.ask("GET", blob + "/content", "", "Range", "bytes=900-")
                        .statusCode())
                .isEqualTo(416);
        client.tell(204, "POST", blob, "", "X-Deltacloud-Blobmeta-Kind", "second");
        assertThat(client.ask("HEAD", blob, "").headers().firstValue("X-Deltacloud-Blobmeta-kind"))
                .contains("second");

        String segmented = bucket + "/segmented";
        String upload = client.ask("PUT", segmented, "", "X-Deltacloud-BlobType", "segmented")
                .headers()
                .firstValue("X-Deltacloud-SegmentedBlob")
                .orElseThrow();
        String[] ids = new String[2];
        for (int i = 0; i < 2; i++) {
            ids[i] = client.ask(
                            "PUT",
                            segmented,
                            ("" + i).repeat(120_000),
                            "X-Deltacloud-BlobType",
                            "segmented",
                            "X-Deltacloud-SegmentedBlob",
                            upload,
                            "X-Deltacloud-SegmentOrder",
                            "" + (i + 1))
                    .headers()
                    .firstValue("X-Deltacloud-BlobSegmentId")
                    .orElseThrow();
        }
        client.tell(
                200,
                "PUT",
                segmented,
                "1=" + ids[0] + " , 2=" + ids[1],
                "X-Deltacloud-BlobType",
                "segmented",
                "X-Deltacloud-SegmentedBlob",
                upload);
        assertThat(client.ask("GET", segmented + "/content", "").body())
                .isEqualTo("0".repeat(120_000) + "1".repeat(120_000));

        List<List<String>> seen = tour.azure.readByVendor(name);
        assertThat(seen).extracting(one -> one.get(0)).containsExactlyInAnyOrder("a b/ü+.txt", "segmented");
        assertThat(seen.get(0).subList(1, 5))
                .containsExactly(
                        String.valueOf(content.length()), AzureStack.digest(content), "text/x-tour", "kind=second");
        assertThat(seen.get(1).subList(1, 3))
                .containsExactly("240000", AzureStack.digest("0".repeat(120_000) + "1".repeat(120_000)));
        assertThat(client.ask("GET", bucket + "/vendor%2Fappended%20%C3%BC/content", "")
                        .body())
                .isEqualTo("one,two");
        assertThat(client.look(bucket)).contains("4");

        client.tell(409, "DELETE", bucket, "");
        for (String each :
                List.of(blob, segmented, bucket + "/vendor%2Fappended%20%C3%BC", bucket + "/vendor%2Fpaged")) {
            client.remove(each);
            client.tell(404, "DELETE", each, "");
        }
        client.remove(bucket);
        client.tell(404, "DELETE", bucket, "");
    }

    @ParameterizedTest
    @CsvSource({"application/xml", "application/json"})
    void anAccountSeesBucketsAloneAndAWrongKeyNothing(String format) {
        Client client = tour.account(format);
        assertThat(client.look(API)).contains("buckets").doesNotContain("instances", "networks");
        client.tell(412, "GET", API + "/instances", "");
        Client wrong = tour.new Client(AzureStack.ACCOUNT, "d3Jvbmcga2V5", format);
        for (String path : List.of("/buckets", "/buckets/tour", "/buckets/tour/x")) {
            assertThat(wrong.tell(401, "GET", API + path, "")).doesNotContain("d3Jvbmcga2V5");
        }
        tour.new Client(AzureStack.ACCOUNT, "no base64!", format).tell(401, "GET", API + "/buckets", "");
        tour.new Client("nosuchaccount", AzureStack.KEY, format).tell(401, "GET", API + "/buckets", "");
    }
}
