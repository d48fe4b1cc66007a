package org.alluvium.testkit;

import java.util.List;
import org.alluvium.driver.ErrorKind;

/** How the way to a cloud breaks, and which kinds of error a driver may make of it. */
public enum Breakage {
    /** The connection is reset before the cloud has answered. */
    RESET(new Fault.CutBefore()),
    /** The connection is reset after half of the answer. */
    HALF_AN_ANSWER(new Fault.CutWithin()),
    /** What answers speaks no HTTP. */
    NO_HTTP(new Fault.NotHttp()),
    /** A 200 whose body claims to be XML and is nothing. */
    GARBAGE_FOR_XML(Fault.garbage("application/xml")),
    /** A 200 whose body claims to be JSON and is nothing. */
    GARBAGE_FOR_JSON(Fault.garbage("application/json"));

    private final Fault fault;

    Breakage(Fault fault) {
        this.fault = fault;
    }

    Fault fault() {
        return fault;
    }

    List<ErrorKind> kinds() {
        return List.of(ErrorKind.PROVIDER_ERROR, ErrorKind.UNAVAILABLE);
    }
}
