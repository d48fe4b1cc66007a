package org.alluvium.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import org.apache.karaf.shell.support.CommandException;
import org.junit.jupiter.api.Test;

class RefusalsTest {
    @Test
    void aRefusalIsToldInItsOwnWords() throws Exception {
        assertThat(Refusals.told(() -> {})).isNull();
        assertThatThrownBy(() -> Refusals.told(() -> {
                    throw new IllegalStateException("It is not so.");
                }))
                .isInstanceOf(CommandException.class)
                .hasMessage("It is not so.");
    }

    @Test
    void aFileThatFailsIsNamed() {
        assertThatThrownBy(() -> Refusals.told(() -> {
                    throw new AccessDeniedException("/drivers/state.new");
                }))
                .isInstanceOf(CommandException.class)
                .hasMessage(
                        "The server cannot read or write a file: /drivers/state.new (AccessDeniedException). See to its"
                                + " permissions and to the space on the disk.")
                .hasCauseInstanceOf(IOException.class);
    }
}
