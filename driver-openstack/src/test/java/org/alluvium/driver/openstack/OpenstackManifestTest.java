package org.alluvium.driver.openstack;

import java.lang.reflect.Proxy;
import org.alluvium.driver.BackendCalls;
import org.alluvium.testkit.ManifestContract;
import org.junit.jupiter.api.Test;

class OpenstackManifestTest {
    @Test
    void theManifestDeclaresWhatTheDriverSaysOfItself() throws Exception {
        OpenstackDriver.Config defaults = (OpenstackDriver.Config) Proxy.newProxyInstance(
                OpenstackDriver.class.getClassLoader(),
                new Class<?>[] {OpenstackDriver.Config.class},
                (self, setting, arguments) -> setting.getDefaultValue());

        ManifestContract.assertDeclared(
                new OpenstackDriver(new BackendCalls(), "1.0.0", OpenstackSettings.of(defaults)));
    }
}
