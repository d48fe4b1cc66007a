package org.alluvium.rest;

import java.lang.reflect.Proxy;

/** A configuration in which nothing is set. */
record Defaults<T>(Class<T> type) {
    T proxy() {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> method.getDefaultValue()));
    }
}
