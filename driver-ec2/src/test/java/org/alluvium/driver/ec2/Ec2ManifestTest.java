package org.alluvium.driver.ec2;

import java.lang.reflect.Proxy;
import org.alluvium.driver.BackendCalls;
import org.alluvium.testkit.ManifestContract;
import org.junit.jupiter.api.Test;

class Ec2ManifestTest {
    @Test
    void theManifestDeclaresWhatTheDriverSaysOfItself() throws Exception {
        Ec2Driver.Config defaults = (Ec2Driver.Config) Proxy.newProxyInstance(
                Ec2Driver.class.getClassLoader(),
                new Class<?>[] {Ec2Driver.Config.class},
                (self, setting, arguments) -> setting.getDefaultValue());

        ManifestContract.assertDeclared(new Ec2Driver(new BackendCalls(), "1.0.0", Ec2Settings.of(defaults)));
    }
}
