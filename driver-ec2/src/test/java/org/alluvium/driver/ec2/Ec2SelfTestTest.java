package org.alluvium.driver.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.alluvium.driver.BackendCalls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class Ec2SelfTestTest {
    /** Nobody listens there. */
    private static final String NOWHERE = "http://127.0.0.1:9";

    @Test
    void theDriverProvesItselfWithoutItsCloudAndLeavesNoThread() throws InterruptedException {
        BackendCalls counts = new BackendCalls();
        Ec2Driver driver = new Ec2Driver(counts, "1.0.0", TestSettings.of(NOWHERE));

        assertThatCode(driver::selfTest).doesNotThrowAnyException();

        assertThat(counts.totals()).isEmpty();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("alluvium-ec2-self-test")) {
                thread.join();
            }
        }
        driver.deactivate();
    }
}
