package dev.mcpoauth.client.doctor;

import dev.mcpoauth.client.doctor.Finding.Mark;
import dev.mcpoauth.client.http.HttpReply;
import dev.mcpoauth.core.metadata.AuthorizationServerMetadata;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Whether clients that are pages in a browser can sign in. Others do not care, so nothing here fails. */
final class CorsChecks {
    private static final String SECTION = "Fetch, CORS protocol";
    private static final List<String> MCP_HEADERS = List.of(
            "authorization", "content-type", "mcp-protocol-version", "mcp-method", "mcp-name", "mcp-session-id");
    private static final List<String> METADATA_HEADERS = List.of("mcp-protocol-version");

    private static final Rule SERVER = Rule.of(
            "cors.server",
            "a page of another origin may send requests to the MCP endpoint",
            SECTION,
            "If pages shall be clients: answer OPTIONS without credentials, allow the page's origin, POST, and the headers"
                    + " Authorization, Content-Type and Mcp-*.");

    private static final Rule EXPOSED = Rule.of(
            "cors.exposed",
            "a page may read the answer, a 401 too, and the headers in it that it needs",
            SECTION,
            "If pages shall be clients: allow the page's origin on errors too, and list WWW-Authenticate and Mcp-Session-Id in"
                    + " Access-Control-Expose-Headers.");

    private static final Rule RESOURCE = Rule.of(
            "cors.resource",
            "a page may read the protected resource metadata",
            SECTION,
            "If pages shall be clients: send Access-Control-Allow-Origin: * with the document, and answer OPTIONS.");

    private static final Rule ISSUER = Rule.of(
            "cors.issuer",
            "a page may read the authorization server metadata",
            SECTION,
            "If pages shall be clients: send Access-Control-Allow-Origin: * with the document, and answer OPTIONS.");

    private static final Rule TOKEN = Rule.of(
            "cors.token",
            "a page may send requests to the token endpoint",
            SECTION,
            "If pages shall be clients: answer OPTIONS at the token endpoint, and allow the page's origin.");

    private static final Rule REGISTRATION = Rule.of(
            "cors.registration",
            "a page may register",
            SECTION,
            "If pages shall be clients: answer OPTIONS at the registration endpoint, and allow the page's origin and"
                    + " Content-Type.");

    static final List<Check> ALL = List.of(
            new Check(SERVER, Gates::answered, CorsChecks::server),
            new Check(EXPOSED, Gates::answered, CorsChecks::exposed),
            new Check(RESOURCE, Gates::documentedResource, CorsChecks::resource),
            new Check(ISSUER, Gates::documentedIssuer, CorsChecks::issuer),
            new Check(
                    TOKEN,
                    Gates::documentedIssuer,
                    facts -> endpoint(facts, AuthorizationServerMetadata::tokenEndpoint, List.of("content-type"))),
            new Check(
                    REGISTRATION,
                    Gates::documentedIssuer,
                    facts -> endpoint(
                            facts, AuthorizationServerMetadata::registrationEndpoint, List.of("content-type"))));

    private CorsChecks() {}

    private static Outcome of(Optional<String> objection) {
        return objection.map(Outcome::warns).orElse(Outcome.holds("allowed"));
    }

    private static Outcome server(Facts facts) throws InterruptedException {
        return preflight(facts, facts.settings().server, "POST", MCP_HEADERS);
    }

    /** Once as a stranger and, where a sign-in is stored, once with it: a session has another header than a refusal. */
    private static Outcome exposed(Facts facts) throws InterruptedException {
        Outcome stranger = exposed(facts.knocking().fromPage(facts.settings().server, Map.of()));
        Map<String, String> credentials = facts.credentials();
        return credentials.isEmpty() || stranger.mark() != Mark.HOLDS
                ? stranger
                : exposed(facts.knocking().fromPage(facts.settings().server, credentials));
    }

    private static Outcome exposed(Knock.Answer answer) {
        return answer.asked()
                .reply()
                .map(CorsChecks::exposed)
                .orElse(Outcome.warns(answer.asked().summary()));
    }

    /** What is in the answer and is needed has to be seen. */
    static Outcome exposed(HttpReply reply) {
        Optional<String> unreadable = CrossOrigin.unreadable(reply);
        if (unreadable.isPresent()) {
            return Outcome.warns("the answer " + reply.status() + " has " + unreadable.get());
        }
        List<String> hidden = Stream.of("WWW-Authenticate", "Mcp-Session-Id")
                .filter(name -> reply.header(name).isPresent() && !CrossOrigin.exposes(reply, name))
                .toList();
        return hidden.isEmpty() ? Outcome.holds("allowed") : Outcome.warns("not exposed: " + String.join(", ", hidden));
    }

    private static Outcome resource(Facts facts) throws InterruptedException {
        return document(facts, facts.resource().first().orElseThrow().asked());
    }

    private static Outcome issuer(Facts facts) throws InterruptedException {
        return document(facts, facts.issuerDocument().orElseThrow().asked());
    }

    private static Outcome document(Facts facts, Asked document) throws InterruptedException {
        Optional<String> unreadable = document.reply().flatMap(CrossOrigin::unreadable);
        return unreadable.isPresent() ? of(unreadable) : preflight(facts, document.uri(), "GET", METADATA_HEADERS);
    }

    private static Outcome endpoint(
            Facts facts, Function<AuthorizationServerMetadata, Optional<URI>> endpoint, List<String> headers)
            throws InterruptedException {
        Optional<URI> uri = facts.authorizationServer().flatMap(endpoint);
        return uri.isEmpty()
                ? Outcome.skipped("there is no such endpoint")
                : preflight(facts, uri.get(), "POST", headers);
    }

    private static Outcome preflight(Facts facts, URI uri, String method, List<String> headers)
            throws InterruptedException {
        Asked asked = facts.asking().askSupplied(CrossOrigin.preflight(uri, method, headers));
        return asked.reply()
                .map(reply -> of(CrossOrigin.refused(reply, method, headers)))
                .orElse(Outcome.warns(asked.summary()));
    }
}
