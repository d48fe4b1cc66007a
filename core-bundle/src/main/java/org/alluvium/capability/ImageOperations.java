package org.alluvium.capability;

import java.util.List;
import java.util.Optional;
import org.alluvium.model.Image;
import org.osgi.annotation.versioning.ConsumerType;

/** The collection {@code images}. The package's rules hold. */
@ConsumerType
@Capability("images")
public interface ImageOperations {
    /**
     * Every image that the caller may see and the filter admits.
     *
     * @param filter narrows the list; what the cloud can filter is filtered there
     */
    List<Image> list(ImageFilter filter);

    /** The image of that id, whoever owns it. */
    Optional<Image> find(String id);

    /**
     * Makes an image of an instance.
     *
     * @param instanceId of which instance
     * @param name what to call it; empty lets the driver choose
     * @param description what is on it
     */
    Image create(String instanceId, Optional<String> name, Optional<String> description);

    /** Removes an image for good. */
    void destroy(String id);
}
