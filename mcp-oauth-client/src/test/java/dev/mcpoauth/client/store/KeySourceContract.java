package dev.mcpoauth.client.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every place for keys does. */
abstract class KeySourceContract {
    static final EncryptionKey KEY = EncryptionKey.generate(new SecureRandom());
    static final EncryptionKey OTHER = EncryptionKey.generate(new SecureRandom());

    abstract KeySource source() throws Exception;

    /** A reference of this place to a key that it does not have. */
    abstract String missing();

    @Test
    void givesBackWhatItWasGiven() throws Exception {
        KeySource source = source();
        String reference = source.keep(KEY);
        String other = source.keep(OTHER);
        assertThat(source.find(reference)).contains(KEY);
        assertThat(source.find(other)).contains(OTHER);
        assertThat(source.find(source.keep(KEY))).contains(KEY);
    }

    @Test
    void namesItselfAndNoSecretInTheReference() throws Exception {
        String reference = source().keep(KEY);
        assertThat(reference).doesNotContain(KEY.reveal());
        assertThat(KeyRecord.place(reference)).isNotEmpty().isEqualTo(KeyRecord.place(missing()));
    }

    @Test
    void saysNothingAboutTheKeysOfOtherPlaces() throws Exception {
        assertThat(source().find("elsewhere:0123456789abcdef")).isEqualTo(Optional.empty());
        assertThat(source().find("")).isEqualTo(Optional.empty());
        source().forget("elsewhere:0123456789abcdef");
    }

    @Test
    void failsForAKeyThatIsGone() throws Exception {
        KeySource source = source();
        assertThatThrownBy(() -> source.find(missing())).isInstanceOf(IOException.class);
        source.forget(missing());
    }
}
