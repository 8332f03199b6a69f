package dev.mcpoauth.client.http;

import dev.mcpoauth.client.error.AuthException.InsecureEndpoint;
import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.client.error.FlowTrace;
import dev.mcpoauth.core.diagnostics.Reason;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/**
 * Which URLs that a server supplied may be requested or opened in a browser: https without user information and fragment,
 * plain http on a loopback host only; and none that leads from a public server into a private network, as that would make
 * this client the server's tool (RFC 9728 §7.7, server-side request forgery). Immutable.
 *
 * <p>A private address is one that the host name resolves to at the time of the check. A name server that answers
 * differently a moment later is not caught here; TLS certificates are what stands against it.
 */
public final class UrlPolicy {
    private final boolean privateAddresses;
    private final Resolver resolver;

    private UrlPolicy(boolean privateAddresses, Resolver resolver) {
        this.privateAddresses = privateAddresses;
        this.resolver = resolver;
    }

    /** Finds the addresses of a host. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /** The rules of the class comment without exception. */
    public static UrlPolicy strict() {
        return new UrlPolicy(false, InetAddress::getAllByName);
    }

    /** Weakens security: a public server may send this client's requests to machines of the local network. */
    public UrlPolicy dangerouslyAllowPrivateAddresses() {
        return new UrlPolicy(true, resolver);
    }

    UrlPolicy withResolver(Resolver other) {
        return new UrlPolicy(privateAddresses, other);
    }

    /**
     * The URL again if it may be used.
     *
     * @param supplied the URL that a server supplied
     * @param server the MCP server that the user asked for: the user's word on which network is meant
     * @throws InsecureEndpoint if it may not
     */
    public URI require(URI supplied, URI server, FlowTrace trace) throws InsecureEndpoint {
        Optional<Reason> objection = objection(supplied, server);
        if (objection.isPresent()) {
            trace.step("url policy", supplied, "refused");
            throw trace.refuse(
                    InsecureEndpoint::new,
                    objection.get(),
                    "a server supplied a URL that must not be used: " + supplied.getScheme() + "://"
                            + supplied.getRawAuthority());
        }
        return supplied;
    }

    private Optional<Reason> objection(URI supplied, URI server) {
        if (!isWellFormed(supplied) || !isEncrypted(supplied)) {
            return Optional.of(ClientReasons.URL_NOT_SECURE);
        }
        if (!privateAddresses && leadsInside(supplied) && !leadsInside(server)) {
            return Optional.of(ClientReasons.URL_PRIVATE_ADDRESS);
        }
        return Optional.empty();
    }

    private static boolean isWellFormed(URI uri) {
        return uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null;
    }

    private static boolean isEncrypted(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme())
                || ("http".equalsIgnoreCase(uri.getScheme()) && Loopback.is(uri.getHost()));
    }

    private boolean leadsInside(URI uri) {
        if (Loopback.is(uri.getHost())) {
            return true;
        }
        try {
            return List.of(resolver.resolve(uri.getHost())).stream().anyMatch(PrivateRanges::contain);
        } catch (UnknownHostException e) {
            return false; // Nothing to connect to either, or a proxy resolves it on its own side.
        }
    }
}
