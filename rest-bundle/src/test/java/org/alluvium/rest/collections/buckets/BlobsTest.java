package org.alluvium.rest.collections.buckets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.alluvium.rest.server.RunningApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BlobsTest {
    private static final String BLOB1 = "/api/buckets/bucket1/blob1";

    @TempDir
    private Path folder;

    private RunningApi api;

    @BeforeEach
    void start() {
        api = new RunningApi(folder);
    }

    @AfterEach
    void stop() throws Exception {
        api.close();
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @ParameterizedTest
    @CsvSource({"bytes=0-6,content,0-6", "bytes=11-,blob 1,11-16", "bytes=-4,ob 1,13-16", "bytes=11-999,blob 1,11-16"})
    void aPartOfAContentCanBeHad(String range, String part, String told) {
        HttpResponse<String> answer = api.get(BLOB1 + "/content", "Range", range);

        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.body()).isEqualTo(part);
        assertThat(header(answer, "Content-Range")).isEqualTo("bytes " + told + "/17");
        assertThat(header(answer, "Content-Length")).isEqualTo(Integer.toString(part.length()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=17-", "bytes=-0", "bytes=99-100"})
    void aPartBehindTheEndCannotBeHad(String range) {
        HttpResponse<String> answer = api.get(BLOB1 + "/content", "Range", range);

        assertThat(answer.statusCode()).isEqualTo(416);
        assertThat(header(answer, "Content-Range")).isEqualTo("bytes */17");
        assertThat(answer.body()).startsWith("<error ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-1,3-4", "bytes=-", "bytes=5-2", "lines=1-2", "bytes=a-b"})
    void aRangeThatMakesNoSenseIsIgnored(String range) {
        HttpResponse<String> answer = api.get(BLOB1 + "/content", "Range", range);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("content of blob 1");
        assertThat(header(answer, "Accept-Ranges")).isEqualTo("bytes");
    }

    @Test
    void aContentIsHadWhateverTheClientAccepts() {
        HttpResponse<String> answer = api.get(BLOB1 + "/content", "Accept", "image/png");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Type")).isEqualTo("text/plain");
        assertThat(header(answer, "Content-Disposition")).isEqualTo("attachment; filename=blob1");
    }

    @Test
    void aHeadOfAContentTellsItsLength() {
        HttpResponse<String> answer = api.send("HEAD", BLOB1 + "/content", "");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Length")).isEqualTo("17");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void aStoredPageCanDoNothing() {
        HttpResponse<String> answer = api.get("/api/buckets/bucket1/blob2/content");

        assertThat(header(answer, "Content-Type")).isEqualTo("text/html");
        assertThat(answer.headers().allValues("Content-Security-Policy"))
                .as("a browser obeys all of them")
                .contains("default-src 'none'; sandbox");
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(answer, "Content-Disposition")).startsWith("attachment");
    }

    @Test
    void aKeyMayHoldAnything() {
        String path = "/api/buckets/bucket1/a%2Fb%20%C3%A4%22%0D%0AX:%25.txt";
        HttpResponse<String> put = api.send("PUT", path, "text", "Content-Type", "text/plain");
        assertThat(put.statusCode()).isEqualTo(200);
        assertThat(put.body()).contains("href='" + api.base() + path + "'");

        HttpResponse<String> answer = api.get(path + "/content");

        assertThat(answer.body()).isEqualTo("text");
        assertThat(header(answer, "Content-Disposition"))
                .isEqualTo("attachment; filename=\"a_b ____X__.txt\"; "
                        + "filename*=UTF-8''a%2Fb%20%C3%A4%22%0D%0AX%3A%25.txt");
        assertThat(answer.headers().firstValue("X")).isEmpty();
        assertThat(api.get("/api/buckets/bucket1").body()).contains(api.base() + path + "'");
    }

    @Test
    void aBlobWithoutATypeIsBytes() {
        api.send("PUT", "/api/buckets/bucket1/untyped", "x");

        assertThat(api.get("/api/buckets/bucket1/untyped").body()).contains("<content_type></content_type>");
        assertThat(header(api.get("/api/buckets/bucket1/untyped/content"), "Content-Type"))
                .isEqualTo("application/octet-stream");
    }

    @Test
    void metadataIsKeptUnderLowerCaseKeysAndReplacedAsAWhole() {
        api.send("PUT", "/api/buckets/bucket1/m", "x", "X-Deltacloud-Blobmeta-My-Key", "1");
        HttpResponse<String> before = api.send("HEAD", "/api/buckets/bucket1/m", "");
        assertThat(before.statusCode()).isEqualTo(204);
        assertThat(header(before, "X-Deltacloud-Blobmeta-my_key")).isEqualTo("1");

        HttpResponse<String> replaced = api.post("/api/buckets/bucket1/m", "", "X-Deltacloud-Blobmeta-Other", "2");

        assertThat(replaced.statusCode()).isEqualTo(204);
        assertThat(header(replaced, "X-Deltacloud-Blobmeta-other")).isEqualTo("2");
        HttpResponse<String> after = api.send("HEAD", "/api/buckets/bucket1/m/metadata", "", "Accept", "text/html");
        assertThat(after.statusCode()).isEqualTo(204);
        assertThat(header(after, "X-Deltacloud-Blobmeta-other")).isEqualTo("2");
        assertThat(header(after, "X-Deltacloud-Blobmeta-my_key")).isEmpty();
    }

    @Test
    void aFormWithAFileMakesABlob() {
        String form = """
                --B\r
                Content-Disposition: form-data; name="blob_id"\r
                \r
                b3\r
                --B\r
                Content-Disposition: form-data; name="meta_params"\r
                \r
                1\r
                --B\r
                Content-Disposition: form-data; name="meta_name1"\r
                \r
                Author\r
                --B\r
                Content-Disposition: form-data; name="meta_value1"\r
                \r
                me\r
                --B\r
                Content-Disposition: form-data; name="blob_data"; filename="a.png"\r
                Content-Type: image/png\r
                \r
                picture\r
                --B--\r
                """;
        HttpResponse<String> answer =
                api.post("/api/buckets/bucket1", form, "Content-Type", "multipart/form-data; boundary=B");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Location")).isEmpty();
        assertThat(answer.body())
                .contains("<content_type>image/png</content_type>")
                .contains("<content_length>7</content_length>")
                .contains("<entry key='author'><![CDATA[me]]></entry>");
        assertThat(api.get("/api/buckets/bucket1/b3/content").body()).isEqualTo("picture");
    }

    @Test
    void aBlobMayStandInTheQuery() {
        HttpResponse<String> answer = api.post("/api/buckets/bucket1?blob_id=q&blob_data=hello&meta_params=0", "");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(api.get("/api/buckets/bucket1/q/content").body()).isEqualTo("hello");
    }

    @Test
    void aFormWithoutContentIsRefused() {
        HttpResponse<String> answer = api.post("/api/buckets/bucket1", "blob_id=x");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("'blob_data'");
    }

    @Test
    void aBlobIsUploadedInSegments() {
        String path = "/api/buckets/bucket1/segmented";
        HttpResponse<String> begun = api.send("PUT", path, "", "X-Deltacloud-BlobType", "segmented");
        assertThat(begun.statusCode()).isEqualTo(204);
        String upload = header(begun, "X-Deltacloud-SegmentedBlob");

        String second = segment(path + "?blob_type=segmented&segment_order=2&segmented_blob=" + upload, " world");
        String first = segment(path + "?blob_type=segmented&segment_order=1&segmented_blob=" + upload, "hello");
        assertThat(api.get(path).statusCode()).isEqualTo(404);
        HttpResponse<String> whole = api.send(
                "PUT",
                path,
                "1=" + first + " , 2=" + second,
                "X-Deltacloud-BlobType",
                "segmented",
                "X-Deltacloud-SegmentedBlob",
                upload,
                "Accept",
                "application/json");

        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body()).startsWith("{\"blob\":{\"id\":\"segmented\"").contains("\"content_length\":11");
        assertThat(api.get(path + "/content").body()).isEqualTo("hello world");
    }

    private String segment(String target, String content) {
        HttpResponse<String> answer = api.send("PUT", target, content);
        assertThat(answer.statusCode()).isEqualTo(204);
        return header(answer, "X-Deltacloud-BlobSegmentId");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x"})
    void aSegmentHasAPlaceFromOne(String order) {
        HttpResponse<String> answer = api.send(
                "PUT", "/api/buckets/bucket1/s?blob_type=segmented&segmented_blob=u&segment_order=" + order, "content");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("whole number from 1");
    }

    @Test
    void aClientThatGoesAwayDuringAnUploadLeavesNothingBehind() throws Exception {
        String head = "PUT /api/buckets/bucket1/half HTTP/1.1\r\nHost: x\r\nAuthorization: " + RunningApi.ACCOUNT
                + "\r\nContent-Length: 1000\r\n\r\nhalf";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).startsWith("HTTP/1.1 400 ");
        }

        assertThat(api.get("/api/buckets/bucket1/half").statusCode()).isEqualTo(404);
        assertThat(api.get("/api/buckets/bucket1").body()).contains("<size>3</size>");
    }

    @Test
    void aBodyOfUnknownLengthIsStored() {
        byte[] bytes = new byte[300_000];
        HttpResponse<String> answer = api.send(
                "PUT",
                "/api/buckets/bucket1/chunked",
                BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(bytes)));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("<content_length>300000</content_length>");
    }

    @Test
    void aFormAsTheBodyOfAPutIsTheContent() {
        api.send("PUT", "/api/buckets/bucket1/form", "a=b", "Content-Type", "application/x-www-form-urlencoded");

        assertThat(api.get("/api/buckets/bucket1/form/content").body()).isEqualTo("a=b");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        for (String target : new String[] {
            "/api/buckets/nosuch", "/api/buckets/bucket1/nosuch", "/api/buckets/bucket1/nosuch/content"
        }) {
            assertThat(api.get(target).statusCode()).as(target).isEqualTo(404);
        }
        assertThat(api.send("HEAD", "/api/buckets/bucket1/nosuch", "").statusCode())
                .isEqualTo(404);
        assertThat(api.send("DELETE", "/api/buckets/bucket1/nosuch", "").statusCode())
                .isEqualTo(404);
        assertThat(api.send("PUT", "/api/buckets/nosuch/x", "x").statusCode()).isEqualTo(404);
    }

    @Test
    void aBucketWithBlobsIsNotDestroyed() {
        assertThat(api.send("DELETE", "/api/buckets/bucket1", "").statusCode()).isEqualTo(409);
    }

    @Test
    void aBrowserIsSentToTheBucket() {
        HttpResponse<String> created = api.post("/api/buckets", "name=new one", "Accept", "text/html");
        assertThat(created.statusCode()).isEqualTo(303);
        assertThat(header(created, "Location")).isEqualTo(api.base() + "/api/buckets/new%20one");

        HttpResponse<String> destroyed = api.send("DELETE", BLOB1, "", "Accept", "text/html");
        assertThat(destroyed.statusCode()).isEqualTo(303);
        assertThat(header(destroyed, "Location")).isEqualTo(api.base() + "/api/buckets/bucket1");
    }
}
