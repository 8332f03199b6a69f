package dev.mcpoauth.server.authorize;

import static dev.mcpoauth.core.OAuthError.INVALID_REQUEST;

import dev.mcpoauth.server.client.RegisteredClient;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.http.Exchange;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.login.ClientView;
import dev.mcpoauth.server.login.ConsentView;
import dev.mcpoauth.server.login.FormHandle;
import dev.mcpoauth.server.login.Html;
import dev.mcpoauth.server.login.LoginView;
import dev.mcpoauth.server.login.Page;
import dev.mcpoauth.server.login.PageResponses;
import dev.mcpoauth.server.login.Subject;
import dev.mcpoauth.server.settings.ResourceSettings;
import java.util.List;
import java.util.Optional;

/** Shows a pending request as the page at which it stands, to the browser that began it. */
final class Views {
    private final Interaction interaction;

    Views(Interaction interaction) {
        this.interaction = interaction;
    }

    WebResponse current(Exchange exchange, PendingRequest pending, int status, String problem) {
        return pending.person().isPresent()
                ? consent(exchange, pending, pending.person().get().person(), status, problem)
                : login(exchange, pending, pending.request().loginHint(), status, problem);
    }

    WebResponse login(Exchange exchange, PendingRequest pending, String name, int status, String problem) {
        LoginView view = new LoginView(
                client(pending), Html.shown(name, PasswordLogin.LONGEST_NAME), problem, form(exchange, pending));
        return respond(pending, status, interaction.pages().login(view));
    }

    private WebResponse consent(Exchange exchange, PendingRequest pending, Subject person, int status, String problem) {
        ConsentView view = new ConsentView(
                client(pending),
                resources(pending),
                List.copyOf(pending.request().terms().scope().tokens()),
                userCode(pending),
                Html.shown(person.displayName()),
                problem,
                form(exchange, pending));
        return respond(pending, status, interaction.pages().consent(view));
    }

    private static WebResponse respond(PendingRequest pending, int status, Page page) {
        return PageResponses.of(status, page, destination(pending).map(Destination::redirectUri));
    }

    private static Optional<Destination> destination(PendingRequest pending) {
        return pending.request() instanceof AuthorizationRequest request
                ? Optional.of(request.destination())
                : Optional.empty();
    }

    private static Optional<String> userCode(PendingRequest pending) {
        return pending.request() instanceof DeviceConsent device
                ? Optional.of(device.request().userCode().shown())
                : Optional.empty();
    }

    private FormHandle form(Exchange exchange, PendingRequest pending) {
        String browser = interaction.cookies().browser(exchange.request()).orElseThrow();
        return new FormHandle(
                interaction.path(), pending.handle(), interaction.pending().nonce(pending, browser));
    }

    private List<String> resources(PendingRequest pending) {
        return interaction.settings().resources().stream()
                .filter(one -> pending.request().terms().covers(one.identifier()))
                .map(ResourceSettings::name)
                .toList();
    }

    private ClientView client(PendingRequest pending) {
        Optional<Destination> destination = destination(pending);
        RegisteredClient client = interaction
                .clients()
                .find(pending.request().clientId())
                .orElseThrow(() -> INVALID_REQUEST.because(
                        ServerReasons.CLIENT_UNKNOWN, "The application is no longer registered here."));
        String name = Html.shown(client.name());
        return new ClientView(
                name.isEmpty() ? "An application without name" : name,
                client.isVerified(),
                client.documentHost(),
                destination.map(Destination::host).orElse(""),
                destination.filter(one -> !one.isWebSite()).isPresent());
    }
}
