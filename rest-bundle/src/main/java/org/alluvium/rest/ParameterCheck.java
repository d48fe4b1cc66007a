package org.alluvium.rest;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.alluvium.driver.DriverInfo;
import org.alluvium.driver.Parameter;
import org.alluvium.rest.description.CollectionDescription;
import org.alluvium.rest.description.Operation;
import org.alluvium.rest.http.Parameters;
import org.alluvium.rest.http.Problem;

/** Holds what a client sent against the declaration of the operation, the driver's features included. */
final class ParameterCheck {
    private static final Pattern CIDR_SHAPE = Pattern.compile("[0-9A-Fa-f:.]+/[0-9]{1,3}");

    private ParameterCheck() {}

    /**
     * Checks presence, type and allowed values. An empty text counts as present (contract 01, section 8), and as "none" where
     * the parameter is optional.
     *
     * @throws Problem 400 that names the parameter and says what it must be
     */
    static void check(CollectionDescription collection, Operation operation, DriverInfo driver, Parameters sent) {
        List<Parameter> declared = operation.parameters();
        for (Parameter parameter : declared) {
            if (parameter.required() && !sent.has(parameter.name())) {
                throw new Problem(
                        400,
                        "Required parameter '" + parameter.name() + "' not found in [" + String.join(",", sent.names())
                                + "]");
            }
            if (parameter.required()
                    && parameter.type() != Parameter.Type.FILE
                    && sent.get(parameter.name()).isEmpty()) {
                throw new Problem(400, "Parameter '" + parameter.name() + "' must be a text, not a file.");
            }
        }
        if (sent.values().isEmpty()) {
            return;
        }
        for (Parameter parameter : collection.parameters(operation, driver)) {
            sent.get(parameter.name()).ifPresent(value -> check(parameter, value));
        }
    }

    private static void check(Parameter parameter, String value) {
        if (value.isEmpty() && !parameter.required()) {
            return;
        }
        boolean valid = switch (parameter.type()) {
            case STRING, TEXT, SECRET, ARRAY, FILE -> true;
            case COUNT -> wholeNumber(value, 1, 1_000_000);
            case NUMBER -> positiveNumber(value);
            case PORT -> wholeNumber(value, -1, 65535);
            case CIDR -> CIDR_SHAPE.matcher(value).matches();
            case BASE64 -> base64(value);
        };
        if (!valid) {
            throw new Problem(
                    400,
                    "Parameter '" + parameter.name() + "' must be " + EXPECTED.get(parameter.type())
                            + shown(parameter, value) + ".");
        }
        if (!parameter.values().isEmpty() && parameter.values().stream().noneMatch(value::equalsIgnoreCase)) {
            throw new Problem(
                    400,
                    "Parameter '" + parameter.name() + "' must be one of " + String.join(", ", parameter.values())
                            + shown(parameter, value) + ".");
        }
    }

    private static final Map<Parameter.Type, String> EXPECTED = Map.of(
            Parameter.Type.COUNT, "a whole number from 1 to 1000000",
            Parameter.Type.NUMBER, "a positive number",
            Parameter.Type.PORT, "a port, a whole number from -1 to 65535",
            Parameter.Type.CIDR, "a block of addresses such as 10.0.0.0/8",
            Parameter.Type.BASE64, "base64");

    private static String shown(Parameter parameter, String value) {
        return parameter.type() == Parameter.Type.BASE64 || value.length() > 100 ? "" : ", not '" + value + "'";
    }

    private static boolean wholeNumber(String value, long first, long last) {
        try {
            long number = Long.parseLong(value);
            return number >= first && number <= last;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean positiveNumber(String value) {
        try {
            double number = Double.parseDouble(value);
            return number > 0 && number < Double.MAX_VALUE && Character.isDigit(value.charAt(value.length() - 1));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean base64(String value) {
        try {
            Base64.getMimeDecoder().decode(value);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
