package org.alluvium.capability;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.alluvium.model.Image;

/**
 * Which images to list.
 *
 * @param ownerId of which account; {@code self} is the caller's own. Absent takes the driver's default owner
 * @param architecture for which architecture
 */
public record ImageFilter(Optional<String> ownerId, Optional<String> architecture) {
    /** No restriction. */
    public static final ImageFilter ALL = new ImageFilter(Optional.empty(), Optional.empty());

    public ImageFilter {
        requireNonNull(ownerId);
        requireNonNull(architecture);
    }

    /** Whether the image's architecture is the one asked for. The owner is the driver's business. */
    public boolean admitsArchitecture(Image image) {
        return architecture.isEmpty() || architecture.equals(image.architecture());
    }
}
