package org.alluvium.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.alluvium.capability.KeyOperations;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Key;
import org.junit.jupiter.api.Test;

/** Keys. */
public interface KeyContract extends Contract {
    @Test
    default void aKeyIsMadeOnceAndDestroyed() {
        declared(KeyOperations.class).ifPresent(keys -> {
            String name = newName();
            Key made = keys.create(name, Optional.empty());
            assertThat(made.name()).isEqualTo(name);
            assertThat(keys.find(made.id()).map(Key::id)).contains(made.id());
            assertThat(keys.list()).extracting(Key::id).contains(made.id());
            assertFails(() -> keys.create(name, Optional.empty()), ErrorKind.FORBIDDEN);
            if (made.credential() instanceof Key.KeyPair pair) {
                pair.pem().ifPresent(pem -> assertThat(made.toString()).doesNotContain(pem));
            }
            keys.destroy(made.id());
            assertThat(keys.find(made.id())).isEmpty();
        });
    }

    @Test
    default void keysThatAreNotThereAreNotFound() {
        declared(KeyOperations.class).ifPresent(keys -> {
            assertListAndFindAgree(keys.list(), Key::id, keys::find);
            UNKNOWN_IDS.forEach(id -> assertFails(() -> keys.destroy(id), ErrorKind.NOT_FOUND));
        });
    }
}
