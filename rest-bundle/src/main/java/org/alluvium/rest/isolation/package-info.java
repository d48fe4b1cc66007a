/**
 * Keeps a cloud that hangs or fails to its own users: per driver a bound on the requests at work and on those that wait, and
 * a time-out; per driver and provider a circuit breaker. A request is answered by the thread that works on it or, once its time
 * is over, by another one: {@link org.alluvium.rest.isolation.Deadline} sees to it that exactly one does.
 */
@NullMarked
package org.alluvium.rest.isolation;

import org.jspecify.annotations.NullMarked;
