package org.alluvium.shell.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void linesAndControlCharactersOfADriverForgeNoRows() {
        assertThat(Words.of("no licence\r\n2026-11-26 root\u001b[2J upgrade\tdone "))
                .isEqualTo("no licence 2026-11-26 root [2J upgrade done");
    }

    @Test
    void aBookIsCutToASentence() {
        assertThat(Words.of("x".repeat(5_000_000))).isEqualTo("x".repeat(500) + "...");
        assertThat(Words.of("x".repeat(500))).isEqualTo("x".repeat(500));
        assertThat(Words.of("x" + " ".repeat(5_000_000) + "y")).isEqualTo("x...");
    }

    @Test
    void anExceptionIsToldWhateverItDoesWhenItIsAsked() {
        assertThat(Words.of(new IllegalStateException("no licence"))).isEqualTo("IllegalStateException: no licence");
        assertThat(Words.of(new StackOverflowError())).isEqualTo("StackOverflowError");
        assertThat(Words.of(new Mute())).isEqualTo("Mute");
    }

    private static final class Mute extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new NoClassDefFoundError("org/gone");
        }
    }
}
