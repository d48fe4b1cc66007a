package org.alluvium.driver.azure;

/** An error answer of the fake ARM. */
final class FakeRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    final int status;
    final String code;

    FakeRefusal(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    static FakeRefusal notFound(String path) {
        return new FakeRefusal(404, "ResourceNotFound", "The Resource '" + path + "' was not found.");
    }
}
