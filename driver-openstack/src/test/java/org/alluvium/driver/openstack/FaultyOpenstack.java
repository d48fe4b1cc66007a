package org.alluvium.driver.openstack;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alluvium.driver.BackendCalls;
import org.alluvium.testkit.Fault;
import org.alluvium.testkit.FaultyProxy;

/** The real OpenStack with a proxy before each service, to which the catalogue leads. */
final class FaultyOpenstack implements AutoCloseable {
    private final Map<OpenstackService, FaultyProxy> proxies = new EnumMap<>(OpenstackService.class);
    private final Map<String, String> ways = new java.util.HashMap<>();
    private final OpenstackSessions sessions = new OpenstackSessions();

    FaultyOpenstack() throws IOException {
        for (Map.Entry<OpenstackService, String> service : RealOpenstack.calls(
                        RealOpenstack.DEMO, new BackendCalls(), 1)
                .session()
                .services()
                .entrySet()) {
            URI address = URI.create(service.getValue());
            FaultyProxy proxy = FaultyProxy.to(address);
            proxies.put(service.getKey(), proxy);
            ways.put("http://" + address.getAuthority(), proxy.url());
        }
        heal();
    }

    FaultyProxy proxy(OpenstackService service) {
        return proxies.get(service);
    }

    /** Forgets every fault. */
    void heal() {
        proxies.values().forEach(FaultyProxy::heal);
        proxy(OpenstackService.IDENTITY).always(request -> true, new Fault.Corrupt(this::detour));
    }

    /** Every request to a service meets the fault. */
    void fail(OpenstackService service, Fault fault) {
        proxy(service).heal();
        proxy(service).always(request -> true, fault);
    }

    /** Has Keystone give tokens that end at that time, as it writes times. */
    void expire(String time) {
        fail(
                OpenstackService.IDENTITY,
                new Fault.Corrupt(answer -> new String(detour(answer), StandardCharsets.UTF_8)
                        .replaceAll("\"expires_at\": *\"[^\"]*\"", "\"expires_at\":\"" + time + "\"")
                        .getBytes(StandardCharsets.UTF_8)));
    }

    /** The way through the proxies; every call of this shares one token. */
    OpenstackCalls calls(BackendCalls counts, Duration callTimeout) {
        OpenstackSettings settings = new OpenstackSettings(
                List.of(proxy(OpenstackService.IDENTITY).url() + "/v3"), Duration.ofSeconds(5), callTimeout, 1000);
        OpenstackPlace place = settings.place(Optional.empty());
        return new OpenstackCalls(
                new OpenstackHttp(settings),
                settings,
                counts,
                place,
                sessions.slot(place, Optional.of(RealOpenstack.DEMO)),
                Optional.of(RealOpenstack.DEMO));
    }

    private byte[] detour(byte[] answer) {
        String text = new String(answer, StandardCharsets.UTF_8);
        for (Map.Entry<String, String> way : ways.entrySet()) {
            text = text.replace(way.getKey(), way.getValue());
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        for (FaultyProxy proxy : proxies.values()) {
            proxy.close();
        }
    }
}
