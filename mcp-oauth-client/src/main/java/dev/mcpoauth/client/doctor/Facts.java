package dev.mcpoauth.client.doctor;

import dev.mcpoauth.client.doctor.Documents.Found;
import dev.mcpoauth.client.error.FlowTrace;
import dev.mcpoauth.client.http.HttpExchange;
import dev.mcpoauth.client.http.JdkHttpExchange;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.challenge.Challenge;
import dev.mcpoauth.core.challenge.WwwAuthenticate;
import dev.mcpoauth.core.diagnostics.CorrelationId;
import dev.mcpoauth.core.diagnostics.DiagnosticListener;
import dev.mcpoauth.core.metadata.AuthorizationServerMetadata;
import dev.mcpoauth.transport.client.HttpAuthorizer;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is known about the server and about this side, found out when a rule first asks. Of one walk and one thread. */
final class Facts implements AutoCloseable {
    private static final int LARGEST = 512 * 1024;

    private final Settings settings;
    private final Secrets secrets = new Secrets();
    private final HttpExchange http;
    private final FlowTrace trace;
    private final Asking asking;
    private final Knock knocking;
    private final Once<Reach> reach = new Once<>(this::findReach);
    private final Once<Handshake> handshake = new Once<>(this::findHandshake);
    private final Once<Heard> knock = new Once<>(this::findKnock);
    private final Once<ResourceDocuments> resource = new Once<>(this::findResource);
    private final Once<List<IssuerDocuments>> issuers = new Once<>(this::findIssuers);
    private final Once<Discovery> discovery = new Once<>(this::findDiscovery);
    private final Once<LocalState> local = new Once<>(this::findLocal);
    private final Once<Trial> trial = new Once<>(this::findTrial);
    private final Once<Speech> speech = new Once<>(this::findSpeech);

    Facts(Settings settings) {
        this.settings = settings;
        this.http = new JdkHttpExchange(settings.client, settings.patience, LARGEST);
        this.trace = new FlowTrace(DiagnosticListener.NONE, settings.clock, CorrelationId.generate(new SecureRandom()));
        this.asking = new Asking(http, settings.policy, settings.server, trace, settings.longest);
        this.knocking = new Knock(asking, settings.headers);
        secrets.add(settings.headers.values());
        secrets.addUrl(settings.server);
    }

    /**
     * An answer and when it came.
     *
     * @param answer the answer
     * @param at by our clock
     */
    record Heard(Knock.Answer answer, Instant at) {}

    Settings settings() {
        return settings;
    }

    Secrets secrets() {
        return secrets;
    }

    Asking asking() {
        return asking;
    }

    Knock knocking() {
        return knocking;
    }

    HttpExchange http() {
        return http;
    }

    FlowTrace trace() {
        return trace;
    }

    ProxyUse proxy() {
        return ProxyUse.of(settings.client, settings.server);
    }

    Reach reach() throws InterruptedException {
        return reach.get();
    }

    private Reach findReach() throws InterruptedException {
        ProxyUse proxy = proxy();
        return proxy.isDirect()
                ? Reach.of(
                        Reach.host(settings.server), Reach.port(settings.server), settings.resolver, settings.patience)
                : Reach.of(proxy.host(), proxy.port(), settings.resolver, settings.patience);
    }

    Handshake handshake() throws InterruptedException {
        return handshake.get();
    }

    private Handshake findHandshake() throws InterruptedException {
        return Handshake.with(
                Reach.host(settings.server),
                Reach.port(settings.server),
                settings.client.sslContext(),
                settings.patience);
    }

    /** What a request without credentials gets. */
    Knock.Answer knock() throws InterruptedException {
        return knock.get().answer();
    }

    /** When that was heard. */
    Instant heardAt() throws InterruptedException {
        return knock.get().at();
    }

    private Heard findKnock() throws InterruptedException {
        Knock.Answer answer = knocking.unannounced(settings.server);
        return new Heard(answer, settings.clock.instant());
    }

