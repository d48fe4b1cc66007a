package org.alluvium.rest.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the format of the answer (contract 01, section 4; docs/compatibility.md): the query parameter {@code format}, else
 * the Accept header. The highest quality wins; of equal qualities the type that comes last, but a type that is named wins
 * over {@code *}{@code /*}, which stands for XML.
 */
final class Negotiation {
    private static final Map<String, Format> BY_NAME =
            Map.of("xml", Format.XML, "json", Format.JSON, "html", Format.HTML, "svg", Format.SVG);
    /** For each format the types that stand for it; the first that is present decides its rank. */
    private static final Map<Format, List<String>> TYPES = Map.of(
            Format.XML, List.of("application/xml", "text/xml"),
            Format.JSON, List.of("application/json"),
            Format.HTML, List.of("application/xhtml+xml", "text/html"),
            Format.SVG, List.of("image/svg+xml"));

    private Negotiation() {}

    static Optional<Format> choose(@Nullable String formatParameter, @Nullable String accept) {
        if (formatParameter != null) {
            return Optional.ofNullable(BY_NAME.get(formatParameter));
        }
        if (accept == null || accept.isBlank() || accept.equals("application/xml")) {
            return Optional.of(Format.XML);
        }
        if (accept.equals("application/json")) {
            return Optional.of(Format.JSON);
        }
        return parse(accept.toLowerCase(Locale.ROOT));
    }

    private static Optional<Format> parse(String accept) {
        String[] ranges = accept.split(",");
        Format best = null;
        double bestQuality = 0;
        int bestPosition = -1;
        for (Map.Entry<Format, List<String>> entry : TYPES.entrySet()) {
            int position = position(ranges, entry.getValue());
            if (position < 0) {
                continue;
            }
            double quality = quality(ranges[position]);
            if (quality > bestQuality || quality == bestQuality && quality > 0 && position > bestPosition) {
                best = entry.getKey();
                bestQuality = quality;
                bestPosition = position;
            }
        }
        int wildcard = position(ranges, List.of("*/*"));
        if (wildcard >= 0 && quality(ranges[wildcard]) > bestQuality) {
            best = Format.XML;
        }
        return Optional.ofNullable(best);
    }

    private static int position(String[] ranges, List<String> types) {
        for (String type : types) {
            for (int i = ranges.length - 1; i >= 0; i--) {
                int end = ranges[i].indexOf(';');
                if ((end < 0 ? ranges[i] : ranges[i].substring(0, end)).strip().equals(type)) {
                    return i;
                }
            }
        }
        return -1;
    }

    private static double quality(String range) {
        for (String parameter : range.split(";")) {
            String text = parameter.strip();
            if (text.startsWith("q=")) {
                try {
                    double quality = Double.parseDouble(text.substring(2).strip());
                    return quality >= 0 && quality <= 1 ? quality : 0;
                } catch (NumberFormatException e) {
                    return 0;
                }
            }
        }
        return 1;
    }
}
