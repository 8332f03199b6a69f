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
import dev.mcpoauth.server.login.PageResponses;
import dev.mcpoauth.server.login.Subject;
import dev.mcpoauth.server.settings.ResourceSettings;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Shows a pending request as the page at which it stands, to the browser that began it. */
final class Views {
    private final Interaction interaction;

    Views(Interaction interaction) {
        this.interaction = interaction;
    }

    WebResponse current(Exchange exchange, PendingRequest pending, int status, String problem) {
        return pending.person().isPresent() && pending.request() instanceof ConsentRequest asked
                ? consent(exchange, pending, asked, pending.person().get().person(), status, problem)
                : login(exchange, pending, pending.request().loginHint(), status, problem);
    }

    WebResponse login(Exchange exchange, PendingRequest pending, String name, int status, String problem) {
        Optional<ClientView> client =
                pending.request() instanceof ConsentRequest asked ? Optional.of(client(asked)) : Optional.empty();
        LoginView view = new LoginView(
                client,
                Html.shown(name, PasswordLogin.LONGEST_NAME),
                problem,
                interaction.takesPasswords(),
                UpstreamSignIns.shown(interaction.upstreams()),
                form(exchange, pending));
        Stream<String> providers = interaction.upstreams().stream()
                .map(upstream -> upstream.provider().scheme());
        List<String> schemes =
                Stream.concat(scheme(pending).stream(), providers).toList();
        return PageResponses.of(status, interaction.pages().login().login(view), schemes);
    }

    private WebResponse consent(
            Exchange exchange,
            PendingRequest pending,
            ConsentRequest asked,
            Subject person,
            int status,
            String problem) {
        ConsentView view = new ConsentView(
                client(asked),
                resources(asked),
                List.copyOf(asked.terms().scope().tokens()),
                userCode(asked),
                Html.shown(person.displayName()),
                problem,
                form(exchange, pending));
        return PageResponses.of(
                status,
                interaction.pages().login().consent(view),
                scheme(pending).stream().toList());
    }

    private static Optional<String> scheme(PendingRequest pending) {
        return destination(pending.request()).map(one -> one.redirectUri().uri().getScheme());
    }

    private static Optional<Destination> destination(Waiting asked) {
        return asked instanceof AuthorizationRequest request ? Optional.of(request.destination()) : Optional.empty();
    }

    private static Optional<String> userCode(ConsentRequest asked) {
        return asked instanceof DeviceConsent device
                ? Optional.of(device.request().userCode().shown())
                : Optional.empty();
    }

    private FormHandle form(Exchange exchange, PendingRequest pending) {
        String browser = interaction.cookies().browser(exchange.request()).orElseThrow();
        return new FormHandle(
                interaction.path(), pending.handle(), interaction.pending().nonce(pending, browser));
    }

    private List<String> resources(ConsentRequest asked) {
        return interaction.settings().resources().stream()
                .filter(one -> asked.terms().covers(one.identifier()))
                .map(ResourceSettings::name)
                .toList();
    }

    private ClientView client(ConsentRequest asked) {
        RegisteredClient client = interaction
                .clients()
                .find(asked.clientId())
                .orElseThrow(() -> INVALID_REQUEST.because(
                        ServerReasons.CLIENT_UNKNOWN, "The application is no longer registered here."));
        return ClientViews.of(client, destination(asked));
    }
}
