package dev.mcpoauth.client.doctor;

import dev.mcpoauth.client.OAuthClient;
import dev.mcpoauth.client.login.LoginPrompt;
import dev.mcpoauth.client.login.LoopbackUserAgent;
import dev.mcpoauth.client.registration.RegistrationSettings;
import dev.mcpoauth.client.store.CredentialStore;
import dev.mcpoauth.client.testing.ClickingBrowser;
import java.io.IOException;
import java.net.URI;

/** Signs in as a user would, so that there is something stored. */
final class SignedIn {
    private SignedIn() {}

    static <S extends CredentialStore> S at(URI server, S store) throws IOException, InterruptedException {
        return at(server, "", store);
    }

    static <S extends CredentialStore> S at(URI server, String subject, S store)
            throws IOException, InterruptedException {
        OAuthClient.forUsers(
                        LoopbackUserAgent.of(new ClickingBrowser(), LoginPrompt.NONE),
                        RegistrationSettings.builder("MCP OAuth doctor").build())
                .store(store)
                .build()
                .session(server, subject)
                .signIn();
        return store;
    }
}
