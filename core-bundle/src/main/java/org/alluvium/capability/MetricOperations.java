package org.alluvium.capability;

import java.util.List;
import java.util.Optional;
import org.alluvium.model.Metric;
import org.osgi.annotation.versioning.ConsumerType;

/** The collection {@code metrics}. The package's rules hold. */
@ConsumerType
@Capability("metrics")
public interface MetricOperations {
    /** Every measured thing that the caller may see, without samples. */
    List<Metric> list();

    /** The measured thing of that id. */
    Optional<Metric> find(String id);
}
