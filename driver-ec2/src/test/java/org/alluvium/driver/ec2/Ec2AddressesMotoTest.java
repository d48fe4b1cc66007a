package org.alluvium.driver.ec2;

import static org.alluvium.driver.ec2.StrictCloud.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.alluvium.capability.AddressOperations;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Address;
import org.alluvium.testkit.Fault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Addresses from end to end, over HTTP. */
class Ec2AddressesMotoTest {
    private static final Fault PASS = new Fault.Delay(Duration.ZERO);

    private static StrictCloud cloud;
    private static AddressOperations addresses;

    @BeforeAll
    static void start() throws Exception {
        cloud = StrictCloud.start();
        addresses = cloud.require(AddressOperations.class);
    }

    @AfterAll
    static void stop() throws Exception {
        cloud.close();
    }

    @Test
    void anAddressIsKnownByItselfMovedAndGivenBack() {
        String first = cloud.instance();
        String second = cloud.instance();
        String ip = addresses.create().id();
        assertThat(ip).matches("\\d+\\.\\d+\\.\\d+\\.\\d+");
        assertFails(ErrorKind.CONFLICT, () -> addresses.disassociate(ip));
        addresses.associate(ip, first);
        assertThat(addresses.find(ip).orElseThrow().instanceId()).contains(first);
        assertFails(ErrorKind.CONFLICT, () -> addresses.associate(ip, second));
        assertFails(ErrorKind.CONFLICT, () -> addresses.destroy(ip));
        addresses.disassociate(ip);
        assertThat(addresses.find(ip).orElseThrow().instanceId()).isEmpty();
        addresses.associate(ip, second);
        addresses.disassociate(ip);
        addresses.destroy(ip);
        assertThat(addresses.find(ip)).isEmpty();
        assertFails(ErrorKind.NOT_FOUND, () -> addresses.destroy(ip));
    }

    @Test
    void anAddressThatSomebodyElseTookMeanwhileIsAConflict() {
        String instance = cloud.instance();
        String ip = addresses.create().id();
        addresses.associate(ip, instance);
        addresses.disassociate(ip);
        for (String code : List.of("Resource.AlreadyAssociated", "InvalidIPAddress.InUse", "Gateway.NotAttached")) {
            cloud.proxy.next(PASS);
            cloud.refuse(400, code);
            assertFails(ErrorKind.CONFLICT, () -> addresses.associate(ip, instance));
        }
        cloud.proxy.next(PASS);
        cloud.refuse(400, "InvalidInstanceID");
        assertFails(ErrorKind.NOT_ALLOWED, () -> addresses.associate(ip, instance));
        addresses.destroy(ip);
    }

    @Test
    void whatIsNotThereIsAbsentAndCannotBeChanged() {
        String ip = addresses.create().id();
        for (String id : List.of("", "*", "nosuch", "192.0.2.1", "999.999.999.999", "::1", "ü<&\"'>\n", "..")) {
            assertThat(addresses.find(id)).isEmpty();
            assertFails(ErrorKind.NOT_FOUND, () -> addresses.destroy(id));
            assertFails(ErrorKind.NOT_FOUND, () -> addresses.disassociate(id));
            assertFails(ErrorKind.NOT_FOUND, () -> addresses.associate(id, "i-0123456789"));
            assertFails(ErrorKind.NOT_FOUND, () -> addresses.associate(ip, id));
        }
        assertFails(ErrorKind.NOT_FOUND, () -> addresses.associate(ip, "i-0123456789"));
        addresses.destroy(ip);
    }

    @Test
    void aListCostsOneCallHoweverManyThereAre() {
        AddressOperations there = cloud.in("sa-east-1").require(AddressOperations.class);
        for (int i = 0; i < 12; i++) {
            there.create();
        }
        assertThat(cloud.cost(() -> assertThat(there.list())
                        .hasSize(12)
                        .extracting(Address::id)
                        .doesNotHaveDuplicates()))
                .isEqualTo(1);
    }
}
