package dev.mcpoauth.server.login;

import static dev.mcpoauth.server.login.Html.escape;

/** Device pages in the style of {@link PlainPages}. */
final class PlainDevicePages implements DevicePages {
    private static final String USER_CODE = """
            <h1>Connect a device</h1>
            %s<p>Enter the code that your device shows. If somebody sent you a code, do not enter it: it would give them access.</p>
            <form method="post" action="%s">
            <input type="hidden" name="nonce" value="%s">
            <label for="user_code">Code</label>
            <input id="user_code" name="user_code" autocomplete="off" autocapitalize="characters" spellcheck="false" required maxlength="50" value="%s" autofocus>
            <button class="main">Continue</button>
            </form>
            """;

    private static final String APPROVED = """
            <h1>The device is connected</h1>
            <p role="status">You can close this page and go on with your device.</p>
            """;

    private static final String DENIED = """
            <h1>The device was not connected</h1>
            <p role="status">You can close this page.</p>
            """;

    @Override
    public Page userCode(UserCodeView view) {
        String body = USER_CODE.formatted(
                PlainPages.alert(view.problem()), escape(view.action()), escape(view.nonce()), escape(view.typed()));
        return PlainPages.page("Connect a device", body);
    }

    @Override
    public Page done(boolean approved) {
        return approved
                ? PlainPages.page("Device connected", APPROVED)
                : PlainPages.page("Device not connected", DENIED);
    }
}
