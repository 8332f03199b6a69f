package dev.mcpoauth.client.store.contract;

import dev.mcpoauth.client.store.CredentialStore;

/**
 * How another process, or another part of this one, comes to the same store.
 *
 * @param opener what opens it
 * @param location where it is, such as a directory or a URL
 */
public record StoreAddress(Class<? extends StoreOpener> opener, String location) {

    /** Opens it once more. */
    public CredentialStore open() throws Exception {
        var constructor = opener.getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance().open(location);
    }
}
