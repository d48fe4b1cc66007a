package org.alluvium.driver;

/** Why an operation failed, as far as the client has to know. The REST layer alone knows which status each becomes. */
public enum ErrorKind {
    /** The request makes no sense to this cloud; the message says what is wrong with it. */
    INVALID,
    /** The cloud does not accept the credentials. */
    UNAUTHENTICATED,
    /** The cloud knows the caller and says no, or a quota is used up. */
    FORBIDDEN,
    /** There is no such thing. */
    NOT_FOUND,
    /** The thing's state does not allow it. */
    NOT_ALLOWED,
    /** Another thing stands in the way: it is in use, not empty, taken. */
    CONFLICT,
    /** The content is larger than the cloud takes. */
    TOO_LARGE,
    /** The caller asks too often; it should wait. */
    TOO_MANY_REQUESTS,
    /** The cloud, or the driver, cannot do that. */
    UNSUPPORTED,
    /** The driver failed. */
    INTERNAL,
    /** The cloud failed, or its answer makes no sense. */
    PROVIDER_ERROR,
    /** The cloud, or the driver, cannot be reached for now. */
    UNAVAILABLE,
    /** The cloud did not answer in time. */
    PROVIDER_TIMEOUT
}
