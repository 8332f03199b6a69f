package dev.mcpoauth.server.fetch;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.mcpoauth.server.settings.FetchSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * GET over TLS to public addresses only (OAuth Client ID Metadata Document §8.6). The name is resolved once, every address it
 * has is checked, and the connection goes to one of those very addresses, so that a name server that answers differently the
 * second time gains nothing; certificate and Host header are of the name. One request per connection, HTTP/1.1 (RFC 9112),
 * without redirects, cookies and credentials, bounded in bytes and in time. Thread-safe.
 */
public final class GuardedHttp implements DocumentSource {
    private final FetchSettings settings;
    private final Resolver resolver;
    private final SSLSocketFactory tls;

    GuardedHttp(FetchSettings settings, Resolver resolver, SSLSocketFactory tls) {
        this.settings = settings;
        this.resolver = resolver;
        this.tls = tls;
    }

    /** With the JDK's name resolution and trust store. */
    public static GuardedHttp of(FetchSettings settings) {
        try {
            return new GuardedHttp(
                    settings,
                    host -> List.of(InetAddress.getAllByName(host)),
                    SSLContext.getDefault().getSocketFactory());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has a default TLS context", e);
        }
    }

    @Override
    public DocumentResponse get(URI url, Optional<String> etag) throws IOException {
        boolean secure = requireScheme(url);
        int port = url.getPort() == -1 ? (secure ? 443 : 80) : url.getPort();
        try (Deadline deadline = Deadline.in(settings.time());
                Socket raw = connect(checked(url.getHost()), port, deadline)) {
            deadline.closes(raw);
            Socket channel = secure ? secured(raw, url.getHost(), port) : raw;
            channel.getOutputStream().write(request(url, etag).getBytes(US_ASCII));
            channel.getOutputStream().flush();
            return new ResponseReader(channel.getInputStream(), settings.documentBytes()).read();
        }
    }

    private boolean requireScheme(URI url) throws RefusedAddressException {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        boolean plain = scheme.equals("http") && settings.dangerouslyAllowsLoopback();
        if (url.getHost() == null || !(scheme.equals("https") || plain)) {
            throw new RefusedAddressException("only https URLs are fetched");
        }
        return scheme.equals("https");
    }

    /** One address of many that may not be reached spoils all: whoever publishes such a name is up to something. */
    private List<InetAddress> checked(String host) throws IOException {
        List<InetAddress> addresses = resolver.resolve(host);
        for (InetAddress address : addresses) {
            boolean allowed = PublicAddresses.contain(address)
                    || (settings.dangerouslyAllowsLoopback() && address.isLoopbackAddress());
            if (!allowed) {
                throw new RefusedAddressException(host + " leads to " + address.getHostAddress());
            }
        }
        return addresses;
    }

    private static Socket connect(List<InetAddress> addresses, int port, Deadline deadline) throws IOException {
        IOException last = new IOException("the name has no address");
        for (InetAddress address : addresses) {
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(address, port), deadline.remainingMillis());
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }

    private Socket secured(Socket raw, String host, int port) throws IOException {
        SSLSocket socket = (SSLSocket) tls.createSocket(raw, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static String request(URI url, Optional<String> etag) {
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String port = url.getPort() == -1 ? "" : ":" + url.getPort();
        return "GET " + path + query + " HTTP/1.1\r\n"
                + "Host: " + url.getHost() + port + "\r\n"
                + "Accept: application/json\r\n"
                + "Accept-Encoding: identity\r\n"
                + "User-Agent: mcp-oauth\r\n"
                + etag.map(known -> "If-None-Match: " + known + "\r\n").orElse("")
                + "Connection: close\r\n\r\n";
    }
}
