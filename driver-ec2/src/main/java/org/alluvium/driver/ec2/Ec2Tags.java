package org.alluvium.driver.ec2;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Names: to EC2 they are tags. */
final class Ec2Tags {
    private static final String NAME = "Name";

    private Ec2Tags() {}

    /** What people call the thing with these tags. */
    static Optional<String> name(List<Tag> tags) {
        return tags.stream()
                .filter(tag -> NAME.equals(tag.key()))
                .map(Tag::value)
                .filter(value -> value != null && !value.isBlank())
                .findFirst();
    }

    /** The tags of a new thing: none without a name, because tagging is a permission of its own. */
    static List<TagSpecification> named(ResourceType type, Optional<String> name) {
        return name.filter(text -> !text.isBlank())
                .map(text -> TagSpecification.builder()
                        .resourceType(type)
                        .tags(Tag.builder().key(NAME).value(text).build())
                        .build())
                .map(List::of)
                .orElse(List.of());
    }
}
