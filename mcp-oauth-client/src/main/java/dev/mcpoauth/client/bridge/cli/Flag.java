package dev.mcpoauth.client.bridge.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The flags. Each can also be given as an environment variable; see {@link #variable}. */
enum Flag {
    HEADER(
            "NAME: VALUE",
            true,
            "Send this header with each request; ${NAME} stands for an environment variable. An Authorization header"
                    + " takes the place of signing in."),
    HEADER_FILE("FILE", false, "Headers, one per line, which keeps secrets off the command line; # begins a comment."),
    TRANSPORT(
            "WAY",
            false,
            "http-first (default), http-only or sse-only: whether the event streams of 2024-11-05 are tried too. sse-first"
                    + " is taken for http-first."),
    PROTOCOL(
            "ERA",
            false,
            "auto (default) translates between the host's revision and the server's; legacy never speaks 2026-07-28 to"
                    + " the server."),
    HOST(
            "NAME",
            false,
            "Host name in the redirect URI, localhost or 127.0.0.1 (default); the listener stays on" + " 127.0.0.1."),
    CALLBACK_PATH("PATH", false, "Path of the redirect URI, /callback by default."),
    AUTH_TIMEOUT("SECONDS", false, "How long a user may take to sign in, 300 by default."),
    NO_BROWSER("", false, "Open no browser, only print where to sign in."),
    DEVICE_CODE(
            "",
            false,
            "Sign in on another device: print a page and a code to enter there. For machines that no browser comes"
                    + " back to."),
    AUTH_SUCCESS_URL(
            "URL",
            false,
            "Where the browser goes after a sign-in, in place of a page of this program's: https or loopback, without"
                    + " query."),
    RESOURCE(
            "URI",
            false,
            "Name the resource so to the authorization server, whatever its metadata says (RFC 8707). Tokens are kept"
                    + " apart by it."),
    DISABLE_RESOURCE_PARAMETER("", false, "Name no resource to the authorization server."),
    AUTHORIZE_PARAM(
            "NAME=VALUE",
            true,
            "Add a parameter to the authorization request, such as audience. Tokens are kept apart by it."),
    USE_ID_TOKEN(
            "",
            false,
            "Weakens security: send the ID token instead of the access token, for gateways that take nothing else."),
    DPOP("", false, "Use only tokens that are bound to a key (DPoP); by default where the server offers that."),
    CLIENT_CREDENTIALS(
            "",
            false,
            "No user: this program signs in as itself, with --static-oauth-client-info and a secret or --client-key."),
    TOKEN_ENDPOINT("URL", false, "With --client-credentials: ask for tokens here, and discover nothing."),
    CLIENT_KEY(
            "FILE",
            false,
            "Authenticate with this private key (PEM, PKCS #8; private_key_jwt) in place of a secret; kid and"
                    + " token_endpoint_auth_signing_alg in --static-oauth-client-info say more."),
    IDENTITY_PROVIDER(
            "JSON|@FILE",
            false,
            "No sign-in at each server: the company's identity provider vouches for the user (ID-JAG). issuer,"
                    + " token_endpoint, client_id, client_secret, and id_token_file or id_token_command."),
    SCOPE("SCOPE", false, "Ask for this scope where the server names none."),
    STATIC_OAUTH_CLIENT_INFO(
            "JSON|@FILE",
            false,
            "A client that is registered already: client_id, client_secret, issuer; ${NAME} as in headers."),
    STATIC_OAUTH_CLIENT_METADATA(
            "JSON|@FILE",
            false,
            "What is said about this client when it registers: client_name, scope, contacts and so on (RFC 7591)."),
    CLIENT_METADATA_URL("URL", false, "The client is described by the document at this https URL."),
    HEADER_COMMAND(
            "COMMAND",
            false,
            "Headers that a program prints, as lines or as a JSON object; run without a shell before the first request"
                    + " and after each 401. Words with blanks between them, or a JSON array."),
    IGNORE_TOOL("PATTERN", true, "Keep a tool from the host; * stands for any text."),
    ALLOW_TOOL("PATTERN", true, "Keep all other tools from the host; --ignore-tool counts among those allowed."),
    ALLOW_HTTP("", false, "Weakens security: plain http also to other machines. There is no signing in there."),
    CONNECT_TIMEOUT("SECONDS", false, "How long a connection may take to come about, 10 by default."),
    HEADERS_TIMEOUT(
            "SECONDS",
            false,
            "How long an answer of the server may take to begin; no limit by default, as --call-timeout counts."),
    BODY_TIMEOUT(
            "SECONDS",
            false,
            "How long an answer may pause before it is given up, and a stream resumed; 0 (default) for as long as it"
                    + " likes."),
    KEEP_ALIVE("", false, "Ping a server of the session era, where something on the way cuts idle connections."),
    PING_INTERVAL("SECONDS", false, "How often --keep-alive pings, 30 by default."),
    ENABLE_PROXY("", false, "Accepted for mcp-remote's sake: the proxies of the environment are used by default."),
    NO_PROXY("", false, "Use no proxy, whatever HTTP_PROXY, HTTPS_PROXY and ALL_PROXY say."),
    CA_FILE("FILE", false, "Trust the certificate authorities in this PEM file as well; else NODE_EXTRA_CA_CERTS."),
    OS_TRUST("", false, "Trust the certificate authorities of the operating system as well."),
    CLIENT_CERTIFICATE(
            "FILE",
            false,
            "Show this certificate to servers that ask for one: PEM with chain and key, or PKCS #12 with the password in"
                    + " MCP_OAUTH_BRIDGE_CLIENT_CERTIFICATE_PASSWORD."),
    IPV4("", false, "Connect to IPv4 addresses only."),
    DISABLE_COOKIES(
            "",
            false,
            "Keep no cookies; by default the server's are kept in memory, for load balancers that need them."),
    CALL_TIMEOUT("SECONDS", false, "How long a request may go without answer and progress, 300 by default."),
    WAIT_FOR_SERVER(
            "",
            false,
            "Answer initialize only when the server has. Otherwise the bridge answers a host at once, as the server did"
                    + " the last time, and tells it where to sign in."),
    MAX_MESSAGE_BYTES("BYTES", false, "The longest message, 16777216 by default."),
    ALL("", false, "logout: sign out of all servers."),
    FROM("DIR", false, "Where import looks for mcp-remote's files: $MCP_REMOTE_CONFIG_DIR or ~/.mcp-auth by default."),
    CONFIG(
            "FILE",
            false,
            "Read flags and named servers from this JSON file; else from the usual place, if it is there."),
    STATE_DIR("DIR", false, "Where registrations and tokens are kept, encrypted."),
    KEY_SOURCE(
            "PLACE",
            false,
            "Where the key to them is: auto (default) takes the operating system's keychain where it works at first, else"
                    + " a file beside them; keychain and file take or move it there."),
    REPLACE_LOST_KEY(
            "",
            false,
            "If the key cannot be had any more, set aside what it encrypts and begin anew: you have to sign in again."),
    JSON("", false, "doctor: print the findings as JSON."),
    BUNDLE("", false, "doctor: print a report without secrets, to paste into an issue."),
    REGISTER(
            "",
            false,
            "doctor: register a client at the authorization server, to see what only that shows. It is removed again where"
                    + " the server offers that."),
    SIGN_IN("", false, "doctor: sign in first, if nobody is."),
    NAME("NAME", false, "install, uninstall: what the host calls the server, its host name by default."),
    HOST_CONFIG(
            "FILE", false, "install, uninstall: the host's configuration file, where it is not in its usual place."),
    YES("", false, "install, uninstall: change the host's configuration without asking."),
    DRY_RUN("", false, "install, uninstall: only show what would change."),
    DEBUG("", false, "Say on standard error what happens, without secrets."),
    SILENT("", false, "Say nothing on standard error but where to sign in.");

    private static final String PREFIX = "MCP_OAUTH_BRIDGE_";

    private final String label;
    private final boolean repeatable;
    private final String description;

    Flag(String label, boolean repeatable, String description) {
        this.label = label;
        this.repeatable = repeatable;
        this.description = description;
    }

    /** The flag that is written so, with its dashes. */
    static Optional<Flag> named(String option) {
        for (Flag flag : values()) {
            if (flag.option().equals(option)) {
                return Optional.of(flag);
            }
        }
        return Optional.empty();
    }

    /** All flags as they are written. */
    static List<String> options() {
        return Arrays.stream(values()).map(Flag::option).toList();
    }

    String option() {
        return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The environment variable. One of a repeatable flag holds one value per line, one of a switch {@code true}. */
    String variable() {
        return PREFIX + name();
    }

    /** What the help calls the value; empty for a switch. */
    String label() {
        return label;
    }

    boolean isSwitch() {
        return label.isEmpty();
    }

    boolean isRepeatable() {
        return repeatable;
    }

    String description() {
        return description;
    }
}
