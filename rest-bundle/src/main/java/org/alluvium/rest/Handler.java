package org.alluvium.rest;

import org.alluvium.rest.http.Answer;

/**
 * What a resource does once everything is checked.
 *
 * @param <T> the capability it needs
 */
@FunctionalInterface
public interface Handler<T> {
    /** Calls the driver and makes an answer of what it says. */
    Answer handle(T operations, Call call);
}
