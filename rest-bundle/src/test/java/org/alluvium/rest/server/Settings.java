package org.alluvium.rest.server;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/** Settings as Declarative Services makes them: what is not set has the default of {@link ServerConfig}. */
public final class Settings {
    private final Map<String, Object> values = new HashMap<>(Map.of("port", 0));

    /** These settings with one more. */
    public Settings with(String name, Object value) {
        values.put(name, value);
        return this;
    }

    /** The settings. */
    public ServerConfig config() {
        Map<String, Object> set = Map.copyOf(values);
        return (ServerConfig) Proxy.newProxyInstance(
                Settings.class.getClassLoader(),
                new Class<?>[] {ServerConfig.class},
                (proxy, method, arguments) -> set.getOrDefault(method.getName(), method.getDefaultValue()));
    }
}