    List<String> challengeFields() throws InterruptedException {
        return knock().asked()
                .reply()
                .map(reply -> reply.headers("www-authenticate"))
                .orElse(List.of());
    }

    /** The challenge that a client answers. */
    Optional<Challenge> challenge() throws InterruptedException {
        WwwAuthenticate parsed = WwwAuthenticate.parse(challengeFields());
        return parsed.first("Bearer").or(() -> parsed.first("DPoP"));
    }

    /** The location of the metadata that the challenge names. */
    List<URI> hinted() throws InterruptedException {
        try {
            return challenge()
                    .flatMap(challenge -> challenge.parameter("resource_metadata"))
                    .map(URI::create)
                    .filter(uri -> uri.getHost() != null)
                    .stream()
                    .toList();
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    ResourceDocuments resource() throws InterruptedException {
        return resource.get();
    }

    private ResourceDocuments findResource() throws InterruptedException {
        return ResourceDocuments.of(settings.server, hinted(), new Documents(asking));
    }

    /** The authorization servers, up to the first that can be used. */
    List<IssuerDocuments> issuers() throws InterruptedException {
        return issuers.get();
    }

    private List<IssuerDocuments> findIssuers() throws InterruptedException {
        List<IssuerDocuments> found = new ArrayList<>();
        for (Issuer issuer : resource().issuers(settings.server)) {
            IssuerDocuments documents = IssuerDocuments.of(issuer, new Documents(asking));
            found.add(documents);
            if (documents.usable().isPresent()) {
                break;
            }
        }
        return found;
    }

    /** The one that a client takes, or else the first. */
    Optional<IssuerDocuments> issuer() throws InterruptedException {
        List<IssuerDocuments> all = issuers();
        return all.stream()
                .filter(documents -> documents.usable().isPresent())
                .findFirst()
                .or(() -> all.stream().findFirst());
    }

    /** The document of the authorization server. */
    Optional<Found<AuthorizationServerMetadata>> issuerDocument() throws InterruptedException {
        return issuer().flatMap(IssuerDocuments::any);
    }

    Optional<AuthorizationServerMetadata> authorizationServer() throws InterruptedException {
        return issuerDocument().flatMap(Found::metadata);
    }

    Discovery discovery() throws InterruptedException {
        return discovery.get();
    }

    private Discovery findDiscovery() throws InterruptedException {
        return Discovery.of(settings, hinted(), http, trace);
    }

    LocalState local() throws InterruptedException {
        return local.get();
    }

    private LocalState findLocal() {
        return LocalState.of(settings, http);
    }

    /** A client that is registered to be looked at. Only for whom the user has permitted that. */
    Trial trial() throws InterruptedException {
        return trial.get();
    }

    private Trial findTrial() throws InterruptedException {
        return Trial.of(this, discovery().server().orElseThrow());
    }

    /** The header fields of the stored sign-in; none if it cannot be used. They are taken for secrets. */
    Map<String, String> credentials() throws InterruptedException {
        try {
            Map<String, String> headers = local().headers("POST", settings.server);
            secrets.add(headers.values());
            return headers;
        } catch (IOException e) {
            return Map.of(); // The rule on the sign-in says so.
        }
    }

    Speech speech() throws InterruptedException {
        return speech.get();
    }

    private Speech findSpeech() throws InterruptedException {
        LocalState stored = local();
        return Speech.with(settings, new HttpAuthorizer() {
            @Override
            public Map<String, String> headers(Target target) throws IOException, InterruptedException {
                Map<String, String> headers = stored.headers(target.httpMethod(), target.uri());
                secrets.add(headers.values());
                return headers;
            }

            @Override
            public Verdict rejected(Target target, Rejection rejection) {
                return Verdict.GIVE_UP;
            }
        });
    }

    /** Takes back what was left at the server. */
    @Override
    public void close() {
        trial.ifFound(Trial::close);
    }
}
