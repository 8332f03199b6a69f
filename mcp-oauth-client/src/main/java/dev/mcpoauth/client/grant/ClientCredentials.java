package dev.mcpoauth.client.grant;

import dev.mcpoauth.client.authentication.ClientAuthentication;
import dev.mcpoauth.client.authentication.ClientIdentity;
import dev.mcpoauth.client.error.AuthException.RegistrationFailed;
import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.client.error.FlowTrace;
import dev.mcpoauth.core.Issuer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Credentials that were set up with an authorization server beforehand. They belong to one issuer, and are shown to no
 * other, even where the resource's metadata later names another (MCP authorization, server binding). Thread-safe.
 */
public final class ClientCredentials {
    private final String clientId;
    private final ClientAuthentication authentication;
    private final AtomicReference<@Nullable Issuer> owner;

    private ClientCredentials(String clientId, ClientAuthentication authentication, @Nullable Issuer issuer) {
        this.clientId = clientId;
        this.authentication = authentication;
        this.owner = new AtomicReference<>(issuer);
    }

    /** Credentials of the named issuer. */
    public static ClientCredentials of(Issuer issuer, String clientId, ClientAuthentication authentication) {
        return new ClientCredentials(clientId, authentication, issuer);
    }

    /**
     * Credentials whose issuer is not known beforehand: they belong to the first one that the resource names while this
     * object lives. Weaker than {@link #of}, as a resource that lies the first time receives them.
     */
    public static ClientCredentials ofFirstIssuer(String clientId, ClientAuthentication authentication) {
        return new ClientCredentials(clientId, authentication, null);
    }

    /** The identity at the issuer that a resource names. */
    public ClientIdentity at(Issuer issuer, FlowTrace trace) throws RegistrationFailed {
        return known(issuer, clientId)
                .orElseThrow(() -> trace.refuse(
                        RegistrationFailed::new,
                        ClientReasons.REGISTRATION_OTHER_ISSUER,
                        "the configured client credentials belong to " + owner.get() + " and not to " + issuer));
    }

    /**
     * The identity at the issuer if these are its credentials of that identifier. Credentials without an issuer become
     * this one's; tokens in the store say whose they were before a restart.
     */
    public Optional<ClientIdentity> known(Issuer issuer, String id) {
        if (!clientId.equals(id)) {
            return Optional.empty();
        }
        owner.compareAndSet(null, issuer);
        return issuer.equals(owner.get())
                ? Optional.of(new ClientIdentity(issuer, clientId, authentication))
                : Optional.empty();
    }

    /** The client's identifier. */
    public String clientId() {
        return clientId;
    }

    /** Whether the issuer may be shown these credentials. */
    public boolean mayBelongTo(Issuer issuer) {
        Issuer known = owner.get();
        return known == null || known.equals(issuer);
    }

    @Override
    public String toString() {
        return "ClientCredentials[" + clientId + ", " + authentication.method() + "]";
    }
}
