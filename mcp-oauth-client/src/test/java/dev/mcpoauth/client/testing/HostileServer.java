package dev.mcpoauth.client.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * A protected MCP server and its authorization server that misbehave on demand, beside an honest server whose business the
 * client has none with. For tests of OAuth clients: ours, or that of an application.
 */
public final class HostileServer extends ScriptedServer {
    private final ScriptedServer honest = new ScriptedServer();

    /** From now on the server does this. */
    public HostileServer misbehave(Misbehaviour misbehaviour) {
        misbehaviour.applyTo(this);
        return this;
    }

    /** The bystander. What it receives shows what a client sends where it does not belong. */
    public ScriptedServer honest() {
        return honest;
    }

    HostileServer authorizationEndpoint(String url) {
        metadata(json -> json.put("authorization_endpoint", url));
        return this;
    }

    /** A redirect to the honest server, method and body kept. */
    Answer elsewhere() {
        return new Answer(307, Map.of("Location", honest.origin() + "/loot"), "");
    }

    /** The authorization response with this query, and the state that was sent. */
    Answer redirect(Received request, String query) {
        String state = request.query().value("state").orElseThrow();
        String to = request.query().value("redirect_uri").orElseThrow() + "?" + query + "&state=" + state;
        return new Answer(302, Map.of("Location", to), "");
    }

    Answer hint(String url) {
        return new Answer(401, Map.of("WWW-Authenticate", "Bearer resource_metadata=\"" + url + "\""), "");
    }

    /** One byte after another, for as long as somebody listens. */
    void drip(OutputStream body) throws IOException, InterruptedException {
        body.write("{\"a\":\"".getBytes(StandardCharsets.US_ASCII));
        while (goesOnAfter(Duration.ofMillis(20))) {
            body.write(' ');
            body.flush();
        }
    }

    @Override
    public void close() {
        super.close();
        honest.close();
    }
}
