package org.alluvium.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.alluvium.registry.Conformance;
import org.alluvium.registry.Conformance.Item;
import org.alluvium.registry.Conformance.Kind;
import org.alluvium.registry.Conformance.State;
import org.alluvium.registry.Conformance.Subject;
import org.junit.jupiter.api.Test;

class CapabilityMatrixTest {
    private static Conformance matrix() {
        return CapabilityMatrix.matrix(
                new PaperDriver("http://127.0.0.1:1", PaperDriver.FEATURES).info(),
                Map.of(
                        new Subject(Kind.OPERATION, "keys", "list", "KeyOperations"),
                        State.PROVEN,
                        new Subject(Kind.PARAMETER, "buckets", "create", "bucket_location: location"),
                        State.PROVEN,
                        Subject.guarantee(BackendContract.WHOLE_LISTS),
                        State.PROVEN));
    }

    @Test
    void whatWasNotSeenIsOnlyDeclaredOrNotExamined() {
        assertThat(matrix().items())
                .contains(
                        new Item(new Subject(Kind.OPERATION, "keys", "list", "KeyOperations"), State.PROVEN),
                        new Item(new Subject(Kind.OPERATION, "keys", "destroy", "KeyOperations"), State.DECLARED),
                        new Item(
                                new Subject(Kind.PARAMETER, "buckets", "create", "bucket_location: location"),
                                State.PROVEN),
                        new Item(
                                new Subject(Kind.PARAMETER, "instances", "create", "sandboxing: sandbox"),
                                State.DECLARED),
                        new Item(Subject.guarantee(BackendContract.WHOLE_LISTS), State.PROVEN),
                        new Item(Subject.guarantee(ErrorContract.TIME_OUT), State.NOT_EXAMINED));
    }

    @Test
    void jsonAndPageTellTheStateOfEachThing() {
        assertThat(MatrixPage.json(matrix()))
                .startsWith("{\"driver\":\"paper\",\"version\":\"1.0.0\",")
                .contains(
                        "{\"collection\":\"keys\",\"operation\":\"list\",\"capability\":\"KeyOperations\",\"state\":\"proven\"}",
                        "{\"guarantee\":\"" + ErrorContract.TIME_OUT + "\",\"state\":\"not examined\"}");
        assertThat(MatrixPage.html(matrix()))
                .contains("<tr><td>keys</td><td>list</td><td>KeyOperations</td><td>proven</td></tr>");
    }
}
