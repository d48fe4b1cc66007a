package org.alluvium.rest.http;

/** The formats of the API. */
public enum Format {
    XML("application/xml"),
    JSON("application/json"),
    HTML("text/html"),
    /** Only of instance states. */
    SVG("image/svg+xml");

    private final String contentType;

    Format(String contentType) {
        this.contentType = contentType;
    }

    /** The exact value of {@code Content-Type}: old clients compare it as a whole (contract 01, section 4). */
    public String contentType() {
        return contentType;
    }
}
