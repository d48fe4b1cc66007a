package org.alluvium.rest.collections;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.alluvium.rest.server.RunningApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The original server's answers are given byte for byte, but for what docs/compatibility.md lists. */
@Timeout(60)
class RecordedAnswersTest {
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "index-buckets",
                "index-hardware_profiles",
                "index-images",
                "index-instance_states",
                "index-instances",
                "index-keys",
                "index-realms",
                "index-storage_snapshots",
                "index-storage_volumes",
                "show-blob",
                "show-buckets-bucket1",
                "show-hardware_profiles-m1-large",
                "show-images-img1",
                "show-instances-inst0",
                "show-instances-inst3",
                "show-keys-test-key",
                "show-realms-us",
                "show-storage_snapshots-snap1",
                "show-storage_volumes-vol3"
            })
    void whatIsThereLooksAsRecorded(String name) {
        replay(name + ".xml");
        replay(name + ".json");
    }

    @Test
    void anInstanceLivesAsRecorded() {
        replay("flow-instance-create.xml");
        replay("flow-instance-create.json");
        for (String format : new String[] {"xml", "json"}) {
            replay("flow-instance-reboot." + format);
            replay("flow-instance-stop." + format);
            replay("flow-instance-start." + format);
            api.post(Recording.read("flow-instance-stop." + format).path(), "");
            replay("flow-instance-destroy." + format);
        }
    }

    @Test
    void anImageIsMadeAndDestroyedAsRecorded() {
        replay("flow-image-create.xml");
        replay("flow-image-destroy.xml");
    }

    @Test
    void aVolumeIsAttachedAndDetachedAsRecorded() {
        replay("flow-volume-attach.xml");
        replay("flow-volume-detach.xml");
        replay("flow-volume-attach.json");
        replay("flow-volume-detach.json");
    }

    @Test
    void aKeyIsDestroyedAsRecorded() {
        replay("flow-key-destroy.json");
    }

    @Test
    void aBucketWithABlobLivesAsRecorded() {
        for (String format : new String[] {"xml", "json"}) {
            replay("flow-bucket-create." + format);
            replay("flow-blob-put." + format);
            replay("flow-blob-head." + format);
            replay("flow-blob-meta-post." + format);
            replay("flow-blob-content." + format);
            replay("flow-blob-destroy." + format);
            replay("flow-bucket-destroy." + format);
        }
    }

    /** Times are now, not then. */
    private static String timeless(String body) {
        return body.replaceAll("20[0-9]{2}-[0-9]{2}-[0-9]{2} [0-9:]{8} \\+0000", "NOW");
    }

    private void replay(String name) {
        Recording recording = Recording.read(name);
        HttpResponse<String> answer = recording.replay(api);

        assertThat(answer.statusCode()).as(name).isEqualTo(recording.status());
        recording.headers().forEach((header, value) -> {
            if (!header.equals("Server") || value.startsWith("Apache")) {
                assertThat(answer.headers().firstValue(header))
                        .as(name + " " + header)
                        .contains(value.replace("{base}", api.base()));
            }
        });
        assertThat(timeless(answer.body().stripTrailing())).as(name).isEqualTo(timeless(recording.body(api)));
    }
}
