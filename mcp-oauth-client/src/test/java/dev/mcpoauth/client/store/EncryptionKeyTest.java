package dev.mcpoauth.client.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncryptionKeyTest {
    private final EncryptionKey key = EncryptionKey.generate(new SecureRandom());

    @Test
    void isReadAsItIsWritten() {
        assertThat(EncryptionKey.parse(key.reveal())).isEqualTo(key).hasSameHashCodeAs(key);
        assertThat(EncryptionKey.of(new byte[32]).reveal()).isEqualTo("0".repeat(64));
        assertThat(EncryptionKey.generate(new SecureRandom())).isNotEqualTo(key);
    }

    @Test
    void doesNotShowItself() {
        assertThat(key.toString()).contains(key.fingerprint()).doesNotContain(key.reveal());
        assertThat(key.reveal()).doesNotContain(key.fingerprint());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "zz", "not-the-secret-but-64-characters-long-and-more-or-less-hexadecimal"})
    void isNothingElse(String text) {
        assertThatThrownBy(() -> EncryptionKey.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> EncryptionKey.of(new byte[16])).isInstanceOf(IllegalArgumentException.class);
    }
}
