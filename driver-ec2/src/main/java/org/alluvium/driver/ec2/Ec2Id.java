package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;
import org.alluvium.driver.CloudException;

/**
 * The kinds of ids that EC2 gives out. What does not look like one is not there, and EC2 is not asked: it would answer such
 * with the code of any bad parameter, and a list of everything for an empty one.
 */
enum Ec2Id {
    INSTANCE("Instance", "i"),
    VOLUME("Storage volume", "vol"),
    SNAPSHOT("Storage snapshot", "snap"),
    GROUP("Firewall", "sg"),
    NETWORK("Network", "vpc"),
    SUBNET("Subnet", "subnet"),
    INTERFACE("Network interface", "eni");

    private final String noun;
    private final Pattern shape;

    Ec2Id(String noun, String prefix) {
        this.noun = requireNonNull(noun);
        // Amazon's are in hexadecimal; what speaks its protocol may use other letters
        this.shape = Pattern.compile(prefix + "-[0-9A-Za-z]{1,64}");
    }

    /** Whether the text may be such an id. */
    boolean admits(String text) {
        return shape.matcher(text).matches();
    }

    /**
     * The id, if it may be one.
     *
     * @throws CloudException NOT_FOUND when nothing can have it
     */
    String require(String text) {
        if (!admits(text)) {
            throw unknown(text);
        }
        return text;
    }

    /** There is no such thing. */
    CloudException unknown(String id) {
        return CloudException.notFound(noun, id);
    }
}
