package org.alluvium.rest.collections.metrics;

import java.util.List;
import org.alluvium.capability.MetricOperations;
import org.alluvium.driver.Parameter;
import org.alluvium.model.Metric;
import org.alluvium.rest.description.CollectionDescription;
import org.alluvium.rest.description.Operation;
import org.alluvium.rest.document.Document;
import org.alluvium.rest.document.Group;
import org.alluvium.rest.document.Group.Layout;
import org.alluvium.rest.document.Node;
import org.alluvium.rest.document.Rows;
import org.alluvium.rest.http.Links;

/** The collection {@code metrics}: what it offers, and how measurements look. */
public final class MetricView {
    static final Operation INDEX = Operation.of(
            "index",
            "GET",
            "",
            MetricOperations.class,
            "metrics",
            "Lists what is measured.",
            Parameter.optional("id", Parameter.Type.STRING, "Lists only the measured thing of this id."));

    static final Operation SHOW = Operation.of(
            "show", "GET", "/{id}", MetricOperations.class, "metric", "Shows the measurements of one thing.");

    public static final CollectionDescription COLLECTION = CollectionDescription.of(
            "metrics", "metric", "What is measured of instances: processor, disk and network use.", INDEX, SHOW);

    private MetricView() {}

    static Document index(List<Metric> metrics, Links links) {
        return Document.of(Rows.of("metrics", Rows.each(metrics, metric -> group(metric, links))));
    }

    static Document show(Metric metric, Links links) {
        return Document.of(group(metric, links));
    }

    private static Group group(Metric metric, Links links) {
        return Group.of("metric")
                .attribute("id", metric.id())
                .attribute("href", links.member("metrics", metric.id()))
                .field("entity", metric.entity().orElse(metric.id()))
                .add(Rows.xml("properties", Layout.BLOCK, Rows.each(metric.series(), MetricView::element)))
                .add(Rows.json("properties", Rows.each(metric.series(), MetricView::object)));
    }

    private static Node element(Metric.Series series) {
        return Rows.xml(
                series.name(),
                Layout.JOINED,
                Rows.each(
                        series.samples().orElse(List.of()),
                        sample -> Group.xml("sample", Layout.BLOCK)
                                .add(property("minimum", sample.minimum()))
                                .add(property("maximum", sample.maximum()))
                                .add(property("average", sample.average()))
                                .add(property("timestamp", sample.timestamp()))
                                .add(property("unit", sample.unit()))));
    }

    private static Group property(String name, Object value) {
        return Group.xml("property", Layout.INLINE).xmlAttribute("name", name).xmlAttribute("value", value);
    }

    private static Node object(Metric.Series series) {
        Group group = Group.json("property").jsonField("name", series.name());
        return series.samples()
                .map(samples -> group.add(Rows.json(
                        "values",
                        Rows.each(
                                samples,
                                sample -> Group.json("value")
                                        .jsonField("minimum", sample.minimum())
                                        .jsonField("maximum", sample.maximum())
                                        .jsonField("average", sample.average())
                                        .jsonField("timestamp", sample.timestamp())
                                        .jsonField("unit", sample.unit())))))
                .orElseGet(() -> group.jsonField("values", null));
    }
}
