package dev.mcpoauth.client.doctor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * What a TLS server shows, and whether this client believes it.
 *
 * @param protocol the protocol that was agreed on, such as {@code TLSv1.3}; empty if none was
 * @param chain the server's certificates, its own first
 * @param refusal why this client does not go on; empty if it does
 */
record Handshake(String protocol, List<X509Certificate> chain, String refusal) {

    Handshake {
        chain = List.copyOf(chain);
    }

    boolean isTrusted() {
        return refusal.isEmpty();
    }

    /**
     * Shakes hands as the client does; where that fails, once more without believing anything, to see what there is. Nothing is
     * sent over the second connection.
     */
    static Handshake with(String host, int port, SSLContext context, Duration patience) throws InterruptedException {
        try {
            return attempt(host, port, context, "HTTPS", patience);
        } catch (IOException refused) {
            String refusal = Shown.failure(refused);
            try {
                Handshake shown = attempt(host, port, believingAnything(), "", patience);
                return new Handshake(shown.protocol(), shown.chain(), refusal);
            } catch (IOException none) {
                return new Handshake("", List.of(), refusal);
            }
        }
    }

    private static Handshake attempt(
            String host, int port, SSLContext context, String identification, Duration patience)
            throws IOException, InterruptedException {
        try (Socket plain = new Socket(Proxy.NO_PROXY)) {
            plain.connect(new InetSocketAddress(host, port), (int) patience.toMillis());
            plain.setSoTimeout((int) patience.toMillis());
            try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm(identification.isEmpty() ? null : identification);
                socket.setSSLParameters(parameters);
                return Within.time(patience, "the TLS handshake", () -> {
                    socket.startHandshake();
                    return shown(socket.getSession());
                });
            }
        }
    }

    private static Handshake shown(SSLSession session) throws IOException {
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate certificate : session.getPeerCertificates()) {
            chain.add((X509Certificate) certificate);
        }
        return new Handshake(session.getProtocol(), chain, "");
    }

    /** Only ever for looking at a certificate that was refused already. */
    private static SSLContext believingAnything() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Believing()}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("no TLS here", e);
        }
    }

    private static final class Believing implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            // There are no clients.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            // Nothing is sent to it.
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
