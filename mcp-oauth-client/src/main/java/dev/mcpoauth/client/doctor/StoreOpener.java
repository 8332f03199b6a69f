package dev.mcpoauth.client.doctor;

import dev.mcpoauth.client.store.CredentialStore;
import java.io.IOException;

/** Opens the credential store. To open one may mend what the doctor wants to see first. */
@FunctionalInterface
public interface StoreOpener {

    /**
     * The store.
     *
     * @throws IOException if it cannot be used; the message says why
     */
    CredentialStore open() throws IOException;
}
