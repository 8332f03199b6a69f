package dev.mcpoauth.server.authorize;

import static dev.mcpoauth.core.OAuthError.INVALID_REQUEST;

import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.server.device.DeviceRequest;
import dev.mcpoauth.server.device.UserCode;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.http.Endpoint;
import dev.mcpoauth.server.http.Exchange;
import dev.mcpoauth.server.http.FormBody;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.internal.RateLimiter;
import dev.mcpoauth.server.login.Html;
import dev.mcpoauth.server.login.PageResponses;
import dev.mcpoauth.server.login.UserCodeView;
import dev.mcpoauth.server.settings.RateLimits;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The page where a person enters the code that a device shows (RFC 8628 §3.3). A link may fill the code in; sending the form
 * and consenting are the person's. Wrong codes are counted for all together, because whoever guesses has no other name (§5.1).
 */
public final class DeviceEndpoint implements Endpoint {
    private static final String EVERYONE = "everyone";
    private static final String WRONG = "There is no such code, or it has expired. Look at the device again.";

    private final Interaction interaction;
    private final DeviceAnswers answers;
    private final String url;
    private final RateLimiter wrong;

    DeviceEndpoint(Interaction interaction, DeviceAnswers answers, String url) {
        this.interaction = interaction;
        this.answers = answers;
        this.url = url;
        RateLimits rates = interaction.settings().rateLimits();
        this.wrong = new RateLimiter(rates.userCodeFailures(), rates.window(), 1);
    }

    @Override
    public WebResponse handle(Exchange exchange) {
        if (exchange.request().method().equals("POST")) {
            return enter(exchange);
        }
        String typed =
                Parameters.parse(exchange.request().query()).value("user_code").orElse("");
        return show(exchange, typed, 200, "");
    }

    private WebResponse show(Exchange exchange, String typed, int status, String problem) {
        Optional<String> known = interaction.cookies().browser(exchange.request());
        String browser = known.orElseGet(() -> interaction.handles().generate());
        UserCodeView view = new UserCodeView(
                Html.shown(typed), problem, url, interaction.handles().deviceForm(browser));
        WebResponse page = PageResponses.of(status, interaction.pages().device().userCode(view), Optional.empty());
        return known.isPresent() ? page : interaction.cookies().setBrowser(page, browser);
    }

    private WebResponse enter(Exchange exchange) {
        Parameters form = FormBody.read(exchange.request());
        String browser = requireOwnForm(exchange, form);
        String typed = form.value("user_code").orElse("");
        Optional<Duration> delay = wrong.delay(EVERYONE, exchange.now());
        if (delay.isPresent()) {
            refused(exchange, ServerReasons.DEVICE_CODE_RATE_LIMITED);
            return show(exchange, typed, 429, "Too many wrong codes. Please try again in a few minutes.")
                    .with("Retry-After", String.valueOf(delay.get().toSeconds() + 1));
        }
        Optional<DeviceRequest> request =
                UserCode.parse(typed).flatMap(code -> answers.requests().find(code, exchange.now()));
        if (request.isEmpty()) {
            wrong.count(EVERYONE, exchange.now());
            refused(exchange, ServerReasons.DEVICE_CODE_WRONG);
            return show(exchange, typed, 400, WRONG);
        }
        return begin(exchange, request.get(), browser);
    }

    /** A page elsewhere can neither read the form nor have the cookie sent along with one of its own. */
    private String requireOwnForm(Exchange exchange, Parameters form) {
        byte[] sent = form.value("nonce").orElse("").getBytes(StandardCharsets.UTF_8);
        return interaction
                .cookies()
                .browser(exchange.request())
                .filter(browser -> MessageDigest.isEqual(
                        interaction.handles().deviceForm(browser).getBytes(StandardCharsets.UTF_8), sent))
                .orElseThrow(() -> INVALID_REQUEST.because(
                        ServerReasons.DEVICE_FORM,
                        "That page was out of date, or cookies are blocked. Open the address again that the device"
                                + " shows."));
    }

    private static void refused(Exchange exchange, Reason reason) {
        exchange.report(Decision.REFUSED, reason, Map.of());
    }

    private WebResponse begin(Exchange exchange, DeviceRequest request, String browser) {
        Instant now = exchange.now();
        PendingRequest pending = interaction
                .pending()
                .begin(
                        new DeviceConsent(request),
                        browser,
                        interaction.signIns().findForGrant(interaction.cookies().signIn(exchange.request()), now),
                        now);
        pending.nameIn(exchange);
        exchange.report(Decision.PERMITTED, ServerReasons.DEVICE_CODE_ENTERED, Map.of("client_id", request.clientId()));
        return WebResponse.seeOther(interaction.url(pending));
    }
}
