package dev.mcpoauth.server.login;

import static dev.mcpoauth.server.login.Html.escape;

import java.util.List;
import java.util.stream.Collectors;

/** Pages of plain HTML: no script, one style, light and dark, made for keyboard and screen reader. */
final class PlainPages implements LoginPages {
    private static final String STYLE = """
            :root{color-scheme:light dark;--edge:#767676;--accent:#0b57d0;--on:#fff;--bad:#b3261e}
            @media(prefers-color-scheme:dark){:root{--edge:#9a9a9a;--accent:#a8c7fa;--on:#062e6f;--bad:#f2b8b5}}
            *{box-sizing:border-box}
            body{font:1rem/1.5 system-ui,sans-serif;margin:0;padding:1rem;display:grid;min-height:100vh;place-items:center}
            main{width:100%;max-width:26rem}
            h1{font-size:1.4rem;line-height:1.3;overflow-wrap:anywhere}
            label{display:block;margin-top:1rem;font-weight:600}
            input{width:100%;font:inherit;padding:.6rem;margin-top:.25rem;border:1px solid var(--edge);border-radius:.4rem}
            button{font:inherit;padding:.6rem 1.2rem;margin:1.2rem .5rem 0 0;border-radius:.4rem;border:1px solid var(--edge);cursor:pointer}
            button.main{background:var(--accent);color:var(--on);border-color:var(--accent)}
            button.wide{width:100%}
            button.plain{background:none;border:none;padding:.6rem 0;text-decoration:underline;color:inherit}
            :focus-visible{outline:3px solid var(--accent);outline-offset:2px}
            .note{border-left:.25rem solid var(--edge);padding-left:.75rem}
            [role=alert]{border-left:.25rem solid var(--bad);padding-left:.75rem;font-weight:600}
            h2{font-size:1.1rem;overflow-wrap:anywhere}
            ul.cards{list-style:none;margin:0;padding:0}
            .cards li{border:1px solid var(--edge);border-radius:.4rem;padding:0 1rem 1rem;margin:1rem 0}
            label.choice{font-weight:400}.choice input{width:auto}
            dt{font-weight:600}dd{margin:0 0 .5rem;overflow-wrap:anywhere}code{overflow-wrap:anywhere}
            """;

    private static final String DOCUMENT = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <title>%s</title>
            <style>%s</style>
            </head>
            <body>
            <main>
            %s</main>
            </body>
            </html>
            """;

    private static final String LOGIN = """
            <h1>Sign in</h1>
            %s<p>%s</p>
            <form method="post" action="%s">
            %s%s<button name="action" value="deny" formnovalidate>Cancel</button>
            </form>
            %s""";

    private static final String PASSWORD = """
            <label for="username">Name</label>
            <input id="username" name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="200" value="%s"%s>
            <label for="password">Password</label>
            <input id="password" name="password" type="password" autocomplete="current-password" required maxlength="1000"%s>
            <button class="main" name="action" value="login">Sign in</button>
            """;

    private static final String PROVIDER = """
            <form method="post" action="%s">
            %s<button class="wide" name="provider" value="%s">Continue with %s</button>
            </form>
            """;

    private static final String CONSENT = """
            <h1>Allow %s to connect?</h1>
            %s<dl>
            %s<dt>Wants to use</dt>
            %s<dt>Permissions</dt>
            %s<dt>%s</dt>
            <dd><strong>%s</strong></dd>
            </dl>
            %s<form method="post" action="%s">
            %s<button class="main" name="action" value="approve">Allow</button>
            <button name="action" value="deny">Deny</button>
            <p>Signed in as <strong>%s</strong>. <button class="plain" name="action" value="switch">Use another account</button></p>
            </form>
            """;

    private static final String HIDDEN = """
            <input type="hidden" name="txn" value="%s">
            <input type="hidden" name="nonce" value="%s">
            """;

    @Override
    public Page login(LoginView view) {
        String body = LOGIN.formatted(
                alert(view.problem()),
                view.client().map(PlainPages::client).orElse("Sign in to see your connected applications."),
                escape(view.form().action()),
                hidden(view.form()),
                view.takesPasswords() ? password(view.name()) : "",
                view.providers().stream().map(one -> provider(view, one)).collect(Collectors.joining()));
        return page("Sign in", body);
    }

    private static String password(String name) {
        boolean named = !name.isEmpty();
        return PASSWORD.formatted(escape(name), named ? "" : " autofocus", named ? " autofocus" : "");
    }

    private static String provider(LoginView view, ProviderView provider) {
        return PROVIDER.formatted(
                escape(view.form().action()), hidden(view.form()), escape(provider.id()), escape(provider.name()));
    }

    @Override
    public Page consent(ConsentView view) {
        String body = CONSENT.formatted(
                escape(view.client().name()),
                alert(view.problem()),
                view.client().documentHost().map(PlainPages::publisher).orElse(""),
                items(view.resources()),
                items(view.scopes()),
                view.userCode().isPresent() ? "Connects the device that shows" : "Then returns you to",
                escape(view.userCode().orElse(view.client().redirectHost())),
                warnings(view),
                escape(view.form().action()),
                hidden(view.form()),
                escape(view.person()));
        return page("Allow access", body);
    }

    @Override
    public Page error(ErrorView view) {
        String body = """
                <h1>This sign-in can not continue</h1>
                <p role="alert">%s</p>
                %s<p>For the operator: <code>%s</code></p>
                """.formatted(
                escape(view.text()), view.back().map(PlainPages::link).orElse(""), escape(view.correlationId()));
        return page("Sign-in problem", body);
    }

    private static String link(ReturnLink back) {
        return "<p><a href=\"" + escape(back.url()) + "\">Return to " + escape(back.host()) + "</a></p>\n";
    }

    static Page page(String title, String body) {
        return new Page(DOCUMENT.formatted(title, STYLE, body), STYLE);
    }

    private static String client(ClientView client) {
        return "<strong>" + escape(client.name()) + "</strong> wants to connect. Sign in to continue.";
    }

    static String alert(String problem) {
        return problem.isEmpty() ? "" : "<p role=\"alert\">" + escape(problem) + "</p>\n";
    }

    private static String publisher(String host) {
        return "<dt>Published by</dt>\n<dd><strong>" + escape(host) + "</strong></dd>\n";
    }

    private static String items(List<String> items) {
        return items.isEmpty()
                ? "<dd>none</dd>\n"
                : items.stream().map(item -> "<dd>" + escape(item) + "</dd>\n").collect(Collectors.joining());
    }

    private static String warnings(ConsentView view) {
        ClientView client = view.client();
        String device = view.userCode().isPresent()
                ? "<p class=\"note\">Continue only if a device in front of you shows this very code. If somebody sent it to"
                        + " you, they would get the access.</p>\n"
                : "";
        String unverified = client.isVerified()
                ? ""
                : "<p class=\"note\">The application gave this name itself; nobody has checked it.</p>\n";
        String local = client.isOnThisDevice()
                ? "<p class=\"note\">Access goes to a program on this device. Continue only if you have just started this"
                        + " sign-in yourself.</p>\n"
                : "";
        return device + unverified + local;
    }

    private static String hidden(FormHandle form) {
        return HIDDEN.formatted(escape(form.transaction()), escape(form.nonce()));
    }
}
